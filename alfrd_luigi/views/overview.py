"""The state of the archive: how many documents there are, what is in trouble, what waits, and who is at work."""

from __future__ import annotations

from typing import NamedTuple

from alfrd_luigi.database import events, holders, outages, overview, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.intake.entries import count_visible
from alfrd_luigi.settings import settings


class Overview(NamedTuple):
    """The state of the archive. `waiting` is the number of entries in the folders of new papers."""

    counts: list[overview.StatusCount]
    waiting: int
    outages: list[outages.Outage]
    troubled: list[overview.Trouble]
    rejected: list[events.Rejection]
    at_work: list[holders.Holder]
    last_run: runs.LastRun | None
    database: overview.Server

    @property
    def failed(self) -> int:
        """The number of failed documents."""
        return sum(row.documents for row in self.counts if row.status == "failed")

    @property
    def deferred(self) -> int:
        """The number of documents that are tried again later."""
        return sum(row.deferred for row in self.counts)


def overview_of(session: Session, most: int) -> Overview:
    """The state of the archive, with up to `most` troubled documents and rejected entries."""
    return Overview(
        counts=overview.counts(session),
        waiting=count_visible(settings().arrival_dirs),
        outages=outages.current(session),
        troubled=overview.troubled(session, most),
        rejected=events.rejections(session, most),
        at_work=holders.at_work(session),
        last_run=runs.ended_last(session),
        database=overview.server(session),
    )

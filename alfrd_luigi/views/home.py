"""The state of the archive at a glance."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from alfrd_luigi.database import calls, events, listings, outages, runs, views
from alfrd_luigi.database.session import Session

_NEWEST = 12
_TROUBLED = 20
_UNCERTAIN = 12


class HomeView(NamedTuple):
    """The newest documents, what failed and what is uncertain, and the cost of this month (UTC) by type."""

    totals: listings.Totals
    counts: list[views.StatusCount]
    newest: list[listings.DocumentRow]
    troubled: list[views.Trouble]
    rejected: list[events.Rejection]
    uncertain: list[listings.DocumentRow]
    spending: list[calls.Cost]
    outages: list[outages.Outage]
    last_run: runs.LastRun | None
    database: views.Server


def home(session: Session) -> HomeView:
    """The state of the archive."""
    return HomeView(
        totals=listings.totals(session),
        counts=views.counts(session),
        newest=listings.documents(session, limit=_NEWEST),
        troubled=views.troubled(session, _TROUBLED),
        rejected=events.rejections(session, _TROUBLED),
        uncertain=listings.documents(session, only_uncertain=True, limit=_UNCERTAIN),
        spending=calls.cost(session, "type", datetime.now(UTC).date().replace(day=1)),
        outages=outages.current(session),
        last_run=runs.ended_last(session),
        database=views.server(session),
    )

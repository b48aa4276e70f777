"""`alfrd status`: the state of the archive."""

from __future__ import annotations

from typing import Any

import click

from alfrd_luigi.cli.intake import places
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import events, file_rows, holders, outages, overview, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.intake.entries import visible
from alfrd_luigi.settings import settings

_NEWEST = 10
_RUNS = 5


@click.command(epilog="Example: alfrd status --json")
@json_option
def status(json: bool) -> None:
    """Show the state of the archive: documents by status, failures and their reasons, files, active and recent runs."""
    with opened() as session:
        found = _status(session)
        # A page shows ten files. Computing whether each of thousands of summaries is fresh takes time.
        found["files"] = file_rows.files(session) if json else file_rows.newest(session, _NEWEST)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli.status_page import print_status

    print_status(found)


def _status(session: Session) -> dict[str, Any]:
    arrived = sum(len(visible(folder)) for folder in settings().arrival_dirs if folder.is_dir())
    counts = overview.counts(session)
    return {
        "documents": {row.status: row.documents for row in counts},
        "deferred": sum(row.deferred for row in counts),
        "inbox": {"waiting": arrived},
        "outages": outages.current(session),
        "troubled": overview.troubled(session, _NEWEST),
        "rejected": events.rejections(session, _NEWEST),
        "rejected_in_all": events.count_rejections(session),
        "duplicates": events.duplicates(session, _NEWEST),
        "files_in_all": file_rows.count(session),
        "at_work": holders.at_work(session),
        "last_run": runs.ended_last(session),
        "runs": runs.last(session, _RUNS),
        "database": overview.server(session),
        "places": places(settings()),
    }

"""`alfrd status`: the state of the archive."""

from __future__ import annotations

from typing import Any, NamedTuple

import click

from alfrd_luigi.cli.init import places
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import HOURS, json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.database import events, file_rows, model_checks, regenerations, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import settings
from alfrd_luigi.views.overview import Overview, overview_of

_NEWEST = 10
_RUNS = 5


class Status(NamedTuple):
    """What the command shows: the state of the archive, its newest files and runs, and what came again."""

    overview: Overview
    rejected_in_all: int
    duplicates: list[events.Duplicate]
    files_in_all: int
    runs: list[runs.Run]
    places: dict[str, str]
    files: list[file_rows.File]
    drifts: list[model_checks.Drift]
    read_again: list[regenerations.Standing]


@click.command(short_help="Show the state of the archive, and what failed.", epilog="Example: alfrd status --json")
@click.option("--health", is_flag=True, help="Print one line, and exit as a plugin of Nagios does.")
@click.option(
    "--hours", type=HOURS, default=24.0, show_default=True, metavar="HOURS",
    help="With --health: it is critical if no run has succeeded for so long.",
)  # fmt: skip
@json_option
@click.pass_context
def status(context: click.Context, hours: float, *, health: bool, json: bool) -> None:
    """Show the state of the archive: documents by status, failures and their reasons, files, active and recent runs.

    With --health, the exit code is 0 if all is well, 1 for a warning (something failed or was rejected, a service does
    not answer, the budget is used up, the disk is nearly full), 2 if it is critical (no run succeeded, no database, no
    space), and 3 if that is not known. It takes less than a second, and does not start the embedded server.
    """
    if health:
        from alfrd_luigi.health.verdict import judge

        verdict = judge(hours)
        click.echo(one_line(verdict.line))
        context.exit(verdict.state)
    with opened() as session:
        # A page shows ten files. Computing whether each of thousands of summaries is fresh takes time.
        found = _status(session, file_rows.files(session) if json else file_rows.newest(session, _NEWEST))
    if json:
        print_json(_as_json(found))
        return
    from alfrd_luigi.cli.status_page import print_status

    print_status(found)


def _status(session: Session, files: list[file_rows.File]) -> Status:
    return Status(
        overview_of(session, _NEWEST),
        events.count_rejections(session),
        events.duplicates(session, _NEWEST),
        file_rows.count(session),
        runs.last(session, _RUNS),
        places(settings()),
        files,
        model_checks.drifts(session),
        regenerations.standing(session),
    )


def _as_json(found: Status) -> dict[str, Any]:
    state = found.overview
    return {
        "documents": {row.status: row.documents for row in state.counts},
        "deferred": state.deferred,
        "inbox": {"waiting": state.waiting},
        "outages": state.outages,
        "troubled": state.troubled,
        "rejected": state.rejected,
        "rejected_in_all": found.rejected_in_all,
        "duplicates": found.duplicates,
        "files_in_all": found.files_in_all,
        "at_work": state.at_work,
        "last_run": state.last_run,
        "runs": found.runs,
        "database": state.database,
        "places": found.places,
        "files": found.files,
        "drifts": found.drifts,
        "read_again": found.read_again,
    }

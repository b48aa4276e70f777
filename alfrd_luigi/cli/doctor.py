"""`alfrd doctor`: the problems of this installation, and how to fix them."""

from __future__ import annotations

from dataclasses import asdict

import click

from alfrd_luigi.cli.columns import Column, state
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import ExitCode
from alfrd_luigi.health.examination import examine

_COLUMNS = (
    Column("check", lambda finding: finding.check),
    state(lambda finding: finding.state, "state"),
    Column("seen", lambda finding: finding.said, room="wrap"),
    Column("what_to_do", lambda finding: finding.mend, room="below"),
)


@click.command(short_help="Check the installation, and say how to mend it.", epilog="Example: alfrd doctor --call")
@click.option("--call", is_flag=True, help="Also make free calls to the services.")
@listing_options(_COLUMNS)
@click.pass_context
def doctor(context: click.Context, call: bool, output: Output) -> None:
    """Check the configuration, the database, folders, disk, engines, the account, limits and luigid.

    The exit code is 1 when something is wrong.
    """
    found = list(examine(call=call))
    database().close()
    output.show(found, [asdict(finding) for finding in found])
    context.exit(ExitCode.FAILURE if any(finding.state == "wrong" for finding in found) else ExitCode.OK)

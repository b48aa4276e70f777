"""`alfrd doctor`: the problems of this installation, and how to fix them."""

from __future__ import annotations

from dataclasses import asdict

import click

from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import ExitCode
from alfrd_luigi.health.examination import examine
from alfrd_luigi.health.findings import Finding

_COLOURS = {"well": "green", "doubtful": "yellow", "wrong": "red"}


@click.command(epilog="Example: alfrd doctor --call")
@click.option("--call", is_flag=True, help="Also make free calls to the services.")
@json_option
@click.pass_context
def doctor(context: click.Context, call: bool, json: bool) -> None:
    """Check the configuration, the database, folders, disk, engines, the account, limits and luigid.

    The exit code is 1 when something is wrong.
    """
    found = list(examine(call=call))
    database().close()
    if json:
        print_json([asdict(finding) for finding in found])
    else:
        _print(found)
    context.exit(ExitCode.FAILURE if any(finding.state == "wrong" for finding in found) else ExitCode.OK)


def _print(found: list[Finding]) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    rows = [
        (finding.check, Text(finding.state, _COLOURS.get(finding.state, "")), finding.said, finding.mend)
        for finding in found
    ]
    rendering.console().print(rendering.table("", ("check", "state", "seen", "what to do"), rows))

"""`alfrd files`: the files, each of which collects the documents of one series, with their summaries."""

from __future__ import annotations

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import file_rows


@click.command(epilog="Example: alfrd files --json")
@json_option
def files(json: bool) -> None:
    """List the files, each of which collects the documents of one series, with their summaries."""
    with opened() as session:
        found = file_rows.files(session)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    columns = ("id", "status", "account", "documents>", "summary")
    rows = [
        (
            rendering.short(row.id),
            rendering.status(row.status),
            row.account,
            row.documents,
            row.summary or row.error or row.title,
        )
        for row in found
    ]
    rendering.console().print(rendering.table("", columns, rows))

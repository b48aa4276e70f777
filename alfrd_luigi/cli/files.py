"""`alfrd files`: the files, each of which collects the documents of one series, with their summaries."""

from __future__ import annotations

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.cli.series import list_members
from alfrd_luigi.database import file_rows
from alfrd_luigi.database import series as known


@click.command(epilog="Example: alfrd files --json")
@click.option("--members", is_flag=True, help="List the documents of each file.")
@json_option
def files(members: bool, json: bool) -> None:
    """List the files, each of which collects the documents of one series, with their summaries."""
    with opened() as session:
        if json:
            print_json(known.listing(session) if members else file_rows.files(session))
            return
        if members:
            list_members(session)
            return
        from alfrd_luigi.cli import rendering
        from alfrd_luigi.views import series

        found = [row.series for row in series.files(series.listing(session, letters=None))]
    columns = ("id", "status", "account", "documents>", "generated", "summary")
    rows = [
        (
            rendering.short(row.file_id),
            rendering.status(row.file_status or ""),
            row.account,
            row.documents,
            row.generated_at,
            row.summary or row.error or row.title,
        )
        for row in found
    ]
    rendering.console().print(rendering.table("", columns, rows))

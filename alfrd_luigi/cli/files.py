"""`alfrd files`: the files, each of which collects the documents of one series, with their summaries."""

from __future__ import annotations

import click

from alfrd_luigi.cli.columns import Column, key, state
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.cli.series import list_members
from alfrd_luigi.cli.series_columns import MEMBERS
from alfrd_luigi.database import file_rows
from alfrd_luigi.database import series as known
from alfrd_luigi.plurals import counted

_COLUMNS = (
    key(lambda row: row.file_id),
    Column("title", lambda row: row.title, room="cut"),
    Column("account", lambda row: row.account, room="cut", is_extra=True),
    Column("documents", lambda row: row.documents, is_right=True),
    state(lambda row: row.file_status),
    Column("generated", lambda row: row.generated_at, rank=1),
    Column("series", lambda row: row.id, is_right=True, is_extra=True),
    Column("entity", lambda row: row.entity, room="cut", is_extra=True),
    Column("frequency", lambda row: row.frequency, is_extra=True),
    Column("summary", lambda row: row.summary, lambda row: row.summary or row.error, "dim", room="below"),
    Column("error", lambda row: row.error, style="red", room="wrap", is_extra=True),
)


@click.command(
    short_help="List the files, one for each series, with their summaries.", epilog="Example: alfrd files --json"
)
@click.option("--members", is_flag=True, help="List the documents of each file.")
@listing_options(_COLUMNS)
def files(members: bool, output: Output) -> None:
    """List the files, each of which collects the documents of one series, with their summaries."""
    with opened() as session:
        if output.is_whole_json:
            print_json(known.listing(session) if members else file_rows.files(session))
            return
        if members:
            list_members(session, _of_members(output))
            return
        from alfrd_luigi.views import series

        found = [row.series for row in series.files(series.listing(session, letters=None))]
    output.show(found, remark=counted(len(found), "file"))


def _of_members(output: Output) -> Output:
    """The form of the documents. Raises UsageError for columns, which are those of files."""
    if output.chosen is not None:
        raise click.UsageError("--columns is about files; for their documents: alfrd series list --columns")
    return output._replace(declared=MEMBERS)

"""`alfrd diff`: what changed between two runs, or in a document."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.columns import Column, key, short
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import moment
from alfrd_luigi.cli.output import change, one_line, print_json
from alfrd_luigi.database import documents
from alfrd_luigi.database.session import Session
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.corrections.diff import Difference
    from alfrd_luigi.corrections.history import Change


_INDENT = 4


class _Line(NamedTuple):
    """A document that differs, and one of its values that does; None if it was filed at one of the times alone."""

    document: UUID
    what: str
    change: Change | None


_COLUMNS = (
    key(lambda line: line.document, "document"),
    Column("what", lambda line: line.what),
    Column("field", lambda line: line.change and line.change.field),
    Column("before", lambda line: line.change and line.change.before, room="cut"),
    Column("after", lambda line: line.change and line.change.after, room="cut"),
)


@click.command(
    short_help="Show what changed in a document, or between two runs.",
    epilog="Example: alfrd diff 3fa2 --since 2024-03-01",
)
@click.argument("first", metavar="DOC|RUN1", shell_complete=offers.documents)
@click.argument("second", metavar="[RUN2]", required=False)
@click.option(
    "--since",
    metavar="TIME",
    callback=moment,
    help="Compare DOC with what it was then: 2024-03-01, or 2024-03-01T12:00.",
)
@listing_options(_COLUMNS)
def diff(first: str, second: str | None, since: datetime | None, output: Output) -> None:
    """Show what changed in a document or, with two runs, in the archive.

    With two runs (`alfrd diff RUN1 RUN2`), the ends of both are compared. A document is compared with what it was
    before its last change, or, with --since, at a time. Changes by persons count as well as those by runs; `alfrd
    history DOC` says who made each.
    """
    if second is not None and since is not None:
        raise click.UsageError("--since is about one document")
    with opened() as session:
        if second is None:
            _diff_document(session, first, since, output)
        else:
            _diff_runs(session, first, second, output)


def _diff_document(session: Session, name: str, since: datetime | None, output: Output) -> None:
    from alfrd_luigi.corrections.diff import of_document

    id = documents.find(session, name)
    found = of_document(session, id, since)
    if output.is_whole_json:
        print_json({"document": id, **found._asdict()})
        return
    if not output.is_grouped:
        output.print(_Line(id, "changed", change) for change in found.changes)
        return
    if not found.by or found.since is None:
        click.echo(f"document {id} has not changed" + (" since" if since else ""))
    else:
        click.echo(one_line(f"{short(id)} since {plain.second(found.since)}: {', '.join(found.by)}"))
    _say(found.changes)


def _diff_runs(session: Session, first: str, second: str, output: Output) -> None:
    from alfrd_luigi.corrections.diff import between_runs

    found = between_runs(session, first, second)
    if output.is_whole_json:
        print_json(found)
        return
    if not output.is_grouped:
        output.print(line for each in found for line in _lines(each))
        return
    for each in found:
        click.echo(f"{short(each.document)} {each.what}")
        _say(each.changes)
    click.echo(f"documents that differ: {len(found)}", err=True)


def _lines(each: Difference) -> list[_Line]:
    lines = [_Line(each.document, each.what, change) for change in each.changes]
    return lines or [_Line(each.document, each.what, None)]


def _say(changes: list[Change]) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    for each in changes:
        rendering.print_hanging(Text(change(*each)), _INDENT)

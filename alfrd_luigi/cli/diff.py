"""`alfrd diff`: what changed between two runs, or in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.moments import moment
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import change, one_line, print_json
from alfrd_luigi.database import documents
from alfrd_luigi.database.session import Session
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from datetime import datetime

    from alfrd_luigi.corrections.history import Change


_INDENT = 4


@click.command(
    short_help="Show what changed in a document, or between two runs.",
    epilog="Example: alfrd diff 3fa2 --since 2024-03-01",
)
@click.argument("first", metavar="DOC|RUN1", shell_complete=offers.documents)
@click.argument("second", metavar="[RUN2]", required=False)
@click.option("--since", metavar="TIME", help="Compare DOC with what it was then: 2024-03-01, or 2024-03-01T12:00.")
@json_option
def diff(first: str, second: str | None, since: str | None, json: bool) -> None:
    """Show what changed in a document or, with two runs, in the archive.

    With two runs (`alfrd diff RUN1 RUN2`), the ends of both are compared. A document is compared with what it was
    before its last change, or, with --since, at a time. Changes by persons count as well as those by runs; `alfrd
    history DOC` says who made each.
    """
    if second is not None and since is not None:
        raise click.UsageError("--since is about one document")
    with opened() as session:
        if second is None:
            _diff_document(session, first, moment(since) if since else None, json=json)
        else:
            _diff_runs(session, first, second, json=json)


def _diff_document(session: Session, name: str, since: datetime | None, *, json: bool) -> None:
    from alfrd_luigi.corrections.diff import of_document

    id = documents.find(session, name)
    found = of_document(session, id, since)
    if json:
        print_json({"document": id, **found._asdict()})
        return
    if not found.by or found.since is None:
        click.echo(f"document {id} has not changed" + (" since" if since else ""))
    else:
        click.echo(one_line(f"{id} since {plain.second(found.since)}: {', '.join(found.by)}"))
    _say(found.changes)


def _diff_runs(session: Session, first: str, second: str, *, json: bool) -> None:
    from alfrd_luigi.corrections.diff import between_runs

    found = between_runs(session, first, second)
    if json:
        print_json(found)
        return
    for each in found:
        click.echo(f"{each.document} {each.what}")
        _say(each.changes)
    click.echo(f"documents that differ: {len(found)}", err=True)


def _say(changes: list[Change]) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    for each in changes:
        rendering.print_hanging(Text(change(*each)), _INDENT)

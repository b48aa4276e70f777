"""`alfrd search`: documents by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import counted, print_json, printable
from alfrd_luigi.cli.searching import tell, tell_remarks
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from rich.text import Text

    from alfrd_luigi.views.search import Hit, SearchView

_SHOWN = 20


@click.command(
    epilog="Example: alfrd search water bill last march --limit 5", context_settings={"ignore_unknown_options": True}
)
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=_SHOWN, show_default=True, help="Show at most N documents."
)
@json_option
def search(words: tuple[str, ...], limit: int, json: bool) -> None:
    """Find documents by words, the best first, with the words in their text.

    A document has all the words, in any form: `bills` finds bill, `munchen` finds M\u00fcnchen, `rechnung` finds
    Stromrechnung, and a misspelt word the likeliest one. Also: '"a phrase"', -not, or; type:bill, entity:water,
    tag:tax, series:rent, file:scan, date:2024-03, date:2024-01..2024-06, total:10..50, total:'>100'; and days in words,
    such as last march or this week. docs/search.md describes all of it.
    """
    with opened() as session:
        from alfrd_luigi.views.search import search as find

        found = find(session, " ".join(words), limit, tell)
    if json:
        print_json(found)
        return
    _print(found)


def _print(found: SearchView) -> None:
    from alfrd_luigi.cli import rendering

    tell_remarks((*found.read, *found.remarks))
    rows = [(rendering.short(hit.row.id), *_row(hit)) for hit in found.hits]
    if rows:
        rendering.console().print(rendering.table("", ("id", "date", "document", "total>"), rows))
    more = f", of which {len(found.hits)} are shown" if found.found > len(found.hits) else ""
    click.echo(f"{counted(found.found, 'document')}{more}", err=True)


def _row(hit: Hit) -> tuple[Text, Text, Text]:
    from alfrd_luigi.cli import rendering

    row = hit.row
    name = rendering.finding(row.entity or row.title or row.name, is_sure="entity" not in row.uncertain)
    for text, is_lit in (("\n", False), *hit.snippet):
        name.append(printable(text), "bold" if is_lit else "dim")
    total = None if row.total_amount is None else plain.money(row.total_amount, row.currency)
    return (
        rendering.finding(row.document_date, is_sure="date" not in row.uncertain),
        name,
        rendering.finding(total, is_sure=not {"total", "currency"} & set(row.uncertain)),
    )

"""`alfrd search`: documents by words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from alfrd_luigi.cli import document_columns as of
from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import COUNT
from alfrd_luigi.cli.output import one_line
from alfrd_luigi.plurals import counted

if TYPE_CHECKING:
    from alfrd_luigi.views.search import Hit

_SHOWN = 20
# From this number of new documents, a search takes seconds.
_MANY = 500
_STEP = 5000


def _words(hit: Hit) -> Any:
    from alfrd_luigi.cli.rendering import excerpt

    return excerpt((part.text, part.is_lit) for part in hit.snippet)


_COLUMNS = (
    of.ID,
    of.DATE,
    Column(
        "document",
        lambda hit: hit.row.entity or hit.row.title or hit.row.name,
        is_sure=of.is_sure("entity"),
        room="cut",
    ),
    of.TOTAL,
    of.CURRENCY,
    of.TYPE._replace(is_extra=True),
    of.STATUS._replace(is_extra=True),
    of.FILE._replace(is_extra=True),
    Column("rank", lambda hit: hit.rank, is_right=True, is_extra=True),
    Column("words", lambda hit: "".join(part.text for part in hit.snippet), _words, room="below"),
)


@click.command(
    short_help="Find documents by words, the best first.",
    epilog="Example: alfrd search water bill last march --limit 5",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option(
    "--limit",
    type=COUNT,
    metavar="N",
    default=_SHOWN,
    show_default=True,
    help="Show at most N documents.",
)
@listing_options(_COLUMNS)
def search(words: tuple[str, ...], limit: int, output: Output) -> None:
    """Find documents by words, the best first, with the words in their text.

    A document has all the words, in any form: `bills` finds bill, `munchen` finds M\u00fcnchen, `rechnung` finds
    Stromrechnung, and a misspelt word the likeliest one. Also: '"a phrase"', -not, or; type:bill, entity:water,
    tag:tax, series:rent, file:scan, date:2024-03, date:2024-01..2024-06, total:10..50, total:'>100'; and days in words,
    such as last march or this week. docs/search.md describes all of it.
    """
    with opened() as session:
        from alfrd_luigi.views.search import search as find

        found = find(session, " ".join(words), limit, tell)
    if not output.is_whole_json:
        tell_remarks((*found.read, *found.remarks))
    more = f", of which {len(found.hits)} are shown" if found.found > len(found.hits) else ""
    output.show(found.hits, found, remark=f"{counted(found.found, 'document')}{more}")


def tell(done: int, documents: int) -> None:
    """Say how many documents have been added to the search, if there are many."""
    if documents >= _MANY and (done % _STEP == 0 or done == documents):
        click.echo(f"adding documents to the search: {done} of {documents}", err=True)


def tell_remarks(remarks: Iterable[str]) -> None:
    """Say what was odd in a query."""
    for remark in remarks:
        click.echo(one_line(remark), err=True)

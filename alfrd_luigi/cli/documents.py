"""`alfrd list` and `alfrd show`: the documents of the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import click

from alfrd_luigi.cli import document_columns as of
from alfrd_luigi.cli.columns import Column, short
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import COUNT, document_argument, json_option, series_option, tag_option, type_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.cli.search import tell, tell_remarks
from alfrd_luigi.database import audits, document_details, documents, listings, series_rows, types
from alfrd_luigi.database import series as known_series
from alfrd_luigi.database.listings import ORDERS, DocumentRow, Likeness, Order
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted
from alfrd_luigi.search import ranges
from alfrd_luigi.stages.graph import STATUSES


def _checked(read: Callable[[str], object], kind: str) -> Callable[..., str | None]:
    """A check of one side of a range, which a query has in one piece."""

    def check(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
        if text is not None and (".." in text or read(text) is None):
            raise click.BadParameter(f"{text!r} is no {kind}")
        return text

    return check


_DAY = _checked(ranges.days, "date, such as 2024, 2024-03 or 2024-03-05")
_AMOUNT = _checked(ranges.amounts, "amount, such as 42 or 42.50")
# Of so many documents of a series, the newest ones, it is known which fields they have.
_NEWEST = 100
_FIRST_TO_GO = 3  # the rank of a column that tells less than the type


class _Listed(NamedTuple):
    """A document, and what a person knows or has to decide of documents that are like it."""

    row: DocumentRow
    likeness: Likeness | None


def _series(each: _Listed) -> str | None:
    """What the document is like or, without that, its series."""
    known = each.likeness
    if known is None:
        return each.row.series
    if known.original is not None:
        return f"copy of {short(known.original)}"
    if known.undecided:
        return f"same as {_shortly(known.undecided)}"
    return f"like {_shortly(known.alike)}?"


def _shortly(ids: Iterable[UUID]) -> str:
    return ", ".join(str(short(id)) for id in ids)


_COLUMNS = (
    of.ID,
    of.DATE,
    Column("entity", lambda each: each.row.entity, is_sure=of.is_sure("entity"), room="cut"),
    of.TOTAL,
    of.CURRENCY,
    of.TYPE,
    of.STATUS,
    Column("series", lambda each: each.row.series, _series, room="cut", rank=3),
    of.FILE._replace(fills="entity"),
    Column("title", lambda each: each.row.title, room="cut", is_extra=True),
    Column("tags", lambda each: each.row.tags, lambda each: ", ".join(each.row.tags), room="cut", is_extra=True),
    Column(
        "uncertain",
        lambda each: each.row.uncertain,
        lambda each: ", ".join(each.row.uncertain),
        room="wrap",
        is_extra=True,
    ),
    Column("error", lambda each: each.row.error_message, style="red", room="wrap", is_extra=True),
    Column("registered", lambda each: each.row.registered_at, is_extra=True),
    Column("copy_of", lambda each: each.likeness and each.likeness.original, is_extra=True),
    Column("same_as", lambda each: each.likeness.undecided if each.likeness else [], is_extra=True),
    Column("like", lambda each: each.likeness.alike if each.likeness else [], is_extra=True),
)


@click.command(
    "list",
    short_help="List documents, the newest first.",
    epilog="Example: alfrd list --type utility_bill --search 'water -sewer' --limit 10",
)
@click.option("--limit", type=COUNT, metavar="N", help="Show at most N documents; default: all.")
@click.option("--status", type=click.Choice(STATUSES), help="Show only documents with this status.")
@type_option("Show only documents of this type.")
@click.option("--search", metavar="WORDS", help="Show only documents that `alfrd search WORDS` finds.")
@tag_option("Show only documents with this tag")
@click.option("--entity", metavar="WORDS", help="Show only documents of this entity.")
@series_option("Show only documents of this series: its id, or a part of its title.")
@click.option(
    "--since", metavar="DATE", callback=_DAY, help="Show only documents with a date from this day, month or year on."
)
@click.option(
    "--until", metavar="DATE", callback=_DAY, help="Show only documents with a date up to this day, month or year."
)
@click.option(
    "--min", "least", metavar="AMOUNT", callback=_AMOUNT, help="Show only documents with at least this total."
)
@click.option("--max", "most", metavar="AMOUNT", callback=_AMOUNT, help="Show only documents with at most this total.")
@click.option("--sort", type=click.Choice(ORDERS), default="newest", show_default=True, help="The order of the list.")
@click.option("--uncertain", is_flag=True, help="Show only documents with a value that is not sure.")
@click.option("--duplicates", is_flag=True, help="Show only documents that are the same as others, or look like them.")
@listing_options(_COLUMNS)
def list_documents(
    limit: int | None,
    status: str | None,
    document_type: str | None,
    search: str | None,
    sort: Order,
    uncertain: bool,
    duplicates: bool,
    output: Output,
    **filters: Any,
) -> None:
    """List documents, the newest first: the last registered or, with another `--sort`, the latest date, the highest
    total or the first entity.

    A duplicate `of` another document is not counted in sums; one that is `like` another is, until you decide with
    `alfrd same` or `alfrd distinct`.

    The JSON is an array of the objects that `alfrd show` prints, without their texts.
    """
    with opened() as session:
        if document_type is not None:
            types.get(session, document_type)
        found = listings.documents(
            session,
            limit=limit,
            status=status,
            document_type=document_type,
            ids=_ids(session, search, _filters(session, **filters)),
            sort=sort,
            only_uncertain=uncertain,
            only_duplicates=duplicates,
        )
        ids = [row.id for row in found]
        if output.is_whole_json:
            print_json(_whole(session, ids))
            return
        alike = listings.likenesses(session, ids)
        is_empty = not found and not listings.documents(session, limit=1)
    shown = _arranged(output, found, uncertain=uncertain, duplicates=duplicates) if output.is_grouped else output
    shown.print(_Listed(row, alike.get(row.id)) for row in found)
    if output.is_text:
        click.echo(counted(len(found), "document"), err=True)
        if is_empty:
            click.echo("The archive is empty. Add files with: alfrd add FILE..., then: alfrd process", err=True)


def _arranged(output: Output, found: Sequence[DocumentRow], *, uncertain: bool, duplicates: bool) -> Output:
    """The columns for a screen: what was asked for is always there, and a status that all share goes first."""
    wanted = {"uncertain": uncertain, "series": duplicates}
    is_needless = all(row.status == "filed" for row in found)

    def arranged(column: Column) -> Column:
        if wanted.get(column.name):
            return column._replace(rank=0, is_extra=False)
        if column.name == "status" and is_needless:
            return column._replace(rank=_FIRST_TO_GO, is_extra=uncertain)
        return column

    return output._replace(declared=tuple(map(arranged, output.declared)))


@click.command(
    short_help="Show a document: its values, its stages and its text.", epilog="Example: alfrd show 3fa2 --json"
)
@document_argument
@json_option
def show(document: str, json: bool) -> None:
    """Show one document: its findings, its stages and its text.

    How sure the values are is not shown while you audit the document (`alfrd audit`); `--json` has it.

    DOC is the id of a document, or a unique prefix of it.
    """
    with opened() as session:
        id = documents.find(session, document)
        if json:
            print_json(document_details.document(session, id))
            return
        from alfrd_luigi.views.documents import document as view_of

        view, is_audited = view_of(session, id, with_words=False), audits.is_shown(session, id)
        row = view.document.series
        usual = series_rows.usual_fields(session, row["id"], _NEWEST) if row else []
    from alfrd_luigi.cli.document_page import print_document

    print_document(view, usual, is_audited=bool(is_audited))


def _whole(session: Session, ids: list[UUID]) -> list[dict[str, Any]]:
    """The objects that `alfrd show` prints, in this order, without their texts."""
    rows = {row.id: row._asdict() for row in document_details.documents(session, ids)}
    return [{name: value for name, value in rows[id].items() if name != "text"} for id in ids if id in rows]


def _filters(
    session: Session,
    *,
    tags: tuple[str, ...],
    entity: str | None,
    series: str | None,
    since: str | None,
    until: str | None,
    least: str | None,
    most: str | None,
) -> list[str]:
    """The options as a query has them."""
    words = [("tag", tag) for tag in tags] + ([("entity", entity)] if entity else [])
    found = [f'{name}:"{text.replace(chr(34), " ")}"' for name, text in words]
    if series is not None:
        found.append(f"series:{known_series.find(session, series).id}")
    sides = [("date", since, until), ("total", least, most)]
    return found + [f'{name}:"{low or ""}..{high or ""}"' for name, low, high in sides if low or high]


def _ids(session: Session, search: str | None, filters: list[str]) -> list[UUID] | None:
    """The documents that a search and filters find; None without any."""
    if not (search or filters):
        return None
    from alfrd_luigi.views.search import narrowed

    found = narrowed(session, search or "", filters, tell)
    tell_remarks(found.remarks)
    return found.ids

"""`alfrd due` and `alfrd missing`: what is to be paid, and what series lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import click

from alfrd_luigi.cli.columns import Column, key, short
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.names import printable
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.views.dues import Due, Dues
    from alfrd_luigi.views.notices import Expected, Notice


class _Line(NamedTuple):
    """A bill or an expected paper, in one of the lists. `what` is what a person wants to know of it there."""

    list: str
    id: UUID | int
    day: date | None
    entity: str | None
    amount: Decimal | None
    currency: str | None
    what: str
    of: Due | None = None


def _money(line: _Line | Notice) -> str | None:
    return None if line.amount is None else plain.money(line.amount, line.currency)


def _of(read: Callable[[Due], object]) -> Callable[[_Line], object]:
    return lambda line: None if line.of is None else read(line.of)


def _what_style(line: _Line) -> str:
    return "red" if line.what.startswith(_OVERDUE) else "dim"


_OVERDUE = "overdue"
_DUE = (
    Column("list", lambda line: line.list, is_extra=True),
    key(lambda line: line.id),
    Column("date", lambda line: line.day),
    Column("entity", lambda line: line.entity, room="cut"),
    Column("amount", lambda line: line.amount, _money, is_right=True),
    Column("currency", lambda line: line.currency, is_extra=True),
    Column("note", lambda line: line.what, style=_what_style, room="cut"),
    Column("type", _of(lambda due: due.bill.document_type), is_extra=True),
    Column("series", _of(lambda due: due.bill.series_id), is_extra=True),
    Column("document_date", _of(lambda due: due.bill.document_date), is_extra=True),
    Column("terms", _of(lambda due: due.terms or None), is_extra=True),
)
_MISSING = (
    Column("list", lambda notice: notice.kind, is_extra=True),
    Column("series", lambda notice: notice.series, style="cyan", is_right=True),
    Column("date", lambda notice: notice.day),
    Column("title", lambda notice: notice.title, room="cut"),
    Column("amount", lambda notice: notice.amount, _money, is_right=True),
    Column("currency", lambda notice: notice.currency, is_extra=True),
    Column("before", lambda notice: notice.before, lambda notice: _before(notice), "dim"),
    key(lambda notice: notice.document, "document"),
    Column("entity", lambda notice: notice.entity, room="cut", is_extra=True),
)


class _Selected(NamedTuple):
    """What is told, each list in the order of days but `undated` and `settled`, which begin with the newest."""

    due: list[Due]
    expected: list[Expected]
    undated: list[Due]
    debited: list[Due]
    settled: list[Due]
    older: int


@click.command(
    short_help="Show the bills to be paid, and papers that are expected.",
    epilog="Example: alfrd due --within 14 --ics ~/bills.ics",
)
@click.option(
    "--within", type=click.IntRange(min=0, max=36_500), default=30, show_default=True, metavar="DAYS",
    help="Show what is due or expected up to so many days from now.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Also show what is settled, and what is long overdue.")
@click.option(
    "--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write a calendar to FILE."
)
@listing_options(_DUE)
def due(within: int, everything: bool, ics: Path | None, output: Output) -> None:
    """Show the bills to be paid, by due date, and the papers that are expected.

    A bill is settled if you say so (`alfrd paid`), or if a later document does: the next bill, a receipt, or a line of
    a bank statement with the same amount and name; `--all` shows which, and `--json` has its words. A bill that will be
    debited is listed apart, and so is one without a due date. If a bill names no day but terms, such as "net 30", the
    day is computed, and the note says so. A bill that was due more than a year ago is only shown with `--all`.
    """
    from alfrd_luigi.views.dues import dues
    from alfrd_luigi.views.notices import notices

    today = date.today()
    with opened() as session:
        found, expected = dues(session), notices(session).expected
    selected = _select(found, expected, today, today + timedelta(within), everything=everything)
    if ics is not None:
        _write(ics, selected)
    if output.is_whole_json:
        print_json(_as_json(selected, today))
    else:
        _print(output, selected, today)


@click.command(epilog="Example: alfrd missing --json")
@listing_options(_MISSING)
def missing(output: Output) -> None:
    """Show the papers that series lack, and amounts to look at.

    A series of at least three papers with a regular step tells when the next one is expected. One that is not there in
    time is late, and one between two others is missing; a series whose third paper did not come seems to have ended.
    An amount is unusual if it is far outside the usual range, and a price has risen if it stays higher. What is a year
    older than the newest paper is not shown.
    """
    from alfrd_luigi.views.notices import notices

    today = date.today()
    with opened() as session:
        found = notices(session)
    rows = [*found.lacking(today), *found.notices]
    if output.is_whole_json:
        print_json({"notices": rows})
        return
    output.print_groups((title, [each for each in rows if each.kind == kind]) for kind, title in _TITLES.items())
    if output.is_text and not rows:
        click.echo("nothing is late, missing or unusual", err=True)


_TITLES = {
    "late": "Late",
    "missing": "Missing",
    "unusual": "Unusual amounts",
    "risen": "Prices that rose",
    "ended": "Seem to have ended",
}


def _select(found: Dues, expected: list[Expected], today: date, last: date, *, everything: bool) -> _Selected:
    """What is told until the last day."""
    debited = _until(found.debited, last, today, everything=everything)
    return _Selected(
        _until(found.open, last, today, everything=everything),
        sorted((each for each in expected if today <= each.next.day <= last), key=lambda each: each.next.day),
        [each for each in found.undated if everything or not each.is_old(today)],
        [each for each in debited if everything or not each.is_overdue(today)],
        found.settled if everything else [],
        0 if everything else sum(each.is_old(today) for each in found.open),
    )


def _until(dues: Iterable[Due], last: date, today: date, *, everything: bool) -> list[Due]:
    """The bills that are due until a day, the first due first."""
    found = [each for each in dues if each.day is not None and each.day <= last]
    return [each for each in reversed(found) if everything or not each.is_old(today)]


def _write(file: Path, selected: _Selected) -> None:
    from alfrd_luigi.cli import calendar

    count = calendar.write(file, [*selected.due, *selected.debited], selected.expected)
    click.echo(f"{counted(count, 'event')} in {printable(file)}", err=True)


def _as_json(selected: _Selected, today: date) -> dict[str, Any]:
    return {
        "due": [{**_bill(each), "overdue": each.is_overdue(today)} for each in selected.due],
        "expected": [_expected(each) for each in selected.expected],
        "undated": [_bill(each) for each in selected.undated],
        "debited": [{**_bill(each), "words": each.words} for each in selected.debited],
        "settled": [{**_bill(each), "payment": each.payment} for each in selected.settled],
    }


def _bill(due: Due) -> dict[str, Any]:
    bill = due.bill
    return {
        "id": bill.id,
        "date": due.day,
        "entity": bill.entity,
        "amount": bill.amount,
        "currency": bill.currency,
        "type": bill.document_type,
        "name": bill.name,
        "document_date": bill.document_date,
        "series": bill.series_id,
        "terms": due.terms or None,
    }


def _expected(each: Expected) -> dict[str, Any]:
    return {
        "series": each.series,
        "date": each.next.day,
        "late_after": each.next.late,
        "title": each.title,
        "entity": each.entity,
        "usual_amount": each.amount,
        "currency": each.currency,
    }


def _print(output: Output, selected: _Selected, today: date) -> None:
    groups = [
        ("To pay", [_bill_line("due", each, _when(each, today)) for each in selected.due]),
        ("Expected", [_expected_line(each) for each in selected.expected]),
        ("Without a due date", [_bill_line("undated", each, "no due date") for each in selected.undated]),
        ("Will be debited", [_bill_line("debited", each, f'"{each.words}"') for each in selected.debited]),
        ("Settled", [_bill_line("settled", each, _evidence(each)) for each in selected.settled]),
    ]
    output.print_groups(groups)
    if not output.is_text:
        return
    if not any(lines for _, lines in groups):
        click.echo("nothing is due", err=True)
    if computed := sum(bool(each.terms) for each in selected.due):
        click.echo(f"{counted(computed, 'due date')} computed from terms: alfrd due --columns id,date,terms", err=True)
    if selected.older:
        click.echo(f"{counted(selected.older, 'bill')} due more than a year ago: alfrd due --all", err=True)


def _bill_line(name: str, due: Due, what: str) -> _Line:
    bill, day = due.bill, due.day or due.bill.document_date
    return _Line(name, bill.id, day, bill.entity or bill.name, bill.amount, bill.currency, what, due)


def _expected_line(each: Expected) -> _Line:
    return _Line("expected", each.series, each.next.day, each.title, each.amount, each.currency, "series")


def _when(due: Due, today: date) -> str:
    days = (due.day - today).days if due.day else 0
    when = f"in {counted(days, 'day')}" if days > 0 else f"{_OVERDUE} {counted(-days, 'day')}" if days else "today"
    if due.days_after is None:
        return when
    return f"{when} ({counted(due.days_after, 'day')} after the bill)" if due.days_after else f"{when} (at once)"


def _evidence(due: Due) -> str:
    """What says that a bill is settled, short enough for a terminal of 80 columns."""
    paid = due.payment
    if paid is None:
        return ""
    day, by = paid.day and plain.date(paid.day), short(paid.document)
    return {
        "person": f"paid {day}: you",
        "next_bill": f"paid: bill {by}",
        "carried": f"again in {by}",
        "reminder": f"again in {by}",
        "receipt": f"paid: receipt {by}",
        "statement": f"paid: line of {by}",
    }[paid.how]


def _before(each: Notice) -> str | None:
    if each.before is None:
        return None
    return f"{'usually' if each.kind == 'unusual' else 'was'} {plain.money(each.before, None)}"

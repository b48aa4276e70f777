"""`alfrd due` and `alfrd missing`: what is to be paid, and what series lack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import counted, print_json
from alfrd_luigi.names import printable
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.views.dues import Due, Dues
    from alfrd_luigi.views.notices import Expected, Notice

_COLUMNS = ("id", "date", "entity", "amount>", "")


class _Selected(NamedTuple):
    """What is told, each list in the order of days but `undated` and `settled`, which begin with the newest."""

    due: list[Due]
    expected: list[Expected]
    undated: list[Due]
    debited: list[Due]
    settled: list[Due]
    older: int


@click.command(epilog="Example: alfrd due --within 14 --ics ~/bills.ics")
@click.option(
    "--within", type=click.IntRange(min=0, max=36_500), default=30, show_default=True, metavar="DAYS",
    help="Show what is due or expected up to so many days from now.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Also show what is settled, and what is long overdue.")
@click.option(
    "--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write a calendar to FILE."
)
@json_option
def due(within: int, everything: bool, ics: Path | None, json: bool) -> None:
    """Show the bills to be paid, by due date, and the papers that are expected.

    A bill is settled if you say so (`alfrd paid`), or if a later document does: the next bill, a receipt, or a line of
    a bank statement with the same amount and name; `--all` shows which, and `--json` has its words. A bill that will be
    debited is listed apart, and so is one without a due date. A bill that was due more than a year ago is only shown
    with `--all`.
    """
    from alfrd_luigi.views.dues import dues
    from alfrd_luigi.views.notices import notices

    today = date.today()
    with opened() as session:
        found, expected = dues(session), notices(session).expected
    selected = _select(found, expected, today, today + timedelta(within), everything=everything)
    if ics is not None:
        _write(ics, selected)
    if json:
        print_json(_as_json(selected, today))
    else:
        _print(selected, today)


@click.command(epilog="Example: alfrd missing --json")
@json_option
def missing(json: bool) -> None:
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
    if json:
        print_json({"notices": rows})
        return
    from alfrd_luigi.cli import rendering

    for kind, title in _TITLES.items():
        if shown := [_notice(each) for each in rows if each.kind == kind]:
            rendering.console().print(
                rendering.table(title, ("id", "date", "series", "amount>", "", "document"), shown, one_line_each=True)
            )
    if not rows:
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


def _print(selected: _Selected, today: date) -> None:
    sections = (
        ("To pay", [_row(each, _when(each, today)) for each in selected.due]),
        ("Expected", [_series(each) for each in selected.expected]),
        ("Without a due date", [_row(each, "no due date") for each in selected.undated]),
        ("Will be debited", [_row(each, f'"{each.words}"') for each in selected.debited]),
        ("Settled", [_row(each, _evidence(each)) for each in selected.settled]),
    )
    for title, rows in sections:
        if rows:
            _table(title, rows)
    if not any(rows for _, rows in sections):
        click.echo("nothing is due", err=True)
    if selected.older:
        click.echo(f"{counted(selected.older, 'bill')} due more than a year ago: alfrd due --all", err=True)


def _table(title: str, rows: Sequence[Sequence[object]]) -> None:
    from alfrd_luigi.cli import rendering

    rendering.console().print(rendering.table(title, _COLUMNS, rows, one_line_each=True))


def _row(due: Due, what: str) -> Sequence[object]:
    from alfrd_luigi.cli import rendering

    bill = due.bill
    amount = None if bill.amount is None else plain.money(bill.amount, bill.currency)
    return rendering.short(bill.id), due.day or bill.document_date, bill.entity or bill.name, amount, what


def _series(each: Expected) -> Sequence[object]:
    amount = None if each.amount is None else plain.money(each.amount, each.currency)
    return str(each.series), each.next.day, each.title, amount, "series"


def _when(due: Due, today: date) -> str:
    days = (due.day - today).days if due.day else 0
    if not days:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"overdue {counted(-days, 'day')}"


def _evidence(due: Due) -> str:
    """What says that a bill is settled, short enough for a terminal of 80 columns."""
    paid = due.payment
    if paid is None:
        return ""
    day, by = paid.day and plain.date(paid.day), str(paid.document)[:8]
    return {
        "person": f"paid {day}: you",
        "next_bill": f"paid: bill {by}",
        "carried": f"again in {by}",
        "reminder": f"again in {by}",
        "receipt": f"paid: receipt {by}",
        "statement": f"paid: line of {by}",
    }[paid.how]


def _notice(each: Notice) -> Sequence[object]:
    from alfrd_luigi.cli import rendering

    amount = None if each.amount is None else plain.money(each.amount, each.currency)
    before = "" if each.before is None else plain.money(each.before, None)
    what = {"unusual": f"usually {before}", "risen": f"was {before}"}.get(each.kind)
    document = rendering.short(each.document) if each.document else None
    return str(each.series), each.day, each.title, amount, what, document

"""Writes what is due and expected as a calendar (RFC 5545), the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from errno import EINVAL
from pathlib import Path

from icalendar import Calendar, Event

from alfrd_luigi.cli.output import one_line
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.names import printable
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.dues import Due
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.notices import Expected

_PRODUCT = "-//alfrd-luigi//due//EN"


def write(file: Path, dues: Iterable[Due], expected: Iterable[Expected]) -> int:
    """Write a calendar of the bills with a day and of the expected papers, atomically. Returns the number of events.

    A link is followed. Raises InvalidInputError for a file that cannot be written, and for a folder or a device; what
    is there is then unchanged.
    """
    events = [*(_of_bill(due, due.day) for due in dues if due.day), *map(_of_series, expected)]
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for event in sorted(events, key=lambda each: (each["dtstart"].dt, str(each["uid"]))):
        calendar.add_component(event)
    _replace(file, calendar.to_ical())
    return len(events)


def _of_bill(due: Due, day: date) -> Event:
    bill, verb = due.bill, "Debit" if due.state == "debited" else "Pay"
    amount = "" if bill.amount is None else f" {plain.money(bill.amount, bill.currency)}"
    what = f"{verb}{amount}: {bill.entity or bill.name or bill.id}"
    after = due.days_after
    terms = "" if after is None else f"Computed, {counted(after, 'day')} after the bill: {one_line(due.terms)}\n"
    return _event(str(bill.id), day, bill.registered_at, what, f"{terms}alfrd show {bill.id}")


def _of_series(each: Expected) -> Event:
    amount = "" if each.amount is None else f", usually {plain.money(each.amount, each.currency)}"
    at = datetime.combine(each.last, time(), UTC)
    return _event(
        f"series-{each.series}",
        each.next.day,
        at,
        f"Expected: {each.title}{amount}",
        f"alfrd series show {each.series}",
    )


def _event(id: str, day: date, at: datetime, summary: str, description: str) -> Event:
    """A whole day, of which the archive made the last change `at`: another time in each file would be another event."""
    event = Event()
    event.add("uid", f"{id}@alfrd")
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(1))
    event.add("summary", one_line(summary))
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _replace(file: Path, content: bytes) -> None:
    try:
        target = _target(file)
        partial = target.with_name(f".{target.name}.partial")
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        raise InvalidInputError(
            f"the calendar cannot be written to {printable(file)}: {error.strerror}", "Name a file that you may write"
        ) from error


def _target(file: Path) -> Path:
    """The file, or that to which a link leads. Raises OSError for a device: a rename would put a file in its place."""
    target = file.resolve()
    if target.exists() and not target.is_file():
        raise OSError(EINVAL, "it is no file")
    return target

"""The calendar of what is due and expected: whole days, the same bytes for the same rows, and safe to write."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from alfrd_luigi.cli import calendar
from alfrd_luigi.database.dues import Bill
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.views.dues import Due
from alfrd_luigi.views.expectations import FREQUENCIES, NextPaper
from alfrd_luigi.views.notices import Expected

_ID = UUID("12345678-1234-5678-1234-567812345678")
_CAME = datetime(2024, 3, 5, 7, 9, 11, 5000, tzinfo=UTC)
_DAY = date(2024, 3, 31)


def _due(day: date | None = _DAY, state: Any = "open", **changed: Any) -> Due:
    bill = Bill(
        _ID, None, _CAME, "invoice", "Northwind", "bill.pdf", date(2024, 3, 1), "2024-03-31", Decimal("12.50"), "EUR",
        None, None, None,
    )  # fmt: skip
    return Due(bill._replace(**changed), day, state)


def _expected(amount: Decimal | None = Decimal(8)) -> Expected:
    coming = NextPaper(FREQUENCIES["monthly"], date(2024, 4, 1), date(2024, 4, 8), date(2024, 7, 1))
    return Expected(7, "Water", "Northwind", coming, amount, "EUR" if amount else None, date(2024, 3, 1))


def _events(file: Path, *dues: Due, expected: tuple[Expected, ...] = ()) -> list[dict[str, str]]:
    """What the events of a written calendar say, by property."""
    count = calendar.write(file, dues, expected)
    found = [
        {name.lower(): value.to_ical().decode() for name, value in event.items()}
        for event in Calendar.from_ical(file.read_text("utf-8")).walk("VEVENT")
    ]
    assert count == len(found)
    return found


def test_a_bill_is_an_event_of_a_whole_day(tmp_path: Path) -> None:
    assert _events(tmp_path / "due.ics", _due()) == [
        {
            "uid": f"{_ID}@alfrd",
            "dtstamp": "20240305T070911Z",
            "dtstart": "20240331",
            "dtend": "20240401",
            "summary": "Pay 12.50 EUR: Northwind",
            "description": f"alfrd show {_ID}",
            "transp": "TRANSPARENT",
        }
    ]


@pytest.mark.parametrize(
    ("due", "summary"),
    [
        (_due(state="debited"), "Debit 12.50 EUR: Northwind"),
        (_due(currency=None), "Pay 12.50: Northwind"),
        (_due(amount=None), "Pay: Northwind"),
        (_due(entity=None), "Pay 12.50 EUR: bill.pdf"),
        (_due(entity=None, name=None), f"Pay 12.50 EUR: {_ID}"),
        (_due(entity="North\nWind"), "Pay 12.50 EUR: North Wind"),  # on one line
        (_due(entity="A; B, C"), "Pay 12.50 EUR: A\\; B\\, C"),
    ],
)
def test_an_event_says_what_is_to_be_paid_to_whom(tmp_path: Path, due: Due, summary: str) -> None:
    (event,) = _events(tmp_path / "due.ics", due)
    assert event["summary"] == summary


def test_an_expected_paper_is_an_event(tmp_path: Path) -> None:
    (event,) = _events(tmp_path / "due.ics", expected=(_expected(),))
    assert (event["uid"], event["dtstart"], event["dtstamp"]) == ("series-7@alfrd", "20240401", "20240301T000000Z")
    assert event["summary"] == "Expected: Water\\, usually 8.00 EUR"
    assert event["description"] == "alfrd series show 7"
    (event,) = _events(tmp_path / "due.ics", expected=(_expected(None),))
    assert event["summary"] == "Expected: Water"


def test_the_same_rows_give_the_same_bytes_in_the_order_of_the_days(tmp_path: Path) -> None:
    early, late = _due(date(2024, 3, 2), id=UUID(int=9)), _due(date(2024, 3, 9), id=UUID(int=1))
    events = _events(tmp_path / "one.ics", late, early, _due(None), expected=(_expected(),))
    assert [event["dtstart"] for event in events] == ["20240302", "20240309", "20240401"]
    calendar.write(tmp_path / "other.ics", [early, late], [_expected()])
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "other.ics").read_bytes()


def test_a_calendar_without_events_is_one(tmp_path: Path) -> None:
    assert _events(tmp_path / "due.ics", _due(None)) == []
    assert (tmp_path / "due.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_link_is_followed_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.ics").symlink_to(tmp_path / "folder" / "due.ics")
    calendar.write(tmp_path / "link.ics", [_due()], [])
    assert (tmp_path / "link.ics").is_symlink()
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["due.ics"]


def test_what_cannot_be_replaced_is_left_unchanged(tmp_path: Path) -> None:
    (tmp_path / "folder.ics").mkdir()
    os.mkfifo(tmp_path / "pipe.ics")
    for name, said in (
        ("folder.ics", "it is no file"),
        ("pipe.ics", "it is no file"),
        ("no/such.ics", "No such file or directory"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            calendar.write(tmp_path / name, [_due()], [])
        assert caught.value.message.endswith(f"{name}: {said}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.ics", "pipe.ics"]

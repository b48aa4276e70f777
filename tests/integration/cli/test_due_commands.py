"""`alfrd due`, `missing`, `paid` and `unpaid`, and the calendar."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from alfrd_luigi.corrections.history import history
from alfrd_luigi.database import corrections
from alfrd_luigi.database.session import Session
from support import document_rows
from support.commands import Alfrd

TODAY = date.today()
HOSTILE = 'Water; "Sons", Ltd\x07\\ \u202e' + "long " * 20


def _day(days: int) -> str:
    return (TODAY + timedelta(days)).isoformat()


def _bill(session: Session, due: int | None, amount: float = 41.2, **found: Any) -> str:
    fields = {"amount_due": amount, "due_date": None if due is None else _day(due), **found.pop("fields", {})}
    values = {"document_date": _day((due or 0) - 21), "total_amount": amount, "structured_data": fields}
    return str(document_rows.filed(session, **values, **found))


def _ids(alfrd: Alfrd, name: str, *options: str) -> list[str]:
    return [each["id"] for each in json.loads(alfrd("due", "--json", *options).stdout)[name]]


def test_what_is_due_is_listed_by_date_with_what_is_apart(alfrd: Alfrd, session: Session) -> None:
    soon, overdue, far = (_bill(session, days, entity=f"Shop {days}") for days in (5, -12, 60))
    undated = _bill(session, None, entity="Shop undated")
    debited = _bill(session, 6, entity="Gym", fields={"payment_method": "direct debit"})
    old = _bill(session, -400, entity="Long ago")
    shown = alfrd("due")
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert f"{overdue[:8]} {_day(-12)} Shop -12 41.20 USD overdue 12 days" in lines
    assert f"{soon[:8]} {_day(5)} Shop 5 41.20 USD in 5 days" in lines
    assert f"{undated[:8]} {_day(-21)} Shop undated 41.20 USD no due date" in lines
    assert f'{debited[:8]} {_day(6)} Gym 41.20 USD "direct debit"' in lines
    assert (far[:8] in shown.stdout, old[:8] in shown.stdout) == (False, False)
    assert shown.stderr == "1 bill due more than a year ago: alfrd due --all\n"
    assert _ids(alfrd, "due") == [overdue, soon]
    assert _ids(alfrd, "due", "--within", "90") == [overdue, soon, far]
    assert _ids(alfrd, "due", "--all") == [old, overdue, soon]
    assert _ids(alfrd, "undated") == [undated]


def test_a_day_that_is_computed_is_told_as_such(alfrd: Alfrd, session: Session, tmp_path: Path) -> None:
    dated = [(20, "Zahlbar innerhalb von 14 Tagen ohne Abzug."), (3, "Net 30"), (2, "Payable upon receipt.")]
    for days, terms in dated:
        found = {"entity": f"Shop {days}", "document_date": _day(-days), "text": f"Invoice\n{terms}"}
        document_rows.filed(session, document_type="invoice", total_amount=41.2, structured_data={}, **found)
    shown = alfrd("due", "--ics", str(tmp_path / "bills.ics"))
    notes = [line.split("USD")[1].strip() for line in shown.stdout.splitlines() if "USD" in line]
    assert shown.stderr.splitlines()[-1] == "3 due dates computed from terms: alfrd due --columns id,date,terms"
    assert notes == [
        "overdue 6 days (14 days after the bill)",
        "overdue 2 days (at once)",
        "in 27 days (30 days after the bill)",
    ]
    bills = json.loads(alfrd("due", "--json").stdout)["due"]
    assert [(each["date"], each["terms"]) for each in bills] == [
        (_day(-6), "zahlbar innerhalb von 14 tagen ohne abzug"),
        (_day(-2), "payable upon receipt"),
        (_day(27), "net 30"),
    ]
    assert alfrd("due", "--tsv", "--columns", "date,terms").stdout.splitlines()[-1] == f"{_day(27)}\tnet 30"
    events = Calendar.from_ical((tmp_path / "bills.ics").read_text("utf-8")).walk("VEVENT")
    assert [str(event["description"]).splitlines()[0] for event in events] == [
        "Computed, 14 days after the bill: zahlbar innerhalb von 14 tagen ohne abzug",
        "Computed, 0 days after the bill: payable upon receipt",
        "Computed, 30 days after the bill: net 30",
    ]


def test_nothing_is_due(alfrd: Alfrd, session: Session) -> None:
    assert (alfrd("due").stdout, alfrd("due").stderr) == ("", "nothing is due\n")
    assert (alfrd("missing").stdout, alfrd("missing").stderr) == ("", "nothing is late, missing or unusual\n")
    assert json.loads(alfrd("missing", "--json").stdout) == {"notices": []}


def test_a_person_says_what_is_paid_and_what_is_not(alfrd: Alfrd, session: Session) -> None:
    first, second = _bill(session, 5), _bill(session, 6, entity="Gym")
    said = alfrd("paid", first, second, "--on", "2024-03-15").stdout
    assert said == f"paid on 2024-03-15: {first}\npaid on 2024-03-15: {second}\n"
    assert _ids(alfrd, "due") == []
    settled = json.loads(alfrd("due", "--all", "--json").stdout)["settled"]
    assert {each["id"]: each["payment"]["day"] for each in settled} == dict.fromkeys((first, second), "2024-03-15")
    assert f"{first[:8]}" in alfrd("due", "--all").stdout
    assert alfrd("unpaid", first).stdout == f"not paid: {first}\n"
    assert _ids(alfrd, "due") == [first]
    alfrd("unset", second, "paid")
    assert _ids(alfrd, "due") == [first, second]
    assert [change[2] for entry in history(session, UUID(second)) for change in entry.changes] == ["2024-03-15", None]


def test_the_word_on_a_payment_is_undone_and_stays_after_a_deletion(alfrd: Alfrd, session: Session) -> None:
    id = _bill(session, 5)
    assert alfrd("paid", id).stdout == f"paid on {TODAY.isoformat()}: {id}\n"
    alfrd("delete", id)
    alfrd("restore", id)
    assert corrections.values(session, UUID(id))["paid"] == TODAY.isoformat()
    assert json.loads(alfrd("show", id, "--json").stdout)["paid"] == TODAY.isoformat()
    assert ["paid", TODAY.isoformat()] in [line.split() for line in alfrd("show", id).stdout.splitlines()]
    alfrd("undo")
    alfrd("undo")
    alfrd("undo")
    assert corrections.values(session, UUID(id))["paid"] is None


@pytest.mark.parametrize("value", ["yes", "2024-02-31", ""])
def test_a_payment_on_no_day_is_a_mistake(alfrd: Alfrd, session: Session, value: str) -> None:
    id = _bill(session, 5)
    said = alfrd("set", id, f"paid={value}")
    assert (said.exit_code, said.stderr.count("\n")) == (5, 1)
    assert "a day such as 2024-03-01, or no" in said.stderr
    assert alfrd("paid", id, "--on", value).exit_code == 2


def _series(session: Session, days: list[int], amounts: list[float], **found: Any) -> None:
    for day, amount in zip(days, amounts, strict=True):
        document_rows.filed(session, document_date=_day(day), total_amount=amount, structured_data={}, **found)


def test_what_series_lack_is_listed(alfrd: Alfrd, session: Session) -> None:
    weeks = [-56, -49, -42, -35, -28]
    _series(session, [day + 14 for day in weeks], [9.99, 9.99, 9.99, 11.99, 11.99], entity="Late Gym")
    _series(session, [-42, -35, -21, -14, -7, -1], [40, 42, 41, 43, 42, 410], entity="Water")
    _series(session, [day - 60 for day in weeks], [5, 5, 5, 5, 5], entity="Old Gym")
    shown = alfrd("missing").stdout
    said = [(each["kind"], each["entity"]) for each in json.loads(alfrd("missing", "--json").stdout)["notices"]]
    assert sorted(said) == [
        ("ended", "Old Gym"), ("late", "Late Gym"), ("missing", "Water"), ("risen", "Late Gym"), ("unusual", "Water"),
    ]  # fmt: skip
    for title in ("Late", "Missing", "Unusual amounts", "Prices that rose", "Seem to have ended"):
        assert title in [line.strip() for line in shown.splitlines()]
    assert "usually 42.00" in shown
    assert "was 9.99" in shown
    water, gym = (alfrd("series", "show", name).stdout.splitlines() for name in ("Water", "Late Gym"))
    assert ["missing", _day(-28)] in [line.split() for line in water]
    assert [line.split()[0] for line in water if line.startswith("unusual")] == ["unusual"]
    assert "price rose     from 9.99 to 11.99" in [line.rstrip() for line in gym]


def _events(file: Path) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(file.read_text()).walk("VEVENT")}


def test_a_calendar_is_the_same_bytes_and_can_be_read(alfrd: Alfrd, session: Session, tmp_path: Path) -> None:
    id = _bill(session, 5, entity=HOSTILE)
    _series(session, [-25, -18, -11, -4], [40, 42, 41, 43], entity="Weekly")
    file = tmp_path / "bills.ics"
    done = alfrd("due", "--ics", str(file))
    assert done.stderr == f"2 events in {file}\n"
    first = file.read_bytes()
    found = _events(file)
    bill, (series,) = found.pop(f"{id}@alfrd"), found.values()
    assert bill["dtstart"].dt == TODAY + timedelta(5)
    assert str(bill["summary"]) == f"Pay 41.20 USD: {' '.join(HOSTILE.translate({7: 65533, 0x202E: 65533}).split())}"
    assert bill["dtstamp"].dt <= datetime.now(UTC)
    assert series["dtstart"].dt == TODAY + timedelta(3)
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))
    alfrd("due", "--ics", str(file))
    assert file.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".bills")] == []


@pytest.mark.parametrize("name", ["no/bills.ics", "pipe", "n" * 300, ""])
def test_a_calendar_that_cannot_be_written_is_one_line(
    alfrd: Alfrd, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")  # a device is as little a file; a rename would put a file in its place
    done = alfrd("due", "--ics", name)
    assert (done.exit_code, done.stderr.count("\n")) == (5, 1)
    assert "the calendar cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.is_fifo()] == ["pipe"]


def test_a_calendar_is_written_where_a_link_leads(alfrd: Alfrd, session: Session, tmp_path: Path) -> None:
    (tmp_path / "link.ics").symlink_to(tmp_path / "bills.ics")
    assert alfrd("due", "--ics", str(tmp_path / "link.ics")).exit_code == 0
    assert (tmp_path / "link.ics").is_symlink()
    assert Calendar.from_ical((tmp_path / "bills.ics").read_text())


def test_a_terminal_has_the_first_columns_whole(alfrd: Alfrd, session: Session) -> None:
    id = _bill(session, 5, entity=HOSTILE)
    line = next(line for line in alfrd("due").stdout.splitlines() if line.startswith(id[:8]))
    assert line.isprintable()
    assert "41.20 USD" in line

"""The fields of a series over time: what counts, what is compared with the year before, and how it is printed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.cli import rendering
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import documents, files, pairs, runs, series, series_fields
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.series_fields import Compared
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.stages.file_summary import FileSummary
from alfrd_luigi.views.series_fields import FieldsOverTime, over_time
from support import document_rows
from support.archives import Archive
from support.commands import alfrd


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def _bill(session: Session, day: str | None, currency: str = "USD", **fields: Any) -> UUID:
    dated = date.fromisoformat(day) if day else None
    return document_rows.filed(session, document_date=dated, currency=currency, structured_data=fields)


def _series(session: Session, member: UUID) -> int:
    found = documents.series_of(session, member)
    assert found is not None
    return found


def _table(session: Session, member: UUID) -> FieldsOverTime:
    id = _series(session, member)
    return over_time(session, [id])[id]


def _compared(session: Session, member: UUID, name: str) -> Compared:
    (found,) = (each for each in _table(session, member).compared if each.field == name)
    return found


def test_fields_are_in_the_order_of_the_papers(session: Session) -> None:
    _bill(session, None, usage=5)
    march = _bill(session, "2024-03-05", usage=310, account_number="77-1", due_date="2024-03-25")
    _bill(session, "2024-02-05", usage=300.5, account_number="77-1", due_date=None, line_items=[{"amount": 1}])
    found = _table(session, march)
    assert [paper.day for paper in found.papers] == [date(2024, 2, 5), date(2024, 3, 5), None]
    assert [(field.name, field.is_number) for field in found.changing] == [("due_date", False), ("usage", True)]
    assert [field.name for field in found.same] == ["account_number"]
    usage = found.changing[1].values
    assert [usage[paper.id].number for paper in found.papers] == [Decimal("300.5"), 310, 5]


def test_what_a_person_said_is_told_apart(session: Session) -> None:
    member = _bill(session, "2024-03-05", usage=310, account_number="77-1")
    set_values(session, member, {"field.usage": "311"}, "anna")
    values = series_fields.values(session, [_series(session, member)], 10)
    assert [(value.field, value.value, value.extraction) for value in values] == [
        ("account_number", "77-1", "type"),
        ("usage", 311, "person"),
    ]


def test_a_copy_and_a_paper_that_is_not_filed_do_not_count(session: Session) -> None:
    first, copy = (_bill(session, "2024-03-05", usage=310) for _ in range(2))
    one, other = sorted((first, copy))
    pairs.set_verdict(session, one, other, "same", "person", "")
    document_rows.summarized(session, structured_data={"usage": 999})
    assert [paper.id for paper in _table(session, first).papers] == [first]


def test_the_latest_number_is_compared_with_the_paper_nearest_to_a_year_before(session: Session) -> None:
    for day, usage in (("2023-02-05", 200), ("2023-03-10", 250), ("2023-04-05", 1), ("2024-02-05", 240)):
        _bill(session, day, usage=usage, usage_unit="kWh")
    latest = _bill(session, "2024-03-05", usage=240, usage_unit="kWh")
    found = _compared(session, latest, "usage")
    assert (found.kind, found.papers, found.unit) == ("number", 5, "kWh")
    assert (found.latest_date, found.latest) == (date(2024, 3, 5), 240)
    assert (found.before_date, found.before, found.change) == (date(2023, 3, 10), 250, Decimal("-0.04"))
    assert [value["value"] for value in found.values] == [200, 250, 1, 240, 240]


@pytest.mark.parametrize(
    "before",
    [
        {"day": "2023-03-05", "usage": 250, "usage_unit": "therms"},
        {"day": "2023-03-05", "usage": 250, "usage_unit": "kWh", "currency": "EUR"},
        {"day": "2023-04-06", "usage": 250, "usage_unit": "kWh"},
        {"day": "2023-03-05", "usage_unit": "kWh"},
    ],
)
def test_other_units_and_currencies_are_not_compared_nor_other_seasons(
    session: Session, before: dict[str, Any]
) -> None:
    _bill(session, **before)
    _bill(session, "2024-02-05", usage=240, usage_unit="kWh")
    latest = _bill(session, "2024-03-05", usage=240, usage_unit="kWh")
    found = _compared(session, latest, "usage")
    assert (found.before_date, found.before, found.change) == (None, None, None)


def test_a_number_is_not_compared_with_nothing(session: Session) -> None:
    _bill(session, "2023-03-05", usage=0)
    latest = _bill(session, "2024-03-05", usage=240)
    found = _compared(session, latest, "usage")
    assert (found.before, found.change) == (0, None)


def test_a_field_that_few_papers_have_is_not_compared(session: Session) -> None:
    member = _bill(session, "2024-01-05", usage=1, due_date="2024-01-25")
    _bill(session, "2024-02-05", usage=2, payments=3, due_date="2024-02-25")
    _bill(session, "2024-03-05", usage=2, payments=3, due_date="on receipt")
    _bill(session, "2024-04-05", usage="three", note="x")
    found = {(each.field, each.kind): each.papers for each in _table(session, member).compared}
    assert found == {("usage", "number"): 3}


def test_the_summary_of_a_file_compares_and_is_outdated_when_a_field_changes(session: Session) -> None:
    _bill(session, "2023-03-05", usage=2400, usage_unit="kWh")
    latest = _bill(session, "2024-03-05", usage=2310, usage_unit="kWh")
    file, id = _summarized(session, latest)
    assert "Compared with a year before: usage 2,310 kWh, 4% less." in _summary(session, id)
    set_values(session, latest, {"field.usage": "2640"}, "anna")
    assert not files.state(session, file).is_fresh
    _summarized(session, latest)
    assert "usage 2,640 kWh, 10% more." in _summary(session, id)


def _summary(session: Session, id: int) -> str:
    (row,) = series.listing(session, id)
    return row.summary or ""


def _summarized(session: Session, member: UUID) -> tuple[UUID, int]:
    id = _series(session, member)
    file = files.of_series(session, id)
    assert file is not None
    run = "20240501T000000-summary"
    runs.hold(database(), run)
    lifecycle.run(FileSummary(file, run))
    runs.release(run)
    return file, id


def test_the_command_shows_the_newest_papers_that_fit(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in range(1, 13):
        _bill(session, f"2024-{month:02}-05", usage=100 * month, account_number="77-1", service_address="1 Elm Street")
    monkeypatch.setattr(rendering, "_PIPE_WIDTH", 80)
    shown = alfrd("series", "fields", "Northwind")
    assert shown.exit_code == 0
    same, table = shown.stdout.split("\n\n")
    assert [line.rstrip().split(maxsplit=1) for line in same.splitlines()] == [
        ["account_number", "77-1"],
        ["service_address", "1 Elm Street"],
    ]
    head, usage = table.rstrip().splitlines()
    assert head.split() == ["field", *(f"2024-{month:02}-05" for month in range(7, 13))]
    assert usage.split() == ["usage", "700", "800", "900", "1000", "1100", "1200"]
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "6 older documents did not fit" in shown.stderr


def test_the_command_has_every_value_for_programs(session: Session) -> None:
    member = _bill(session, "2024-03-05", usage=310.5)
    id = _series(session, member)
    (value,) = json.loads(alfrd("series", "fields", "Northwind", "--json").stdout)
    assert value == {
        "series_id": id,
        "document_id": str(member),
        "document_date": "2024-03-05",
        "field": "usage",
        "value": 310.5,
        "number": 310.5,
        "extraction": "type",
    }


def test_a_hostile_value_stays_in_its_cell(session: Session) -> None:
    _bill(session, "2024-02-05", subject="\x1b[31mred\nline " + "long " * 40)
    _bill(session, "2024-03-05", subject="plain")
    shown = alfrd("series", "fields", "Northwind")
    assert "\x1b" not in shown.stdout
    assert len(shown.stdout.strip().splitlines()) == 2


def test_a_series_without_fields_says_so(session: Session) -> None:
    _bill(session, "2024-03-05")
    shown = alfrd("series", "fields", "Northwind")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "no document of this series has fields" in shown.stderr

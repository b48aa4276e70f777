"""Which fields are the same on all papers of a series, and which change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database.series_fields import Compared, FieldValue
from alfrd_luigi.views.series_fields import Field, FieldsOverTime, Paper


def _field(name: str, *said: Any) -> Field:
    """A field that says this on the papers one after another; ... for a paper without it."""
    found = {
        UUID(int=number): FieldValue(
            1,
            UUID(int=number),
            date(2024, 1, number + 1),
            name,
            value,
            Decimal(str(value)) if type(value) in (int, float) else None,
            "type",
        )
        for number, value in enumerate(said)
        if value is not ...
    }
    return Field(name, found)


def _compared(field: str, kind: str) -> Compared:
    rest: dict[str, Any] = dict.fromkeys(Compared._fields)
    return Compared(**(rest | {"series_id": 1, "field": field, "kind": kind, "papers": 3, "values": []}))


@pytest.mark.parametrize(
    ("said", "is_same"),
    [
        (("A-1", "A-1"), True),
        (("A-1", ..., "A-1"), True),
        (("A-1", "A-2"), False),
        (("A-1", "A-1", "A-2"), False),
        (("A-1",), False),  # one paper says nothing about the others
        ((..., "A-1"), False),
        ((5, 5), True),
        ((1, True), False),
        (("5", 5), False),
        ((True, True), True),
    ],
)
def test_a_field_is_the_same_on_several_papers(said: tuple[Any, ...], is_same: bool) -> None:
    assert _field("number", *said).is_same is is_same


@pytest.mark.parametrize(
    ("said", "is_number"), [((5, 5.5), True), ((5, "5"), False), (("x", "y"), False), ((0,), True), ((True,), False)]
)
def test_a_field_of_numbers(said: tuple[Any, ...], is_number: bool) -> None:
    assert _field("usage", *said).is_number is is_number


def test_what_changes_is_told_apart_from_what_stays() -> None:
    number, tariff = _field("number", "A-1", "A-1", "A-1"), _field("tariff", 12, 12, 12)
    usage, until, note = _field("usage", 5, 6, 7), _field("until", "2024-01-31", "2024-02-29"), _field("note", "x")
    papers = tuple(Paper(UUID(int=each), date(2024, 1, each + 1)) for each in range(3))
    compared = (_compared("tariff", "number"), _compared("until", "day"), _compared("usage", "number"))
    fields = FieldsOverTime(papers, (note, number, tariff, until, usage), compared)
    assert fields.same == (number, tariff)
    assert fields.changing == (note, until, usage)
    assert [each.field for each in fields.numbers] == ["usage"]


def test_a_series_without_fields_has_none() -> None:
    fields = FieldsOverTime((), (), ())
    assert (fields.same, fields.changing, fields.numbers) == ((), (), ())

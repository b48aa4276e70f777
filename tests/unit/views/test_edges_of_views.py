"""Values that look like days, boxes at the edge of a cell, and the steps and limits of expected papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database.document_details import DocumentDetails
from alfrd_luigi.database.types import ListedType
from alfrd_luigi.views import types
from alfrd_luigi.views.amounts import is_unusual, rise
from alfrd_luigi.views.expectations import FREQUENCIES, Step, missing, next_paper
from alfrd_luigi.views.types import Field, fields
from alfrd_luigi.views.values import values
from alfrd_luigi.views.word_differences import differences


@pytest.mark.parametrize("text", ["20240305", "2024-W10-2", "2024W102", " 2024-03-05", "2024-03-05T10:00:00"])
def test_a_number_of_eight_digits_is_no_day(text: str) -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    row: dict[str, Any] = dict.fromkeys(DocumentDetails._fields)
    row |= {"id": UUID(int=1), "created_at": moment, "registered_at": moment, "words_of": {}, "uncertain": []}
    row["structured_data"] = {"account_number": text}
    shown = {value.name: value.content for value in values(DocumentDetails(**row))}
    assert shown["field.account_number"] == text


def _after(*gaps: int, first: str = "2024-01-01") -> list[date]:
    days = [date.fromisoformat(first)]
    for gap in gaps:
        days.append(days[-1] + timedelta(gap))
    return days


@pytest.mark.parametrize(
    ("days", "frequency", "step"),
    [
        (_after(7, 7, 7), None, Step(0, 7)),
        (_after(28, 28, 28), None, Step(0, 28)),  # four weeks are not a month
        (_after(29, 29, 29), None, Step(1, 0)),
        (_after(32, 32, 32), None, Step(1, 0)),
        (_after(33, 33, 33), None, Step(0, 33)),
        (_after(61, 61, 61), None, Step(2, 0)),
        (_after(365, 365, 365), None, Step(12, 0)),
        (_after(361, 361, 361), None, Step(12, 0)),
        (_after(360, 360, 360), None, Step(0, 360)),
        (_after(1, 1, 1), None, Step(0, 1)),
        (_after(7, 7), None, None),  # two gaps
        (_after(7, 7), "monthly", None),  # the gaps deny what is stored
        (_after(7), "weekly", Step(0, 7)),
        (_after(), "weekly", None),
        (_after(7, 7, 7), "irregular", Step(0, 7)),
        (_after(7, 30, 80), None, None),
        (_after(45), "monthly", Step(1, 0)),  # one and a half times a month
        (_after(46), "monthly", None),
        (_after(19), "monthly", Step(1, 0)),
        (_after(18), "monthly", None),
    ],
)
def test_a_step_is_stored_or_found_in_the_gaps(days: Sequence[date], frequency: str | None, step: Step | None) -> None:
    found = next_paper(days, frequency)
    assert (found.step if found else None) == step


@pytest.mark.parametrize(
    ("frequency", "late", "ended"),
    [("weekly", 3, 21), ("monthly", 8, 92), ("quarterly", 23, 273), ("annual", 30, 1096)],
)
def test_a_paper_is_late_after_a_quarter_of_its_step(frequency: str, late: int, ended: int) -> None:
    first = date(2024, 1, 1)
    step = FREQUENCIES[frequency]
    found = next_paper([step.after(first, times) for times in range(4)], frequency)
    assert found is not None
    assert found.day == step.after(first, 4)
    assert ((found.late - found.day).days, (found.ended - found.day).days) == (late, ended)
    states = [found.state(day) for day in (found.day, found.late, found.late + timedelta(1), found.ended)]
    assert states == ["expected", "expected", "late", "ended"]
    assert found.state(found.ended - timedelta(1)) == "late"


def test_nothing_is_expected_after_the_end_of_the_calendar() -> None:
    assert next_paper([date(year, 1, 1) for year in (9990, 9991, 9992)], "annual") is not None
    assert next_paper([date(year, 1, 1) for year in (9992, 9993, 9994)], "annual") is None


@pytest.mark.parametrize(("gap", "papers"), [(53, 0), (54, 1), (68, 1), (69, 0)])
def test_a_gap_of_about_two_months_lacks_a_paper(gap: int, papers: int) -> None:
    assert len(missing(_after(30, gap, 30), FREQUENCIES["monthly"])) == papers


@pytest.mark.parametrize(
    ("amount", "before", "is_one"),
    [(-1, [-40, -50, -40, -50], False), (0, [-2, -2, -2, -2], True), (0, [1, -1, 1, -1], False), (5, [1, -1], False)],
)
def test_a_payment_in_a_series_of_credits_is_unusual(amount: int, before: Sequence[int], is_one: bool) -> None:
    assert is_unusual(Decimal(amount), [Decimal(each) for each in before]) == is_one


def test_a_rise_is_news_for_three_papers_and_known_for_nine() -> None:
    for papers in range(2, 12):
        found = rise([Decimal(10)] * 12 + [Decimal(12)] * papers)
        assert (found.papers if found else None, found is not None and found.is_news) == (
            papers if papers <= 9 else None,
            papers <= 3,
        )


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "boolean"}, "true/false"),
        ({"type": "array"}, "list"),
        ({"type": "number"}, "number"),
        ({"type": ["string", "null"]}, "text"),
        ({"type": ["number", "string"]}, "number, text"),
        ({}, None),
    ],
)
def test_a_field_has_the_kind_that_a_person_gave(part: dict[str, Any], kind: str | None) -> None:
    schema = {"properties": {"room": {**part, "description": "Which"}, "other": part}, "required": ["room"]}
    assert list(fields(schema)) == [Field("room", kind, True, "Which"), Field("other", kind, False, None)]
    assert list(fields({})) == []


@pytest.mark.parametrize(
    ("is_retired", "shipped", "state"),
    [(False, True, "shipped"), (False, False, "accepted"), (True, True, "retired"), (True, False, "retired")],
)
def test_a_retired_type_is_no_longer_shipped(is_retired: bool, shipped: bool, state: str) -> None:
    known: dict[str, Any] = dict.fromkeys(ListedType._fields)
    assert types.state(ListedType(**{**known, "is_retired": is_retired, "shipped": shipped})) == state


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("", "", ""),
        ("a", "a", "same"),
        ("", "a", "inserted"),
        ("a", "", "deleted"),
        ("one two", "one three", "same deleted inserted"),
        ("one, two", "one two", "deleted inserted same"),  # a blank belongs to the word before it
        ("a " * 5_000, "a " * 4_999, "same deleted"),
        ("a " * 5_001, "a " * 5_000, "deleted inserted"),  # by lines
        ("a\n" * 5_001, "a\n" * 5_000, "deleted inserted"),  # as a whole
    ],
)
def test_texts_are_compared_by_words_up_to_a_length(before: str, after: str, kinds: str) -> None:
    assert " ".join(part.kind for part in differences(before, after)) == kinds

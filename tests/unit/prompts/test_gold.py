"""Answers are scored by what a person says: field by field, alike for both, and whatever they hold."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.prompts.gold import compared, difference, is_right

RIGHT = {
    "type": "utility_bill",
    "entity": "Northwind Water Company",
    "date": "2024-03-05",
    "total": 41.2,
    "currency": "USD",
    "field.account_number": "77-1",
    "field.due_date": None,
    "field.tax": None,
    "summary": "A bill.",
}
ANSWER = {
    "entity": "NORTHWIND WATER",
    "document_date": "2024-03-05",
    "total_amount": 41.20,
    "currency": "USD",
    "summary": "Another summary.",
    "structured_data": {"account_number": "77-1", "due_date": None, "other": 3},
    "evidence": {},
}
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1e999999999", "sNaN", "2024-02-30", "41.2", "USD", " ", 10**400, -1e308, Decimal("Infinity")])
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
_COLUMNS = st.sampled_from(["document_type", "entity", "document_date", "total_amount", "currency", "structured_data"])
_ANSWERS = st.dictionaries(_COLUMNS, _VALUES)
_NAMES = st.sampled_from(["type", "entity", "date", "total", "currency", "field.a", "field.", "summary", ""])
_RIGHT = st.dictionaries(_NAMES, _VALUES)
_KINDS = st.sampled_from(["classifier", "summarizer", "series_summarizer"])


def test_a_classifier_is_asked_for_the_type_alone() -> None:
    fields = compared("classifier", RIGHT, {"document_type": "receipt"}, {"document_type": "utility_bill"})
    assert fields == {"type": {"is": "utility_bill", "incumbent": False, "candidate": True}}
    assert difference(fields) == 1


@pytest.mark.parametrize("kind", ["summarizer", "series_summarizer"])
def test_a_summariser_is_asked_for_the_other_values(kind: str) -> None:
    fields = compared(kind, RIGHT, ANSWER, {**ANSWER, "total_amount": 4.12})
    assert fields.keys() == RIGHT.keys() - {"type", "summary"}
    assert all(each["incumbent"] for each in fields.values())
    assert [name for name, each in fields.items() if not each["candidate"]] == ["total"]


def test_a_value_that_is_on_no_paper_counts_for_neither_share() -> None:
    candidate = {**ANSWER, "total_amount": 4.12}
    fields = compared("summarizer", RIGHT, ANSWER, candidate)
    assert difference(fields) == pytest.approx(-1 / 5)
    invented = {**candidate, "structured_data": {"account_number": "77-1", "tax": 1}}
    assert difference(compared("summarizer", RIGHT, ANSWER, invented)) == pytest.approx(-2 / 6)


def test_without_a_known_value_there_is_no_difference() -> None:
    assert difference(compared("classifier", {"entity": "Northwind"}, {}, {})) is None
    assert difference(compared("summarizer", {"field.tax": None}, {}, {})) == 0


@pytest.mark.parametrize(
    ("name", "right", "said"),
    [
        ("entity", "Bay Area Properties LLC", "BAY AREA PROPERTIES"),
        ("entity", "Pacific Gas and Electric", "PG&E"),
        ("entity", None, " "),
        ("date", "2024-03-05", "2024-03-05"),
        ("total", 41.2, 41.20),
        ("total", 41, 41.0),
        ("total", "41.20", 41.2),
        ("currency", "USD", "usd"),
        ("field.count", 3, 3.0),
        ("field.rate", 0.1 + 0.2, 0.1 + 0.2),
        ("field.iban", "DE89 3704 0044", "de8937040044"),
        ("field.payer", "Zoë  Müller", "zoe muller"),
        ("field.items", [], None),
        ("field.items", [{"a": 1, "b": None}, {"a": 2}], [{"a": 2.0}, {"a": 1}]),
        ("field.paid", True, True),
    ],
)
def test_values_that_are_the_same(name: str, right: Any, said: Any) -> None:
    assert is_right(name, right, said)


@pytest.mark.parametrize(
    ("name", "right", "said"),
    [
        ("type", "receipt", "Receipt"),
        ("entity", "Northwind", "Southwind"),
        ("entity", "Northwind", None),
        ("date", "2024-03-05", "2024-05-03"),
        ("date", "2024-03-05", "2024-02-30"),
        ("date", None, "2024-03-05"),
        ("total", 41.2, -41.2),
        ("total", 41.2, 41.21),
        ("total", None, 0),
        ("total", 41.2, math.nan),
        ("total", 41.2, "1e999999999"),
        ("total", 1, True),
        ("currency", "USD", "EUR"),
        ("field.rate", 0.1234, 0.1235),
        ("field.count", 3, "3"),
        ("field.count", 1, True),
        ("field.items", [{"a": 1}, {"a": 1}], [{"a": 1}]),
        ("field.items", [{"a": 1}], {"a": 1}),
        ("field.number", "00417", "417"),
    ],
)
def test_values_that_differ(name: str, right: Any, said: Any) -> None:
    assert not is_right(name, right, said)


def test_what_is_nested_without_end_is_no_value() -> None:
    nested: Any = 1
    for _ in range(100_000):
        nested = [nested]
    answer = {"structured_data": {"a": nested}}
    assert difference(compared("summarizer", {"field.a": 1}, answer, answer)) == 0


def test_an_integer_that_is_too_large_to_be_written_is_another_one() -> None:
    assert not any(is_right(name, 1, 10**10_000) for name in ("type", "entity", "date", "total", "field.a"))


@given(_KINDS, _RIGHT, _ANSWERS)
def test_equal_answers_have_no_difference(kind: str, right: dict[str, Any], answer: dict[str, Any]) -> None:
    assert difference(compared(kind, right, answer, answer)) in (0, None)


@given(_KINDS, _RIGHT, _ANSWERS, _ANSWERS)
def test_swapped_answers_have_the_opposite_difference(
    kind: str, right: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    ahead, behind = difference(compared(kind, right, one, other)), difference(compared(kind, right, other, one))
    assert (ahead is None) == (behind is None)
    if ahead is not None and behind is not None:
        assert -1 <= ahead == -behind <= 1


@given(_NAMES, _VALUES, _VALUES)
def test_no_value_raises_and_the_verdict_is_mutual(name: str, one: Any, other: Any) -> None:
    assert is_right(name, one, other) == is_right(name, other, one)

"""A value has a name in an answer, and one by which people call it."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.assessment.field_names import answer_name, field_name, value_of

ANSWER = {
    "document_type": "invoice",
    "entity": "North",
    "document_date": "2024-03-05",
    "total_amount": 9.5,
    "currency": "EUR",
    "structured_data": {"invoice_number": "7", "total": 1.0, "type": "credit"},
}


@pytest.mark.parametrize(
    ("name", "in_answer", "value"),
    [
        ("entity", "entity", "North"),
        ("date", "document_date", "2024-03-05"),
        ("total", "total_amount", 9.5),
        ("currency", "currency", "EUR"),
        ("type", "document_type", "invoice"),
        ("field.invoice_number", "invoice_number", "7"),
        ("field.other", "other", None),
        ("field.total", "total", 1.0),
        ("field.type", "type", "credit"),
        ("title", "title", None),
    ],
)
def test_a_value_is_found_by_the_name_that_people_use(name: str, in_answer: str, value: Any) -> None:
    assert answer_name(name) == in_answer
    assert value_of(ANSWER, name) == value


@pytest.mark.parametrize(
    ("in_answer", "name"),
    [
        ("document_date", "date"),
        ("total_amount", "total"),
        ("entity", "entity"),
        ("currency", "currency"),
        ("due_date", "field.due_date"),
        ("total", "field.total"),
        ("document_type", "field.document_type"),
    ],
)
def test_a_value_of_an_answer_has_a_name_for_people(in_answer: str, name: str) -> None:
    assert field_name(in_answer) == name


@pytest.mark.parametrize("answer", [None, [], "text", {}, {"structured_data": None}, {"structured_data": ["due_date"]}])
def test_an_answer_of_another_form_has_no_values(answer: Any) -> None:
    assert [value_of(answer, name) for name in ("entity", "field.due_date")] == [None, None]

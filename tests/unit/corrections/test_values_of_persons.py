"""The values of a document that a person may write, and the errors for other texts."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.corrections import fields
from alfrd_luigi.errors import InvalidInputError

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["gas", "water"]},
        "number": {"type": "string"},
        "code": {"type": "string", "pattern": "^[A-Z]+$"},
        "due_date": {"type": "string", "format": "date"},
        "tax": {"type": "number"},
        "months": {"type": "integer"},
        "is_copy": {"type": "boolean"},
        "items": {"type": "array", "items": {"type": "object"}},
    },
}


def _read(name: str, text: str) -> Any:
    return fields.read(fields.find(name, "bill", SCHEMA), text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("total", "42.00", 42.0),
        ("total", " -3 ", -3),
        ("total", "1e3", 1000.0),
        ("total", "9999999999999.99", 9_999_999_999_999.99),
        ("total", "", None),
        ("currency", "eur", "EUR"),
        ("currency", " ", None),
        ("date", "2024-02-29", "2024-02-29"),
        ("entity", "42", "42"),  # a name, not a number
        ("entity", "null", "null"),
        ("summary", "42", "42"),
        ("note", '{"a": 1}', '{"a": 1}'),
        ("paid", "no", "no"),
        ("paid", "2024-02-29", "2024-02-29"),
        ("field.number", "007", "007"),
        ("field.kind", "gas", "gas"),
        ("field.kind", "", None),
        ("field.due_date", "2024-02-29", "2024-02-29"),
        ("field.months", "12", 12),
        ("field.is_copy", "true", True),
        ("field.items", '[{"a": 1}]', [{"a": 1}]),
    ],
)
def test_a_text_is_read_as_the_value_that_fits(name: str, text: str, value: Any) -> None:
    found = _read(name, text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("total", "1.234,50", "a number such as 42.00"),
        ("total", "NaN", "a number such as 42.00"),
        ("total", "-Infinity", "a number such as 42.00"),
        ("total", "1e999", "a number such as 42.00"),
        ("total", "10000000000000", "a number such as 42.00"),
        ("total", "true", "a number such as 42.00"),
        ("total", "[" * 100_000, "a number such as 42.00"),
        ("date", "29.02.2024", "a day such as 2024-03-01"),
        ("date", "2023-02-29", "a day such as 2024-03-01"),
        ("currency", "EURO", "a code of three letters such as EUR"),
        ("currency", "\u20ac", "a code of three letters such as EUR"),
        ("type", "", "the name of a type (see: alfrd types list)"),
        ("type", "No Name", "the name of a type (see: alfrd types list)"),
        ("paid", "yes", "a day such as 2024-03-01, or no; to withdraw what you said: alfrd unset DOC paid"),
        ("entity", "x" * 201, "text of at most 200 characters"),
        ("note", "x" * 10_001, "text of at most 10,000 characters"),
        ("field.number", "x" * 10_001, "text of at most 10,000 characters"),
        ("field.code", "x1", "text"),
        ("field.kind", "coal", "one of gas, water"),
        ("field.due_date", "soon", "a day such as 2024-03-01"),
        ("field.tax", "much", "a number"),
        ("field.months", "1.5", "a whole number"),
        ("field.is_copy", "yes", "true or false"),
        ("field.items", "milk", 'JSON of the form {"type": "array", "items": {"type": "object", "properties": {}}}'),
    ],
)
def test_another_text_is_refused_with_the_form_of_the_value(name: str, text: str, form: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _read(name, text)
    assert caught.value.message.startswith(f"{name} cannot have the value ")
    assert caught.value.hint == f"It is {form}"


@pytest.mark.parametrize("name", ["totl", "Total", "kind", "field.total", "field.", "", "series"])
def test_an_unknown_name_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        fields.find(name, "bill", SCHEMA)
    assert caught.value.message == f"a document has no value {name!r}"
    assert "The values are type, entity, date, total, currency, summary, title, note, paid" in (caught.value.hint or "")
    assert "fields of bill: field.kind, field.number" in (caught.value.hint or "")


def test_a_type_without_fields_names_none() -> None:
    with pytest.raises(InvalidInputError) as caught:
        fields.find("field.kind", None, {})
    assert "fields of" not in (caught.value.hint or "")


def test_values_are_listed_heads_first() -> None:
    names = ["field.b", "paid", "field.a", "total", "series", "type"]
    assert sorted(names, key=fields.place) == ["type", "total", "paid", "field.a", "field.b", "series"]


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("type", "summarize"),
        ("entity", "file"),
        ("series", "file"),
        ("field.account_number", "file"),
        ("total", None),
        ("paid", None),
        ("field.due_date", None),
    ],
)
def test_what_depends_on_a_value_is_the_first_stage_that_asks_for_it(name: str, stage: str | None) -> None:
    assert fields.redoes(name) == stage

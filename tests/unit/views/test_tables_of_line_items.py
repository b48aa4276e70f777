"""Line items are shown as tables: words first, then numbers, and the sums of what is an amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.views.line_items import Table, is_table, tables


def _table(*rows: dict[str, Any]) -> Table:
    [table] = tables({"items": list(rows)})
    return table


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ([{"text": "Tea"}], True),
        ([{}], True),
        ([], False),
        (["Tea"], False),
        ([{"text": "Tea"}, "Tea"], False),
        ({"text": "Tea"}, False),
        ("Tea", False),
        (None, False),
        (5, False),
    ],
)
def test_a_list_of_rows_is_a_table(value: Any, is_one: bool) -> None:
    assert is_table(value) is is_one
    assert [table.name for table in tables({"field": value})] == (["field"] if is_one else [])


def test_words_stand_before_numbers_and_amounts_are_last() -> None:
    table = _table(
        {"amount": 5.0, "quantity": 2, "text": "Tea", "code": "A-1"},
        {"total": 9.5, "text": "Cake", "unit": None},
    )
    assert table == Table(
        "items",
        ("text", "code", "quantity", "amount", "total"),
        (("Tea", "A-1", 2, 5.0, None), ("Cake", None, None, None, 9.5)),
        frozenset({"quantity", "amount", "total"}),
        {"amount": Decimal("5.0"), "total": Decimal("9.5")},
    )


def test_a_column_without_any_value_is_left_out() -> None:
    table = _table({"text": "Tea", "unit": None}, {"text": "Cake", "unit": None})
    assert table.columns == ("text",)
    assert table.sums == {}
    assert _table({"unit": None}).columns == ()
    assert _table({"unit": None}).rows == ((),)


def test_an_amount_is_summed_as_it_is_written() -> None:
    table = _table({"amount": 0.1}, {"amount": 0.2}, {"amount": None}, {"amount": -1}, {})
    assert table.sums == {"amount": Decimal("-0.7")}


@pytest.mark.parametrize("other", ["5.00", True, [5]])
def test_a_column_with_anything_else_has_no_sum(other: Any) -> None:
    table = _table({"amount": 5.0, "text": "Tea"}, {"amount": other, "text": "Cake"})
    assert table.numeric == frozenset()
    assert table.sums == {}
    assert table.columns == ("text", "amount")


def test_a_number_that_is_no_amount_has_no_sum() -> None:
    table = _table({"quantity": 2, "price": 2.5}, {"quantity": 3, "price": 1.5})
    assert table.numeric == {"quantity", "price"}
    assert table.sums == {}


def test_each_table_of_a_document_is_one() -> None:
    fields = {"items": [{"text": "Tea"}], "number": "A-1", "payments": [{"amount": 5}], "empty": []}
    assert [(table.name, table.columns) for table in tables(fields)] == [
        ("items", ("text",)),
        ("payments", ("amount",)),
    ]

"""Whether a quotation holds a value, and whether two values are the same."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.assessment.printing import holds, is_same


@pytest.mark.parametrize(
    ("quotation", "value"),
    [
        ("Total due   $1,104.50", 1104.5),
        ("Summe 1.104,50 EUR", 1104.5),
        ("Credit (24.50)", -24.5),
        ("Usage 512 kWh", 512),
        ("Worked 37.5 hours", 37.5),
        ("Bill Date: March 4, 2023", "2023-03-04"),
        ("03/04/2023", "2023-03-04"),
        ("03/04/2023", "2023-04-03"),
        ("NORTHWIND  ENERGY INC.", "Northwind Energy"),
        ("Nortwind Energy", "Northwind Energy"),
        ("Facturé à : Société Générale", "Societe Generale"),
    ],
)
def test_a_quotation_holds_a_value_in_any_notation(quotation: str, value: Any) -> None:
    assert holds(quotation, value)


@pytest.mark.parametrize(
    ("quotation", "value"),
    [
        ("Total due $1,104.50", 1140.5),
        ("Total due", 1104.5),
        ("Total due $1,104.50", 104.5),
        ("March 4, 2023", "2023-03-05"),
        ("2023-03-04", "2023-03-05"),
        ("Account 5500-1122", "5500-1123"),
        ("Northwind Energy", "Southwind Water"),
        ("Sam", "Northwind Energy"),
    ],
)
def test_a_quotation_without_the_value_does_not_hold_it(quotation: str, value: Any) -> None:
    assert not holds(quotation, value)


def test_the_same_value() -> None:
    assert is_same(12.5, 12.50)
    assert is_same(-24.5, 24.5)
    assert is_same("Northwind Energy", "NORTHWIND ENERGY LLC")
    assert is_same("2024-03-04", "2024-03-04")
    assert not is_same("Northwind Energy", "Harbour Properties")
    assert not is_same(12.5, 12.6)
    assert not is_same("2024-03-04", "2024-03-05")
    assert not is_same("12", 12)
    assert not is_same(None, "None")
    assert is_same(None, None)
    assert is_same(True, True)
    assert is_same(["a", 1], ["a", 1])
    assert not is_same(["a", 1], ["a", 2])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Northwind", "Northwlnd", True),  # a misread letter
        ("Northwind 12", "Northwind l2", False),
        ("Northwind 12", "Northwind 12 Ltd", True),
        ("Nor", "Northwind", True),  # the beginning of the other
        ("Ner", "Northwind", False),
        ("Mein Café", "MEIN-CAFE!", True),
        ("North & Wind", "North + Wind", True),
        ("A4", "AA", False),
    ],
)
def test_texts_are_the_same_in_any_spelling_but_not_with_other_digits(first: str, second: str, expected: bool) -> None:
    assert is_same(first, second) == is_same(second, first) == expected

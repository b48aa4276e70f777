"""Whether a quotation holds a value, and whether two values are the same."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.assessment.printing import Print, holds, is_same


@pytest.mark.parametrize(
    ("quotation", "value"),
    [
        ("Total due   $1,104.50", 1104.5),
        ("Summe 1.104,50 EUR", 1104.5),
        ("Credit (24.50)", -24.5),
        ("Usage 512 kWh", 512),
        ("Consumo 2.853,101 kWh", 2853.101),
        ("Subtotal 7,08,000.00", 708000),
        ("Subtotal 12,34,567.50", 1234567.5),
        ("Total 12.50", 12.5),
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
        ("Consumo 2.853,101 kWh", 2853.1),
        ("Total 12,34", 1234),
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


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (12, 12.0, True),
        (-12, 12, True),
        (12.5, -12.5, True),
        (12.0, 12.004, True),
        (0.0, 0.005, False),  # half a cent is another cent
        (12.5, "12.5", False),
        ("12.5", 12.5, False),
        (12, None, False),
    ],
)
def test_an_amount_is_the_same_within_half_a_cent_with_or_without_its_sign(
    first: Any, second: Any, expected: bool
) -> None:
    assert is_same(first, second) == is_same(second, first) == expected


@pytest.mark.parametrize(
    ("quotation", "value", "expected"),
    [
        ("abcdefghiXYZmnopqrst", "abcdefghijklmnopqrst", True),  # 17 of 20 letters: 85 %
        ("abcdefghWXYZmnopqrst", "abcdefghijklmnopqrst", False),
        ("abcdefghijklmnopq", "abcdefghijklmnopqxyz", True),  # a quotation of 17 letters for a name of 20
        ("abcdefghijklmnop", "abcdefghijklmnopqxyz", False),
        ("see abcdefghijklmnopqxyz there", "abcdefghijklmnopqrst", True),
    ],
)
def test_a_name_may_have_misread_letters_but_not_many(quotation: str, value: str, expected: bool) -> None:
    assert holds(quotation, value) == expected


_PAGES = Print(
    (
        "Müller & Söhne\nRechnung vom 04.03.2024\nZahlbetrag 1.234,56 EUR",
        "fällig am 5. April 2024\nSkonto -24,50\nABC 12\nSteuer 19,00",
    )
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234.56, True),
        (-1234.56, True),  # the sign is not printed
        (24.5, True),
        (-24.5, True),
        (19, True),
        (234.56, False),
        (1234.5, False),
        ("2024-03-04", True),
        ("2024-04-03", True),  # the day and the month of a number may be meant either way
        ("2024-04-05", True),
        ("2024-05-04", False),  # a month in words may not
        ("müller & SÖHNE", True),
        ("Muller Sohne", True),
        ("Müller Werkzeuge", False),
        ("Söhne Rechnung", True),
        (True, True),
        (False, True),
        ([{"amount": 9999.0}], True),
        ({"amount": 9999.0}, True),
    ],
)
def test_the_pages_print_a_value_in_any_notation(value: Any, expected: bool) -> None:
    assert _PAGES.has(value) == expected


@pytest.mark.parametrize(
    ("value", "pages"),
    [(7.0, ("seven", "7.00")), (7.0, ("7", "none")), (7.5, ("7,50 none", "none")), (0.5, ("none", "0.5"))],
)
def test_an_amount_may_be_on_any_page(value: float, pages: tuple[str, ...]) -> None:
    assert Print(pages).has_amount(value)
    assert not Print(tuple(page.replace("7", "8").replace("0.5", "0.6") for page in pages)).has_amount(value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Total 5.00 €", {"EUR"}),
        ("Total £5.00", {"GBP"}),
        ("SUMME CHF 5.00", {"CHF"}),
        ("in XYZ or ABCD", {"XYZ"}),
        ("total 5.00", set()),
    ],
)
def test_the_currencies_are_those_of_marks_and_all_words_that_may_be_codes(text: str, codes: set[str]) -> None:
    assert Print((text,)).currencies == codes

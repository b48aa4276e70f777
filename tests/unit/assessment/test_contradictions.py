"""Whether the pages of a document agree with values that are known from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.assessment.contradictions import contradictions

PAGE = """Müller Werkzeuge GmbH
Rechnung RE-2024-17 vom 5. März 2024
Hammer 1.000,00
MwSt 234,56
Zahlbetrag EUR 1.234,56
zahlbar bis 04.04.2024"""
KNOWN: dict[str, Any] = {
    "entity": "Müller Werkzeuge GmbH",
    "document_date": "2024-03-05",
    "total_amount": 1234.56,
    "currency": "EUR",
    "invoice_number": "RE-2024-17",
    "subtotal": 1000.0,
    "due_date": "2024-04-04",
    "line_items": [{"description": "Hammer", "amount": 777.0}],
}


def differs(page: str = PAGE, **read: Any) -> dict[str, Any]:
    return contradictions(KNOWN, read, [page])


def test_equal_readings_agree() -> None:
    assert contradictions(KNOWN, {name: value for name, value in KNOWN.items() if name != "line_items"}, [PAGE]) == {}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("total_amount", 1000.0),  # the subtotal, mistaken for the total
        ("total_amount", 777.0),  # the amount of an item
        ("total_amount", -1234.56),
        ("document_date", "2024-04-04"),
        ("entity", "Rechnung"),
        ("invoice_number", "17"),
        ("subtotal", 99.0),
        ("currency", "CHF"),
        ("total_amount", None),
    ],
)
def test_a_mistaken_reading_is_no_contradiction_where_the_value_is_printed(name: str, read: Any) -> None:
    assert differs(**{name: read}) == {}


@pytest.mark.parametrize(
    ("page", "name", "read"),
    [
        (PAGE, "total_amount", 1500.0),
        (PAGE.replace("1.234,56", "1.500,00"), "total_amount", 1500.0),
        (PAGE.replace("1.234,56", "11.234,56"), "total_amount", 11234.56),
        (PAGE.replace("5. März", "6. März"), "document_date", "2024-03-06"),
        (PAGE.replace("Müller", "Meier"), "entity", "Meier Werkzeuge GmbH"),
        (PAGE.replace("17 ", "18 "), "invoice_number", "RE-2024-18"),
        (PAGE.replace("EUR", "CHF"), "currency", "CHF"),
    ],
)
def test_what_the_page_prints_otherwise_differs(page: str, name: str, read: Any) -> None:
    assert differs(page, **{name: read}) == {name: read}


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("a page without a name", "MÜLLER WERKZEUGE"),  # the same issuer
        ("von Müller Werkzeuge GmbH, Bonn", "Bonn"),
        ("von Müller Werkzeuge, Bonn", "Bonn"),  # without the legal form
    ],
)
def test_an_issuer_is_the_same_or_printed_in_any_form(page: str, read: str) -> None:
    assert differs(page, entity=read) == {}


def test_what_is_not_known_contradicts_nothing() -> None:
    assert differs("a page of another", tip=5.0, note="a note") == {}


def test_a_code_of_another_currency_is_no_name_of_an_issuer() -> None:
    assert contradictions({"currency": "EUR"}, {"currency": "CHF"}, ["Total 5 Fleurs"]) == {"currency": "CHF"}
    assert contradictions({"currency": "EUR"}, {"currency": "CHF"}, ["Total 5 €"]) == {}
    assert contradictions({"currency": "EUR"}, {"currency": "CHF"}, ["in EUR: see below"]) == {}


@pytest.mark.parametrize("printed", ["1.234,56", "1,234.56", "1 234,56", "1'234.56", "1234.56", "1\u202f234,56 €"])
def test_an_amount_is_found_in_every_notation(printed: str) -> None:
    assert differs(f"Total {printed}", total_amount=1000.0) == {}


@pytest.mark.parametrize("printed", ["1000", "1.000,-", "1.000,--", "1.000,00", "EUR 1000.00"])
def test_a_whole_amount_is_found_without_cents(printed: str) -> None:
    assert contradictions({"subtotal": 1000.0}, {"subtotal": 5.0}, [f"Summe {printed} "]) == {}


@pytest.mark.parametrize("printed", ["21000", "1000,50", "1.000.000"])
def test_a_part_of_another_number_is_not_the_amount(printed: str) -> None:
    assert contradictions({"subtotal": 1000.0}, {"subtotal": 5.0}, [f"Summe {printed} "]) == {"subtotal": 5.0}


@pytest.mark.parametrize(
    ("value", "read", "is_same"),
    [
        (10.0, 10.004, True),
        (0.0, 0.005, False),
        (10.0, -10.0, True),
        (-10.0, 10.0, True),
        (10, 10.0, True),
    ],
)
def test_an_amount_is_read_to_the_cent(value: float, read: float, is_same: bool) -> None:
    assert (contradictions({"tip": value}, {"tip": read}, ["a page"]) == {}) == is_same


@pytest.mark.parametrize(
    ("known", "read"),
    [
        ({"document_date": "2024-03-05"}, {"document_date": "2024-03-05"}),
        ({"currency": "EUR"}, {"currency": "EUR"}),
        ({"entity": "North Wind"}, {"entity": "North Wind Ltd"}),
        ({"total_amount": 12.0}, {"total_amount": 12.0}),
    ],
)
def test_an_equal_reading_needs_no_print(known: dict[str, Any], read: dict[str, Any]) -> None:
    assert contradictions(known, read, ["another page"]) == {}


def test_an_issuer_that_is_printed_without_its_legal_form_is_no_contradiction() -> None:
    known, read = {"entity": "North Wind GmbH"}, {"entity": "Bonn"}
    assert contradictions(known, read, ["North Wind, Bonn"]) == {}
    assert contradictions(known, read, ["North Wind GmbH, Bonn"]) == {}
    assert contradictions(known, read, ["North, Bonn"]) == read


@pytest.mark.parametrize(
    ("others", "is_contradicted"),
    [
        ({}, True),
        ({"subtotal": 8.0}, False),
        ({"subtotal": -8.0}, False),
        ({"line_items": [{"amount": 1.0}, {"text": "8.0", "price": 8.0}]}, False),
        ({"line_items": [{"text": "8.0"}]}, True),
        ({"note": "8.0"}, True),
    ],
)
def test_a_total_may_be_mistaken_for_an_amount_that_is_known(others: dict[str, Any], is_contradicted: bool) -> None:
    found = contradictions({"total_amount": 10.0, **others}, {"total_amount": 8.0}, ["Sum 8.00, to pay 10.00"])
    assert (found == {"total_amount": 8.0}) == is_contradicted

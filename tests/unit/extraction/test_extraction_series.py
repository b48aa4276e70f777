from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import engine
from support.local_engines import ask


def series_of(
    entity: str | None, document_type: str, known: list[dict[str, Any]] | None = None, **fields: Any
) -> dict[str, Any] | None:
    document = {
        "entity": entity,
        "document_type": document_type,
        "document_date": "2024-02-03",
        "summary": "A document.",
        "structured_data": fields,
    }
    answer: dict[str, Any] | None = ask(engine("offline"), questions.file("p", document, known or []))["series"]
    return answer


@pytest.mark.parametrize(
    ("document_type", "fields", "series_type", "title"),
    [
        ("utility_bill", {}, "utility_bills", "Northwind utility bills"),
        ("service_bill", {}, "service_bills", "Northwind service bills"),
        ("bank_statement", {}, "bank_statements", "Northwind bank statements"),
        ("credit_card", {}, "credit_card_statements", "Northwind credit card statements"),
        ("investment", {}, "investment_statements", "Northwind investment statements"),
        ("payroll", {}, "pay_stubs", "Northwind pay stubs"),
        ("insurance", {"premium": 12.0}, "insurance_bills", "Northwind insurance bills"),
        ("education", {"tuition": 900.0}, "tuition", "Northwind tuition"),
        ("receipt", {"purpose": "rent"}, "rent_receipts", "Northwind rent receipts"),
        ("property", {"rent": 900.0}, "rent_and_mortgage", "Northwind rent and mortgage"),
        ("tax", {"tax_year": "2023"}, "tax_documents", "Northwind tax documents"),
    ],
)
def test_what_recurs_is_a_series(document_type: str, fields: dict[str, Any], series_type: str, title: str) -> None:
    series = series_of("Northwind", document_type, **fields)

    assert series is not None
    assert (series["entity"], series["series_type"], series["title"]) == ("Northwind", series_type, title)


@pytest.mark.parametrize(
    ("document_type", "fields"),
    [
        ("receipt", {}),
        ("receipt", {"purpose": None}),
        ("receipt", {"purpose": "fuel"}),
        ("invoice", {"invoice_number": "1"}),
        ("promotional", {}),
        ("junk", {}),
        ("other", {"subject": "Hello"}),
        ("property", {"subject": "Boiler"}),
        ("education", {"subject": "Field trip"}),
        ("insurance", {"policy_number": "1"}),
        ("event", {}),
        ("a_type_that_a_person_added", {}),
    ],
)
def test_what_happens_once_is_not(document_type: str, fields: dict[str, Any]) -> None:
    assert series_of("Northwind", document_type, **fields) is None


@pytest.mark.parametrize("entity", [None, ""])
def test_without_a_sender_there_is_no_series(entity: str | None) -> None:
    assert series_of(entity, "utility_bill") is None


@pytest.mark.parametrize("spelling", ["Northwind Energy", "NORTHWIND ENERGY, INC.", "Northwlnd Energy", "Northwind"])
def test_a_known_series_is_repeated_letter_by_letter(spelling: str) -> None:
    known = {
        "entity": "Northwind Energy",
        "series_type": "utility_bills",
        "title": "Power at home",
        "frequency": "quarterly",
    }

    assert series_of(spelling, "utility_bill", [known]) == known


def test_a_sender_has_one_series_a_kind() -> None:
    known = {"entity": "Northwind", "series_type": "service_bills", "title": "t", "frequency": None}
    series = series_of("Northwind", "utility_bill", [known])

    assert series is not None
    assert series["series_type"] == "utility_bills"


def test_a_title_does_not_repeat_itself() -> None:
    series = series_of("Sample Farm Insurance", "insurance", amount_due=9.0)

    assert series is not None
    assert series["title"] == "Sample Farm Insurance bills"


@pytest.mark.parametrize(
    ("start", "end", "frequency"),
    [
        ("2024-01-01", "2024-01-07", "weekly"),
        ("2024-01-14", "2024-02-12", "monthly"),
        ("2024-01-01", "2024-03-31", "quarterly"),
        ("2024-01-01", "2024-06-30", "semiannual"),
        ("2023-01-01", "2023-12-31", "annual"),
        ("2024-01-01", "2024-01-20", "monthly"),
        (None, None, "monthly"),
    ],
)
def test_the_period_tells_the_frequency(start: str | None, end: str | None, frequency: str) -> None:
    series = series_of("Northwind", "utility_bill", period_start=start, period_end=end)

    assert series is not None
    assert series["frequency"] == frequency


@pytest.mark.parametrize("instalment", ["monthly", "annual", None])
def test_an_insurer_says_how_often_it_bills(instalment: str | None) -> None:
    policy_year: dict[str, Any] = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    series = series_of("Northwind", "insurance", premium=9.0, instalment=instalment, **policy_year)

    assert series is not None
    assert series["frequency"] == instalment

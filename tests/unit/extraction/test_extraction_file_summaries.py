from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.extraction import file_summaries
from alfrd_luigi.extraction.formatting import money, percent, period, quantity
from alfrd_luigi.extraction.languages import by_code
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import engine
from support.local_engines import ask


def note(statistics: dict[str, Any], documents: list[dict[str, Any]]) -> str:
    question = questions.summarize_file("p", "Northwind utility bills", statistics, documents)
    summary: str = ask(engine("offline"), question)["summary"]
    return summary


def bills(*amounts: str) -> list[dict[str, Any]]:
    return [
        {
            "document_date": date(2024, month, 3),
            "total_amount": Decimal(amount),
            "currency": "USD",
            "summary": "A bill.",
        }
        for month, amount in enumerate(amounts, start=1)
    ]


def statistics(**changes: Any) -> dict[str, Any]:
    known = {
        "count": 4,
        "total": Decimal("400.00"),
        "currency": "USD",
        "first_date": date(2024, 1, 3),
        "last_date": date(2024, 4, 3),
        "minimum": Decimal("80.00"),
        "maximum": Decimal("120.00"),
        "mean": Decimal("100.00"),
    }
    return known | changes


def test_a_year_of_bills() -> None:
    assert note(statistics(), bills("80", "90", "110", "120")) == (
        "Northwind utility bills: 4 documents from 3 January 2024 to 3 April 2024."
        " The total is $400.00, on average $100.00, between $80.00 and $120.00."
        " The later half is on average 35% higher. The latest, of 3 April 2024, is for $120.00."
    )


def test_documents_come_in_any_order() -> None:
    ordered = bills("80", "90", "110", "120")

    assert note(statistics(), ordered[::-1]) == note(statistics(), ordered)


def test_falling_amounts() -> None:
    assert "lower" in note(statistics(), bills("120", "110", "90", "80"))


def test_small_changes_are_no_trend() -> None:
    assert "half" not in note(statistics(), bills("100", "101", "100", "101"))


def test_few_documents_have_no_trend() -> None:
    assert "half" not in note(statistics(count=2), bills("10", "100"))


def test_equal_amounts() -> None:
    assert "each time $100.00" in note(statistics(minimum=100, maximum=100), bills("100", "100", "100", "100"))


def test_one_document() -> None:
    summary = note(statistics(count=1, total=80, last_date=date(2024, 1, 3)), bills("80"))

    assert summary == "Northwind utility bills: 1 document of 3 January 2024. The total is $80.00."


def test_one_document_whose_amount_is_in_no_sum() -> None:
    known = {"count": 1, "first_date": date(2024, 1, 3), "last_date": date(2024, 1, 3)}

    assert note(known, bills("80")).endswith(
        "1 document of 3 January 2024. The latest, of 3 January 2024, is for $80.00."
    )
    assert note(known, [{**bills("80")[0], "total_amount": None}]).endswith("1 document of 3 January 2024.")


def test_what_was_counted_is_said() -> None:
    summary = note(
        statistics(count=7, duplicates=1, amounts=4, balances=0, other_currencies=1, without_amount=1),
        bills("80", "90", "110", "120"),
    )

    assert "7 documents from 3 January 2024 to 3 April 2024. Of them, 1 is a duplicate and not counted." in summary
    assert "The total of 4 documents is $400.00, on average $100.00" in summary
    assert "Not included: 1 amount in other currencies. Without an amount: 1 document." in summary


def test_amounts_in_other_currencies_are_no_trend() -> None:
    foreign = [{**each, "currency": "JPY", "total_amount": Decimal(90000)} for each in bills("1", "2", "3")]

    assert "half" not in note(statistics(), [*foreign, *bills("100", "101", "100", "101")])


def test_balances_have_no_total() -> None:
    known = {"latest_balance": 120, "lowest_balance": 80, "highest_balance": 120}
    summary = note(statistics(total=None, amounts=0, balances=4, **known), bills("80", "90", "110", "120"))

    assert (
        "The latest balance is $120.00, and balances were between $80.00 and $120.00. They are not added up." in summary
    )
    assert "total" not in summary


def test_no_documents() -> None:
    empty = dict.fromkeys(("total", "currency", "first_date", "last_date", "minimum", "maximum", "mean"))

    assert note({"count": 0, **empty}, []) == "Northwind utility bills: 0 documents."


def test_without_amounts_and_dates() -> None:
    documents = [{"document_date": None, "total_amount": None, "currency": None, "summary": "A letter."}]

    assert note({"count": 1}, documents) == "Northwind utility bills: 1 document."


def test_sums_come_from_the_statistics_alone() -> None:
    assert "$999.00" in note(statistics(total=999), bills("1", "1"))


def test_money_as_people_write_it() -> None:
    assert money(1234.5, "USD") == "$1,234.50"
    assert money(-3, "EUR") == "-€3.00"
    assert money(12, "MYR") == "MYR 12.00"
    assert money(12, None) == "12.00"


def test_a_whole_month_goes_by_its_name() -> None:
    assert period(date(2024, 2, 1), date(2024, 2, 29)) == "February 2024"
    assert period(date(2024, 2, 1), date(2024, 2, 28)) == "1 February 2024 to 28 February 2024"


_FIGURES = {
    "count": 5, "duplicates": 1, "amounts": 4, "total": 1234.5, "minimum": 200, "maximum": 400, "mean": 308.63,
    "currency": "EUR", "first_date": "2024-01-01", "last_date": "2024-04-02",
}  # fmt: skip
_AMOUNTS = [200.0, 234.5, 400.0, 400.0]


def _bills(summary: str) -> list[dict[str, Any]]:
    return [
        {"document_date": f"2024-0{month}-02", "total_amount": amount, "currency": "EUR", "summary": summary}
        for month, amount in enumerate(_AMOUNTS, 1)
    ]


@pytest.mark.parametrize("language", sorted(by_code("summaries")))
def test_every_language_says_the_same_figures(language: str) -> None:
    said = file_summaries.summarize_file("Stadtwerke", _FIGURES, _bills(""), language)
    assert said.startswith("Stadtwerke")
    assert said.count("2024") == 3
    figures = {money(amount, "EUR", language) for amount in (1234.5, 200, 400, 308.63)}
    assert all(figure in said for figure in figures)
    assert percent(0.84, language) in said
    assert "{" not in said


def test_a_file_of_german_documents_is_summarized_in_german() -> None:
    bills = _bills("Die Stadtwerke stellten am 2. Januar 2024 einen Betrag in Rechnung, der bald zu zahlen ist.")
    assert file_summaries.summarize_file("Stadtwerke", _FIGURES, bills) == (
        "Stadtwerke: 5 Dokumente vom 1. Januar 2024 bis 2. April 2024. Davon ist 1 ein Duplikat und nicht mitgezählt."
        " Die Summe (4 Dokumente) ist 1.234,50 €, im Mittel 308,63 €, zwischen 200,00 € und 400,00 €."
        " Die spätere Hälfte ist im Mittel 84\u00a0% höher."
        " Das letzte Dokument, vom 2. April 2024, lautet auf 400,00 €."
    )


def compared(field: str, latest: float, change: float | None, **other: Any) -> dict[str, Any]:
    known = {
        "field": field,
        "kind": "number",
        "papers": 4,
        "unit": None,
        "currency": "USD",
        "latest_date": date(2024, 4, 3),
        "latest": latest,
        "before_date": None if change is None else date(2023, 4, 2),
        "before": None if change is None else latest / (1 + change),
        "change": None if change is None else Decimal(str(change)),
        "values": [],
    }
    return known | other


def beside_a_year_before(*fields: dict[str, Any], language: str = "en") -> str:
    question = questions.summarize_file("p", "Bills", statistics(), bills("80", "120"), language, fields)
    summary: str = ask(engine("offline"), question)["summary"]
    return summary.partition("is for $120.00.")[2].strip()


def test_the_latest_values_are_compared_with_those_of_a_year_before() -> None:
    assert beside_a_year_before(
        compared("net_pay", 2100.5, 0.031), compared("usage", 2310, -0.0401, unit="kWh"), compared("rent", 900, 0.001)
    ) == (
        "Compared with a year before: net pay $2,100.50, 3% more; usage 2,310 kWh, 4% less;"
        " rent $900.00, about the same."
    )


def test_only_what_has_a_year_before_a_name_and_the_date_of_the_latest_document_is_compared() -> None:
    older = compared("usage", 2310, 0.5, latest_date=date(2024, 3, 3))
    assert beside_a_year_before(compared("premium", 10, None), compared("own_field", 10, 0.5), older) == ""


@pytest.mark.parametrize("language", sorted(by_code("summaries")))
def test_a_comparison_is_written_in_each_language(language: str) -> None:
    words = by_code("summaries")[language]
    assert set(words["fields"]) == set(by_code("summaries")["en"]["fields"])
    for change, kind in ((0.04, "more"), (-0.04, "less"), (0.0, "same")):
        field = compared("usage", 2310, change, unit="kWh")
        question = questions.summarize_file("p", "Bills", statistics(), bills("80", "120"), language, [field])
        value = words["change"][kind].format(field=words["fields"]["usage"], value="*", percent=percent(0.04, language))
        start, _, end = value.partition("*")
        summary = ask(engine("offline"), question)["summary"]
        assert start in summary
        assert f"kWh{end}" in summary


def test_a_large_quantity_keeps_its_digits() -> None:
    assert quantity(1_234_567.5, "l") == "1,234,567.5 l"

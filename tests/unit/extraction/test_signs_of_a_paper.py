"""The language of a paper, the forms of a letter, phrases as they are recognised, and amounts in a summary."""

from __future__ import annotations

from datetime import date

import pytest

from alfrd_luigi.extraction import formatting
from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.extraction.letter_forms import closing, find_salutation, salutation
from alfrd_luigi.extraction.lines import read_lines
from alfrd_luigi.extraction.phrases import search


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the bill of the water", "en"),
        ("die Rechnung und der Betrag", "de"),
        ("la facture et le montant pour vous", "fr"),
        ("el importe y la factura para usted", "es"),
        ("la fattura e il totale per voi", "it"),
        ("de rekening en het bedrag voor u", "nl"),
        ("de la", "en"),  # of several languages, and too few
        ("Total", "en"),
        ("", "en"),
    ],
)
def test_common_words_tell_the_language(text: str, language: str) -> None:
    assert language_of([text]) == language
    assert language_of([*text.split(" ")]) == language  # on several pages


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Dear Ms Example,", 0),
        ("x\nDear Ms Example,", 1),
        ("Sehr geehrte Frau Muster,", 0),
        ("Estimado cliente:", 0),
        ("Gentile cliente,", 0),
        ("Geachte heer,", 0),
        ("x\n" * 49 + "Dear Ann", 49),
    ],
)
def test_a_letter_has_a_salutation(text: str, number: int) -> None:
    assert find_salutation(read_lines([text])) == number


@pytest.mark.parametrize("text", ["Mr Example", "Mr Example 12,", "Hello", "Dearest", "x\n" * 50 + "Dear Ann", ""])
def test_a_name_of_an_address_is_no_salutation(text: str) -> None:
    assert find_salutation(read_lines([text])) == float("inf")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Dear Ms Example,", "Ms Example"),
        ("  Dear Ms Example: thank you", "Ms Example"),
        ("Sehr geehrte Frau Muster,", "Frau Muster"),
        ("Ms Example", None),
        ("Dear A", None),
    ],
)
def test_a_salutation_names_a_person(text: str, person: str | None) -> None:
    found = salutation().match(text)
    assert (found[1] if found else None) == person


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yours sincerely", True),
        ("Mit freundlichen Gr\u00fc\u00dfen", True),
        ("Mit freundlichem Gruss", True),
        ("Viele Gr\u00fc\u00dfe", True),
        ("Cordialement", True),
        ("Atentamente", True),
        ("Cordiali saluti", True),
        ("Met vriendelijke groet", True),
        ("hello", False),
        ("Gru\u00dfworte", False),
    ],
)
def test_a_letter_has_closing_words(text: str, expected: bool) -> None:
    assert (closing().search(text) is not None) == expected


def test_the_closing_words_are_no_part_of_a_sentence() -> None:
    assert closing().split("Wir melden uns Mit freundlichen Gr\u00fc\u00dfen Anna") == ["Wir melden uns ", " Anna"]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("invoice", "lnvoice", True),
        ("invoice", "invoices", True),
        ("invoice", "invoiced", False),
        ("total", "tota1", True),
        ("bill", "b1ll", False),  # in a short one, letters are as they are
        ("tax", "t4x", False),
        ("due", "undue", False),
        ("due", "dues", True),
        ("water bill", "water-bill", True),
        ("water bill", "waterbill", True),
        ("water bill", "water...bill", True),
        ("water bill", "water....bill", False),
        ("form 12", "form 12", True),
        ("form 12", "form 123", False),
        ("1099", "21099", False),
        ("1099", "a1099b", True),
    ],
)
def test_a_phrase_is_found_as_it_is_recognised(phrase: str, text: str, expected: bool) -> None:
    assert (search(phrase, text) is not None) == expected


@pytest.mark.parametrize(
    ("value", "currency", "language", "written"),
    [
        (1234.5, "USD", "en", "$1,234.50"),
        (-1234.5, "USD", "en", "-$1,234.50"),
        (1234567.891, "GBP", "en", "£1,234,567.89"),
        (12, "MYR", "en", "MYR 12.00"),
        (12, None, "en", "12.00"),
        (1234.5, "EUR", "de", "1.234,50 €"),
        (12, "CHF", "de", "12,00 CHF"),
        (1234.5, "EUR", "fr", "1\u00a0234,50\u00a0€"),
        (-5, "EUR", "es", "-5,00 €"),
        (0, "EUR", "it", "0,00 €"),
        (12, "CHF", "nl", "CHF 12,00"),
    ],
)
def test_money_is_written_as_in_its_language(value: float, currency: str | None, language: str, written: str) -> None:
    assert formatting.money(value, currency, language) == written


def test_numbers_days_and_periods_are_written_as_in_their_language() -> None:
    quantities = [(2310, "kWh", "en"), (2310, None, "en"), (2310.5, "kWh", "de"), (0.25, "m3", "en")]
    written = [formatting.quantity(*each) for each in quantities]
    assert written == ["2,310 kWh", "2,310", "2.310,5 kWh", "0.25 m3"]
    assert [formatting.percent(each) for each in (0.12, 0.125, 0.126, 0.0)] == ["12%", "12%", "13%", "0%"]
    assert formatting.spoken_date(date(2024, 1, 27)) == "27 January 2024"
    assert formatting.spoken_date(date(2024, 3, 1), "fr") == "1er mars 2024"
    assert formatting.spoken_date(date(2024, 3, 2), "fr") == "2 mars 2024"
    assert formatting.period(date(2024, 2, 1), date(2024, 2, 29)) == "February 2024"
    assert formatting.period(date(2023, 2, 1), date(2023, 2, 28)) == "February 2023"
    assert formatting.period(date(2024, 2, 1), date(2024, 2, 28)) == "1 February 2024 to 28 February 2024"
    assert formatting.period(date(2024, 1, 3), date(2024, 2, 2)) == "3 January 2024 to 2 February 2024"
    assert [formatting.counted(count, "document") for count in (0, 1, 3)] == [
        "0 documents",
        "1 document",
        "3 documents",
    ]

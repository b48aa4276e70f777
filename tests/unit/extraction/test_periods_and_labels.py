"""The periods that papers cover, dates by their labels, and what the labels say."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.dates import find_document_date, find_labelled_date, find_period, read_day
from alfrd_luigi.extraction.dates.labels import date_kind


@pytest.mark.parametrize(
    "text",
    [
        "Billing period: 1 May 2024 to 31 May 2024",
        "from 1 May 2024 to 31 May 2024",
        "from 1 May 2024 until 31 May 2024",
        "1 May 2024 to 31 May 2024",
        "1 May 2024 through 31 May 2024",
        "May 1, 2024 - May 31, 2024",
        "May 1, 2024 \u2013 May 31, 2024",
        "Service from 05/01/2024 to 05/31/2024",
        "Billing period 01.05.2024 - 31.05.2024",
        "01.05.2024 \u2014 31.05.2024",
        "Zeitraum 01.05.2024 bis 31.05.2024",
        "Zeitraum vom 01.05.2024 bis zum 31.05.2024",
        "vom 01.05.2024 bis zum 31.05.2024",
        "von 01.05.2024 bis 31.05.2024",
        "P\u00e9riode du 1er mai 2024 au 31 mai 2024",
        "du 1er mai 2024 jusqu'au 31 mai 2024",
        "du 1er mai 2024 jusqu\u2019au 31 mai 2024",
        "Periodo dal 01/05/2024 al 31/05/2024",
        "dal 1 maggio 2024 fino al 31 maggio 2024",
        "Periodo del 1 de mayo de 2024 al 31 de mayo de 2024",
        "desde el 1 de mayo de 2024 hasta el 31 de mayo de 2024",
        "Periode 1 mei 2024 t/m 31 mei 2024",
        "1 mei 2024 tot 31 mei 2024",
        "van 1 mei 2024 tot en met 31 mei 2024",
    ],
)
def test_a_period_is_two_days_of_a_line(text: str) -> None:
    found = find_period([f"Paper of nobody\n{text}, as agreed"])
    assert found is not None
    assert [str(day) for day in found.value] == ["2024-05-01", "2024-05-31"]
    assert found.words == text


@pytest.mark.parametrize(
    "text",
    [
        "Period: 31 May 2024 to 1 May 2024",
        "Period: 1 May 2024\nto 31 May 2024",
        "Bill date 1 May 2024   Due date 31 May 2024",
        "Due date: 1 May 2024 to 31 May 2024",
        "Rechnung vom 01.05.2024 bis zum 31.05.2024 zahlbar",
        "Period 01/05/2024 - 01/06/2024",  # the order of day and month is not clear
        "Statement period May 1 - May 31, 2024",  # the first day has no year
        "1 May 2024",
        "",
    ],
)
def test_two_days_may_be_no_period(text: str) -> None:
    assert find_period([text]) is None


def test_the_first_of_several_periods_counts() -> None:
    found = find_period(["1 May 2024 - 31 May 2024   1 June 2024 - 30 June 2024"])
    assert found is not None
    assert found.words == "1 May 2024 - 31 May 2024"


@pytest.mark.parametrize(
    ("text", "labels", "day", "words"),
    [
        ("Due date: 1 May 2024", ["due"], "2024-05-01", "Due date: 1 May 2024"),
        ("Issued 1 May 2024\nDue 3 May 2024", ["due", "issued"], "2024-05-03", "Due 3 May 2024"),
        ("Issued 1 May 2024\nDue 3 May 2024", ["paid", "issued"], "2024-05-01", "Issued 1 May 2024"),
        ("Due date\n3 May 2024", ["due date"], "2024-05-03", "3 May 2024"),
        ("Invoice   Due\n1 May 2024   3 May 2024", ["due"], "2024-05-03", "3 May 2024"),
        ("DVE DATE: 13/05/2024", ["due date"], None, None),
        ("Due date: 03/04/2024", ["due date"], None, None),
        ("Due date: 03/04/2024\nLeeds LS1 4AP", ["due date"], "2024-04-03", "Due date: 03/04/2024"),
        ("Valid until 3 May 2024", ["due"], None, None),
        ("Due date: 1 May 2024", [" ", ""], None, None),
    ],
)
def test_a_date_is_found_by_its_label(text: str, labels: list[str], day: str | None, words: str | None) -> None:
    found = find_labelled_date([text], labels)
    assert (found and str(found.value), found and found.words) == (day, words)


@pytest.mark.parametrize(
    ("words", "page", "day"),
    [
        ("3 May 2024", "x", "2024-05-03"),
        ("03/04/2024", "x", None),
        ("03/04/2024", "Leeds LS1 4AP", "2024-04-03"),
        ("03/04/2024", "Springfield, IL 62701", "2024-03-04"),
        ("31/02/2024 or 3 May 2024", "x", "2024-05-03"),
        ("soon", "x", None),
    ],
)
def test_words_name_a_day_in_the_order_of_their_pages(words: str, page: str, day: str | None) -> None:
    found = read_day(words, [f"{words}\n{page}"])
    assert (found and str(found)) == day


_LABELS = {
    "DATE": ["Date", "Datum", "on", "am"],
    "ISSUED": [
        "Invoice date", "Date of issue", "Rechnungsdatum", "Belegdatum", "Ausstellungsdatum", "Date de facture",
        "Fecha de emisi\u00f3n", "Data fattura", "Factuurdatum", "Order date", "Statement as of", "Your invoice of",
        "Invoice no. 4711 of", "Datum des Bescheids", "Date of the notice", "Abrechnung vom",
    ],
    "DUE": [
        "Due date", "Payment due", "F\u00e4llig am", "Zahlbar bis", "\u00c9ch\u00e9ance", "Vencimiento", "Scadenza",
        "Vervaldatum", "bis zum",
    ],
    "NEARBY": ["Delivery date", "Lieferdatum", "Payment date", "Received", "Posting date", "Service date"],
    "PRINTED": ["Print date", "Printed", "Gedruckt am"],
    "AS_OF": ["per"],
    "PERIOD": ["Period", "Zeitraum", "Zeitraum vom", "from", "to", "Arrival", "Departure", "Meter read"],
    "OTHER": [
        "Date of birth", "Geburtsdatum", "Expires", "Valid until", "g\u00fcltig bis", "Member since", "Your letter of",
        "Ihr Schreiben vom", "our invoice no. 4711 of", "Next payment", "bis",
    ],
    "QUALIFIED": ["Datum der Zahlung", "Date of the great sale"],
}  # fmt: skip


@pytest.mark.parametrize(("label", "kind"), [(label, kind) for kind, labels in _LABELS.items() for label in labels])
def test_a_label_says_what_its_date_is(label: str, kind: str) -> None:
    found = date_kind(label)
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize("label", ["Berlin, den", "Paris, le", "Tel", "Balance on", ""])
def test_a_text_may_be_no_label_of_a_date(label: str) -> None:
    assert date_kind(label) is None


def test_a_period_does_not_date_a_bill_nor_is_it_due() -> None:
    text = "Rechnung\nDatum: 03.06.2024\nStrom vom 01.05.2024 bis zum 31.05.2024   40,00 EUR\nSumme 40,00 EUR"
    found = find_document_date([text], "utility_bill")
    assert found is not None
    assert str(found.value) == "2024-06-03"
    assert find_labelled_date([text], ["bis zum"]) is None

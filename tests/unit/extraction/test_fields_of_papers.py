"""The fields of a paper: numbers, names and amounts by their labels, and what is no value of a label."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.extraction.fields import find_fields
from alfrd_luigi.extraction.identifiers import find_iban, find_identifier
from alfrd_luigi.extraction.quantities import quantity
from alfrd_luigi.extraction.records import summarize
from alfrd_luigi.language.catalogue import shipped_types

SCHEMAS = {entry.name: entry.fields_schema for entry in shipped_types()}


def _field(document_type: str, name: str, text: str) -> Any:
    found = find_fields([text], SCHEMAS[document_type]).get(name)
    return found and found.value


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("4711", "4711"),
        ("RE-2024-17, Seite 1", "RE-2024-17"),
        ("256 348 000 2690", "256 348 000 2690"),
        ("HR-55 281 904, from 1 July", "HR-55 281 904"),
        ("K 4455 6677 88", "K 4455 6677 88"),
        ("DE 123 456 789", "DE 123 456 789"),
        ("09-30789-dd", "09-30789-dd"),
        ("02102007-DP", "02102007-DP"),
        ("4417 88XX XXXX 2031", "4417 88XX XXXX 2031"),
        ("****3310", "****3310"),
        ("551564. Please", "551564"),
        ("7", None),  # a number of one digit is no identifier
        ("number", None),
        ("28,41", None),
        ("1.567,02", None),
        ("12.50", None),
        ("58 420 €", None),
        ("100.000 euro", None),
        ("19 % of it", None),
        ("12.03.2024", None),
        ("31-03-2025 002219 100870", None),
        ("27-Dec-24", None),
        ("24/7", None),
    ],
)
def test_an_identifier_is_no_amount_date_or_word(text: str, identifier: str | None) -> None:
    assert find_identifier(text) == identifier


@pytest.mark.parametrize(
    ("text", "iban"),
    [
        ("DE02 1203 0000 0000 2020 51, BIC BYLADEM1", "DE02120300000000202051"),
        ("GB33BUKB20201555555555", "GB33BUKB20201555555555"),
        ("DE02", None),
        ("no number", None),
    ],
)
def test_an_account_number_of_any_country(text: str, iban: str | None) -> None:
    assert find_iban(text) == iban


@pytest.mark.parametrize(
    ("number", "point", "value"),
    [
        ("834", None, 834.0),
        ("37.93", None, 37.93),
        ("37,93", None, 37.93),
        ("37,5", ".", 37.5),
        ("1,276", None, 1276.0),
        ("1,276", ".", 1276.0),
        ("1.276", ".", 1.276),
        ("1.276", None, 1.276),
        ("1.276", ",", 1276.0),
        ("1,276", ",", 1.276),
        ("2.853,101", ",", 2853.101),
        ("2,853.101", ".", 2853.101),
        ("1,234,567", None, 1234567.0),
        ("1.234.567", ".", 1234567.0),
        ("1'234.5", ".", 1234.5),
    ],
)
def test_a_number_has_the_point_of_its_text(number: str, point: str | None, value: float) -> None:
    assert quantity(number, point) == value


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("Verbrauch 1.246 kWh\nRechnungsbetrag 512,30 €", 1246.0),
        ("Consumption 1.246 kWh\nAmount due $512.30", 1.246),
        ("Consumo 2.853,5 kWh\nTotal 655,31 €", 2853.5),
    ],
)
def test_the_usage_has_the_point_of_the_amounts(text: str, usage: float) -> None:
    assert _field("utility_bill", "usage", text) == usage


def test_hours_have_the_point_of_the_amounts() -> None:
    assert _field("payroll", "hours", "Stunden 162,5\nBrutto 2.950,00 €") == 162.5


@pytest.mark.parametrize(
    ("document_type", "text", "account"),
    [
        ("bank_statement", "IBAN DE02 1203 0000 0000 2020 51", "DE02120300000000202051"),
        ("utility_bill", "IBAN DE02 1203 0000 0000 2020 51", None),  # where to pay to
        ("insurance", "IBAN DEO2 1203 0000 0000 2020 51", None),  # misread
        ("utility_bill", "Vertragskonto 2000 3317 44\nIBAN DE02 1203 0000 0000 2020 51", "2000 3317 44"),
        ("utility_bill", "Chat about your account 24/7", None),
        ("service_bill", "Account 28,41", None),
    ],
)
def test_the_account_of_a_bill_is_not_the_one_to_pay_to(document_type: str, text: str, account: str | None) -> None:
    assert _field(document_type, "account_number", text) == account


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("RECHNUNG #08841 Tisch 7", "08841"),
        ("Facture FA-2017-0009", "FA-2017-0009"),
        ("FACTURA F-2026/0412", "F-2026/0412"),
        ("Fattura 0200/2025", "0200/2025"),
        ("Factuur 2026-04412", "2026-04412"),
        ("Invoice 2024", None),  # a year
        ("Rechnung vom 12.03.2024", None),
        ("Rechnungsbetrag 17,00", None),
    ],
)
def test_an_invoice_may_be_called_by_its_number(text: str, number: str | None) -> None:
    assert _field("invoice", "invoice_number", text) == number


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("Customer: Example Traders", "Example Traders"),
        ("Bill to: Example Traders Invoice No. 17", "Example Traders"),
        ("Bill to: Example Traders Case number: 5371", "Example Traders"),
        ("Bill to: Example Traders, Date 12.03.2024", "Example Traders"),
        ("Bill to   Ship to\nExample Traders   Another", "Example Traders"),  # the heads of columns
        ("Billed To   Date of Issue\nExample Traders   12.03.2024", "Example Traders"),
        ("Rechnungsempfänger   Kundennummer\nMuster AG   4711", "Muster AG"),
        ("Customer: Name", None),
        ("Client:\nnotes that we keep with the approval of each carrier.", None),
        ("Customer: 9408970", None),
        ("Customer: 131/EXAMPLE/XI/2025", None),
        ("Customer: 27/08/2026", None),
        ("Customer: 12/20/2023 | LAB TESTS", None),
        ("Customer: 7 B", None),
    ],
)
def test_a_name_has_words_and_ends_before_the_next_label(text: str, customer: str | None) -> None:
    assert _field("invoice", "customer", text) == customer


@pytest.mark.parametrize(
    ("text", "premium"),
    [
        ("Gesamtbeitrag inkl. 19 % Versicherungssteuer (165,28 €)   1.035,17 €", 1035.17),
        ("Gesamtbeitrag (inkl. 19% Versicherungsteuer in Höhe von 9,58 EUR)   60,00", 60.0),
        ("Beitrag inklusive 19 % Versicherungsteuer   220,00 €", 220.0),
        ("Last year's premium   €412.60\nPremium before levies   €431.27", 431.27),
    ],
)
def test_a_premium_is_no_part_of_it_and_not_that_of_last_year(text: str, premium: float) -> None:
    assert _field("insurance", "premium", text) == premium


@pytest.mark.parametrize(
    ("text", "tax"),
    [
        ("EUR 12,40 inkl. 20% USt (2,07)", 2.07),
        ("Total   12,40\n(IVA 21% incluido: 2,15)", 2.15),
        ("VAT 20 %   2.40\nTotal   14.40", 2.4),
        ("TVA 5,5 %   0,55 EUR\nTVA 20 %   2,40 EUR", None),  # two parts of it
        ("Sales tax 20 %   2.40\nVAT 20.0%   2.40", 2.4),
        ("Total VAT   2.95\nVAT 7 %   0.55\nVAT 19 %   2.40", 2.95),
        ("VAT 7 %   0.00\nVAT 19 %   2.40", 2.4),
    ],
)
def test_a_tax_is_whole_and_has_no_sign(text: str, tax: float | None) -> None:
    assert _field("receipt", "tax", text) == tax


@pytest.mark.parametrize(
    ("document_type", "name", "text", "value"),
    [
        ("credit_card", "new_balance", "Previous Total Balance   $480.00\nTotal Balance   $455.60", 455.6),
        ("credit_card", "new_balance", "Previous Statement Balance   850.00", None),
        ("credit_card", "previous_balance", "Previous Balance   850.00", 850.0),
        ("credit_card", "payments", "28/09/2024 EXAMPLE PAYMENTS   107.00", None),
        ("credit_card", "payments", "28/09 Payment received   107.00", 107.0),
        ("utility_bill", "amount_due", "Total Amount Due at Last Bill   $98.20\nTotal Amount Due   $225.03", 225.03),
        ("utility_bill", "amount_due", "Rechnungsbetrag   1.161,13 €\nNachzahlung   182,13 €", 182.13),
        ("utility_bill", "current_charges", "New charges since last bill   $98.20", 98.2),
    ],
)
def test_an_amount_is_of_the_time_of_its_paper(document_type: str, name: str, text: str, value: float | None) -> None:
    assert _field(document_type, name, text) == value


def test_an_amount_has_the_sign_of_the_total() -> None:
    text = "Example Shop\nTea   19.15 €\nDiscount before amount due -2.50 €\nTotal   16.65 €"
    record = summarize([text], "invoice", SCHEMAS["invoice"])
    assert (record["total_amount"], record["structured_data"]["amount_due"]) == (16.65, None)


@pytest.mark.parametrize(
    "text",
    [
        "Zahlbar ohne Abschlag bis   20.11.2018",
        "Zahlbar innerhalb 30 Tagen netto bis 20.11.2018, 3%",
        "Den Rechnungsbetrag überweisen Sie bitte bis zum   20.11.2018",
        "Bitte überweisen Sie 78,00 € bis zum 20.11.2018 auf unser Konto",
        "Wir bitten Sie, den Betrag bis spätestens 20.11.2018 zu zahlen",
        "Den Betrag von 12,00 € buchen wir am 20.11.2018 ab",
        "Fällig: 20.11.2018",
        "Montant total prélevé le 20/11/2018",
        "Da versare entro il 20/11/2018",
        "Betaal voor 20-11-2018",
        "Te voldoen voor: 20 november 2018",
        "Montant à payer jusqu'au 20.11.2018",
        "Payable on or before 11/20/2018",
        "Förfallodatum   2018-11-20",
    ],
)
def test_the_ways_to_say_when_money_is_due(text: str) -> None:
    assert _field("invoice", "due_date", text) == "2018-11-20"


@pytest.mark.parametrize(
    ("due", "found"), [("04/07/2020", None), ("09/07/2020", "2020-07-09"), ("30/07/2020", "2020-07-30")]
)
def test_what_was_due_before_a_bill_is_of_an_earlier_one(due: str, found: str | None) -> None:
    text = f"Example Power Ltd\nBill date: 9 July 2020\nAmount due on {due}   £59.38\nTotal to pay   £73.30"
    assert summarize([text], "utility_bill", SCHEMAS["utility_bill"])["structured_data"]["due_date"] == found

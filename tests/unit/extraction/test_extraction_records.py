from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.extraction.fields import find_fields
from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine
from support.local_engines import ask

TYPES = {entry.name: entry for entry in shipped_types()}
TYPED: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "typed_documents.toml").read_text("utf-8"))

UTILITY_BILL = """\
Northwind Energy  Bill Date: March 4, 2023
Account: 5500-1122
ACCOUNT HOLDER  SERVICE ADDRESS
Kim Sample  14 Harbour Road
TOTAL KWH  THERMS  DAYS
512  19  31
DESCRIPTION  AMOUNT
Electric Generation Charges  $80.10
Gas Charges  $24.40
Total Amount Due  $104.50
Due Date: March 25, 2023
"""
RENT_RECEIPT = """\
RENT RECEIPT  PAID
Receipt No: R-2023-03
Date Issued: March 2, 2023
RECEIVED FROM  LANDLORD
Kim Sample  Harbour Properties LLC
Payment Method:  Check
Base Rent:  $1,450.00
Total Amount Paid:  $1,450.00
"""
INVOICE = """\
Example Widgets Inc.
INVOICE
Invoice No: W-2041
Invoice Date: May 4, 2021
Bill To:
Sample Stores
Description  Qty  Unit Price  Amount
Widget  10  12.00  120.00
Subtotal  $120.00
Sales tax  $9.60
Total  $129.60
Due Date: June 3, 2021
"""
LETTER = """\
First Example Bank
April 15, 2021
Dear Ms. Sample,
Re: Your savings account
From 1 July the interest rate of your account will be 2.0 %. You need not do anything.
Sincerely,
Customer Care
"""


def record(document_type: str, *pages: str) -> dict[str, Any]:
    schema = TYPES[document_type].fields_schema
    return ask(engine("offline"), questions.summarize("p", pages, document_type, schema))


def fields(document_type: str, text: str) -> dict[str, Any]:
    return {name: value for name, value in record(document_type, text)["structured_data"].items() if value is not None}


def score(document_type: str, text: str, answer: dict[str, Any]) -> dict[str, Any]:
    schema = TYPES[document_type].fields_schema
    return ask(engine("offline"), questions.score_summary("p", [text], document_type, schema, answer))


def test_a_utility_bill() -> None:
    found = fields("utility_bill", UTILITY_BILL)

    assert found == {
        "account_number": "5500-1122",
        "utility_kind": "several services",
        "service_address": "14 Harbour Road",
        "usage": 512.0,
        "usage_unit": "kWh",
        "amount_due": 104.5,
        "due_date": "2023-03-25",
    }


def test_a_utility_bill_in_words() -> None:
    answer = record("utility_bill", UTILITY_BILL)

    assert answer["summary"] == (
        "Northwind Energy billed $104.50 for several services on 4 March 2023. The usage was 512 kWh."
        " Payment is due by 25 March 2023. The account is 5500-1122."
    )


def test_a_rent_receipt() -> None:
    found = fields("receipt", RENT_RECEIPT)

    assert found["receipt_number"] == "R-2023-03"
    assert found["purpose"] == "rent"
    assert found["payer"] == "Kim Sample"
    assert found["payment_method"] == "check"


def test_an_invoice() -> None:
    found = fields("invoice", INVOICE)

    assert found["invoice_number"] == "W-2041"
    assert found["customer"] == "Sample Stores"
    assert found["due_date"] == "2021-06-03"
    assert found["subtotal"] == 120.0
    assert found["tax"] == 9.6


def test_a_letter_in_words() -> None:
    answer = record("other", LETTER)

    assert answer["total_amount"] is None
    assert answer["structured_data"]["recipient"] == "Ms. Sample"
    assert '"From 1 July the interest rate of your account will be 2.0 %.' in answer["summary"]


def test_a_bill_that_names_no_way_of_payment_is_not_said_to_be_collected() -> None:
    bill = "Example Broadband\nYour bill\nBill date: 3 May 2021\nTotal to pay  $40.00\nDue date: 20 May 2021"

    assert "direct debit" not in record("service_bill", bill)["summary"]


def test_a_subject_in_the_form_of_a_date_is_no_date() -> None:
    assert "0000-00-00" in record("other", LETTER.replace("Your savings account", "0000-00-00"))["summary"]


def test_several_pages_are_one_document() -> None:
    first, second = UTILITY_BILL.split("DESCRIPTION")

    assert record("utility_bill", first, "DESCRIPTION" + second)["structured_data"]["due_date"] == "2023-03-25"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("account_number", "Account Number  Summary of charges\n00112233  May 2", "00112233"),
        ("account_number", "Account number ****3310", "****3310"),
        ("account_number", "Account No: 4400 2210 9911", "4400 2210 9911"),
        ("account_number", "Account: see overleaf", None),
        ("account_number", "IBAN NL00 BANK 0123 4567 89", "NL00BANK0123456789"),
        ("account_number", "IBAN: DE00 0000 0000 0012 3456 78  BIC EXAMPLEX", "DE00000000000012345678"),
        ("account_number", "Your accounts are safe", None),
        ("policy_number", "Policy Number: SM-AUTO-2024-11", "SM-AUTO-2024-11"),
        ("invoice_number", "Rechnungs-Nr.: 2022/118", "2022/118"),
        ("invoice_number", "Numéro de facture : FA-20", "FA-20"),
        ("invoice_number", "Factuurnummer  88012", "88012"),
        ("invoice_number", "Invoice date: 01/02/2022", None),
        ("invoice_number", "INVOICE\n01/02/2022", None),
        ("invoice_number", "Invoice  120.00", None),
        ("vat_number", "BTW Nummer: NL 000000000B01", "NL 000000000B01"),
        ("vin", "VIN: 1XXBX00", None),
        ("vin", "VIN  1XXBX00X0XX012345", "1XXBX00X0XX012345"),
        ("license_plate", "Kenteken: 12-XYZ-3 (personenauto)", "12-XYZ-3"),
        ("license_plate", "Kennzeichen: DD-MM 123", "DD-MM 123"),
        ("license_plate", "Registration number: AB12 CDE 2019", "AB12 CDE"),
        ("license_plate", "Plate number: 12.05.2024", None),
        ("tax_year", "Tax Year 2023", "2023"),
        ("term", "Charges for Fall 2024", "Fall 2024"),
        ("form", "Form W-2 Wage and Tax Statement", "Form W-2"),
        ("usage", "493 kWh used at $0.10 per kWh\nElectricity used 493 kWh", 493.0),
        ("usage", "kWh consumption this period: 12,760", 12760.0),
        ("usage", "Tier 1  300 kWh\nTier 2  80 kWh", None),
        ("usage", "Tier 1  300 kWh\nTier 2  80 kWh\nWhole period  380 kWh", 380.0),
        ("usage", "9" * 400 + " kWh used", None),
        ("hours", "Total hours: 1,080.5", 1080.5),
        ("hours", "Total hours: " + "9" * 400, None),
        ("usage", "Same period last year: 300 kWh", None),
        ("usage", "Gas used 96 therms  $119.83", 96.0),
        ("usage_unit", "Water usage 6,200 gallons", "gallons"),
        ("tuition", "Base Tuition (12 units @ $708/unit)  $8,496.00", 8496.0),
        ("tuition", "Tuition, 12 units at $239.00  $2,868.00", 2868.0),
        ("subject", "Re: Boiler", "Boiler"),
        ("subject", "San Mira, CA\nOur branch is moving\nDear Kim,", "Our branch is moving"),
        ("subject", "4 Oak Street\nMs. Kim Sample\nDear Ms. Sample,", None),
        ("subject", "4 Oak Street in the town\nDear Ms. Sample,", None),
        ("previous_balance", "Previous balance  $118.44", 118.44),
        ("payments", "Payment received  -$118.44", 118.44),
        ("customer", "Customer care: 555 0100", None),
        ("student", "Student Accounts Office", None),
        ("service_address", "Service Address  TOTAL AMOUNT DUE ON MAY 02", None),
        ("payment_method", "YOU COULD WIN $500 CASH", None),
        ("payment_method", "CASH  20.00", "cash"),
        ("payment_method", "VISA ****1111", "card"),
        ("payment_method", "CASH 5.00\nVISA 5.00", None),
        ("purpose", "Parking fee for rent payers", "parking"),
        ("utility_kind", "Electricity used 3 kWh", "electricity"),
        ("insurance_kind", "Collision coverage, VIN", "vehicle"),
        ("instalment", "TOTAL MONTHLY PREMIUM  $9.00", "monthly"),
    ],
)
def test_one_field(name: str, text: str, value: Any) -> None:
    found = find_fields([text], {"properties": {name: {}}}).get(name)

    assert (found.value if found else None) == value


@pytest.mark.parametrize("document_type", TYPES)
@pytest.mark.parametrize("text", ["", "~~ ii ..", "Hello"])
def test_what_is_silent_gives_null(document_type: str, text: str) -> None:
    answer = record(document_type, text)

    assert answer["document_date"] is None
    assert answer["total_amount"] is None
    assert answer["currency"] is None
    assert not any(answer["structured_data"].values())
    assert answer["summary"].endswith(".")


@pytest.mark.parametrize("name", TYPED)
def test_every_value_has_words_of_the_document(name: str) -> None:
    document = TYPED[name]
    answer = record(document["type"], document["text"])
    known = {key for key, value in answer["structured_data"].items() if value is not None}
    text = "".join(document["text"].lower().split())

    assert known <= set(answer["evidence"])
    assert all("".join(words.lower().split()) in text for words in answer["evidence"].values())


@pytest.mark.parametrize("name", TYPED)
def test_the_answer_is_the_same_each_time(name: str) -> None:
    document = TYPED[name]

    assert record(document["type"], document["text"]) == record(document["type"], document["text"])


@pytest.mark.parametrize("document_type", ["receipt", "invoice", "bank_statement"])
@pytest.mark.parametrize("digits", [10, 30, 400])
def test_endless_digits_are_no_amount(document_type: str, digits: int) -> None:
    number = "9" * digits
    answer = record(document_type, f"Subtotal  ${number}.00\nTotal  ${number}.00\nNew balance  ${number}.00")

    assert answer["total_amount"] is None
    assert not any(isinstance(value, float) for value in answer["structured_data"].values())


def test_a_field_without_a_rule_is_null() -> None:
    schema = {"type": "object", "properties": {"shoe_size": {"type": "number"}}, "additionalProperties": False}
    answer = ask(engine("offline"), questions.summarize("p", [LETTER], "a_new_type", schema))

    assert answer["structured_data"] == {"shoe_size": None}
    assert answer["summary"]


def test_a_tax_that_cannot_be_is_dropped() -> None:
    found = fields("receipt", "Corner Deli\nSub Total  10.00\nTax  10.00\nTotal  $10.80\n03/04/2022 10:11")

    assert "tax" not in found


def test_a_good_record_scores_full_marks() -> None:
    assert score("utility_bill", UTILITY_BILL, record("utility_bill", UTILITY_BILL)) == {
        "score": 1.0,
        "reasoning": "Every check passed.",
        "suggested_prompt": None,
    }


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"entity": None}, "entity is known"),
        ({"document_date": None}, "date is known and plausible"),
        ({"document_date": "0024-03-04"}, "date is known and plausible"),
        ({"total_amount": None}, "total is known"),
        ({"currency": None}, "currency is known"),
        ({"summary": " "}, "summary is there"),
        ({"evidence": {}}, "due_date stands in the text"),
    ],
)
def test_a_poorer_record_scores_less(change: dict[str, Any], failed: str) -> None:
    answer = record("utility_bill", UTILITY_BILL)
    verdict = score("utility_bill", UTILITY_BILL, {**answer, **change})

    assert verdict["score"] < 1
    assert failed in verdict["reasoning"]


def test_a_required_field_is_missed() -> None:
    answer = record("utility_bill", UTILITY_BILL)
    without = {**answer, "structured_data": {**answer["structured_data"], "amount_due": None}}

    assert "amount_due is known" in score("utility_bill", UTILITY_BILL, without)["reasoning"]


def test_invented_evidence_is_found_out() -> None:
    answer = record("utility_bill", UTILITY_BILL)
    invented = {**answer, "evidence": {**answer["evidence"], "entity": "Southwind Energy"}}

    assert "entity stands in the text" in score("utility_bill", UTILITY_BILL, invented)["reasoning"]


def test_a_letter_needs_no_sum() -> None:
    assert "total" not in score("other", LETTER, record("other", LETTER))["reasoning"]


@pytest.mark.parametrize(
    ("text", "opening", "closing"),
    [
        (
            "Balance brought forward   310.00 DR\nBalance carried forward   1,204.50 DR",
            -310.0,
            -1204.5,
        ),
        ("Opening balance   100.00 CR\nWithdrawals   40.00\nClosing balance   60.00 CR", 100.0, 60.0),
    ],
)
def test_the_balances_of_an_account_have_the_sign_of_its_total(text: str, opening: float, closing: float) -> None:
    found = record("bank_statement", f"Sample Bank   Account statement\n{text}\n")
    assert found["total_amount"] == closing
    assert found["structured_data"]["closing_balance"] == closing
    assert found["structured_data"]["opening_balance"] == opening

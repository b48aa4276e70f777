"""Amounts: their printed forms, their labels, and the arithmetic checks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alfrd_luigi.extraction.amounts import find_currency, find_total
from alfrd_luigi.extraction.amounts.labelled_amounts import find_amount, labelled_amounts
from alfrd_luigi.extraction.amounts.labels import AmountKind, amount_kind
from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("RM 12.50", ["12.50"]),
        ("1.234,56 €", ["1234.56"]),
        ("1 234,56", ["1234.56"]),
        ("Rs. 319.00", ["319.00"]),
        ("$1,203.39", ["1203.39"]),
        ("1'250.00 CHF", ["1250.00"]),
        ("1,23,456.00", ["123456.00"]),
        ("2 150.00", ["150.00"]),
        ("KID: 0113712 NOK   60,000.00", ["60000.00"]),
        ("$9.5", ["9.5"]),
        ("€ 12,-", ["12"]),
        ("RM 5O.O3", ["50.03"]),
        ("-12.00", ["-12.00"]),
        ("12.00-", ["-12.00"]),
        ("(12.00)", ["-12.00"]),
        ("1,301.44 CR", ["-1301.44"]),
        ("3 x 2.50   7.50", ["2.50", "7.50"]),
        ("6.00%", []),
        ("12.50 kg", []),
        ("12.02.2018", []),
        ("17:40", []),
        ("$2.199", []),
    ],
)
def test_amounts_as_printed(text: str, values: list[str]) -> None:
    assert [money.value for money in find_money(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("TOTAL", AmountKind.TOTAL),
        ("TOTAI", AmountKind.TOTAL),
        ("T0TAL :", AmountKind.TOTAL),
        ("TOTALAMOUNTDUE", AmountKind.DUE),
        ("Sub-Total", AmountKind.SUBTOTAL),
        ("Total (Excluding GST)", AmountKind.SUBTOTAL),
        ("Total Incl. 6% GST", AmountKind.FINAL),
        ("Total Qty", AmountKind.OTHER),
        ("Total Tax", AmountKind.TAX),
        ("CHANGE DUE", AmountKind.CHANGE),
        ("Minimum Payment Due", AmountKind.OTHER),
        ("Previous balance", AmountKind.EARLIER),
        ("Ending Balance", AmountKind.CLOSING),
        ("Te betalen", AmountKind.DUE),
        ("Gesamtbetrag", AmountKind.FINAL),
        ("Montant TTC", AmountKind.FINAL),
        ("Total a pagar", AmountKind.DUE),
        ("Zwischensumme", AmountKind.SUBTOTAL),
        ("Cappuccino", None),
    ],
)
def test_labels(label: str, kind: AmountKind | None) -> None:
    assert amount_kind(label) is kind


def total(text: str, document_type: str | None = "receipt") -> Decimal | None:
    found = find_total([text], document_type)
    return found.value.value if found else None


def test_the_rounded_total_is_the_total() -> None:
    assert total("TOTAL   102.39\nRounding   0.01\nTOTAL   102.40") == Decimal("102.40")


def test_cash_less_change_proves_an_unreadable_label() -> None:
    assert total("Tea   6.10\nCake   8.20\n#~%   14.30\nCASH   20.00\nCHANGE   5.70") == Decimal("14.30")


def test_tax_summary_is_not_the_total() -> None:
    text = "TOTAL   159.00\nCASH   200.00\nCHANGE   41.00\nGST Summary   Amount   Tax\nTotal   150.00   9.00"
    assert total(text) == Decimal("159.00")


def test_what_is_due_after_a_part_payment_is_the_total_of_an_invoice() -> None:
    assert total("Total   $500.00\nPaid   $200.00\nBalance due   $300.00", "invoice") == Decimal("300.00")


def test_what_is_due_is_not_the_price_if_nothing_shows_how_it_is_worked_out() -> None:
    assert total("Total   $500.00\nBalance due   $310.00", "invoice") == Decimal("500.00")


def test_a_bill_asks_for_what_is_due() -> None:
    assert total("Total charges   $80.00\nPast due   $20.00\nAmount due   $100.00", "utility_bill") == Decimal("100.00")


def test_heading_over_its_value() -> None:
    assert total("Account   Due date   Amount due\n55-1   03/12/2020   $45.10", "utility_bill") == Decimal("45.10")


def test_whole_number_beside_a_total() -> None:
    assert total("Labour   2   700\nTOTAL   1400", "invoice") == Decimal(1400)


def test_letters_have_no_total_in_their_sentences() -> None:
    assert total("We will refund the total amount due of $120.00 to your account within ten days.", "other") is None


def test_no_amount_no_total() -> None:
    assert total("Opening hours 9 to 5") is None


def test_labelled_amounts_follow_the_order_of_the_labels() -> None:
    amounts = labelled_amounts(read_lines(["Tax   $2.00\nMinimum Payment Due   $35.00"]))
    found = find_amount(amounts, ["minimum payment", "tax"], None, earlier=False)
    assert found == Extract(35.0, "Minimum Payment Due   $35.00")
    assert find_amount(amounts, ["minimum payment", "tax"], ["TAX"], earlier=False) == Extract(2.0, "Tax   $2.00")
    assert find_amount(amounts, ["deductible"], None, earlier=False) is None


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Total $5.00", "USD"),
        ("Total $5.00\nABC Pty Ltd", "AUD"),
        ("Total S$5.00", "SGD"),
        ("Total 5,00 kr", None),
        ("Total 5,00 kr\nStockholm", "SEK"),
        ("Acme Sdn Bhd\nTOTAL 5.00", "MYR"),
        ("Total 5.00", None),
        ("All amounts in CAD\n5.00", "CAD"),
    ],
)
def test_currency(text: str, currency: str | None) -> None:
    found = find_currency([text])
    assert (found.value if found else None) == currency

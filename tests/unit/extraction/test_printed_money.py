"""Amounts of money as they are printed: value, mark and side, in the notations of several countries and by OCR."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alfrd_luigi.extraction.amounts import find_currency
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.amounts.money import (
    decimal_point,
    find_money,
    joins_groups,
    with_joined_groups,
)
from alfrd_luigi.extraction.amounts.signs import account_value, billed_value
from alfrd_luigi.extraction.lines import read_lines


def _values(line: str, point: str | None = None) -> str:
    return " ".join(f"{money.value:f}" for money in find_money(line, point))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("1'234'567.89", "1234567.89"),
        ("1\u2019234.50", "1234.50"),
        ("1\u00b4234.50", "1234.50"),
        ("1`234.50", "1234.50"),
        ("12,34,567.00", "1234567.00"),
        ("1,23,456.00", "123456.00"),
        ("kr 1 234:50", "1234.50"),
        ("kr. 1234:50", "1234.50"),
        ("1 234:50 kr", "1234.50"),
        ("SEK 99:00", "99.00"),
        ("1 000 Ft", "1000"),
        ("99 z\u0142", "99"),
        ("1.234,50 lei", "1234.50"),
        ("R$ 1.234,50", "1234.50"),
        ("Rp 5.000", "5000"),
        ("€ 1 234.50", "1234.50"),
        ("€ 1 234", "1234"),
        ("€ 1 234.", "1234"),
        ("$ 12 345 678", "12345678"),
        ("€ 1 234 pro Jahr", "1234"),
        ("€ 1 234  12", "1234"),
        ("$5 123 Main Street", "5"),  # an address
        ("RM 10 200 5", "10"),  # columns
        ("2 150,00", "2150.00"),
        ("123456789.00", "123456789.00"),
        ("KWD 5.375", "5.375"),
        ("5,5 €", "5.5"),
        ("5 €", "5"),
        ("$5.", "5"),
        ("a$5", "5"),
    ],
)
def test_a_notation_has_its_value(line: str, value: str) -> None:
    assert _values(line) == value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("€ 12,-", "12"),
        ("€ 12.--", "12"),
        ("12,\u2013", "12"),
        ("12,\u2014", "12"),
        ("45.-", "45"),
        ("5,- EUR", "5"),
        ("2'345.--", "2345"),
        ("1.295,-", "1295"),
        ("1.295,-- CHF", "1295"),
        ("CHF 1'295.-", "1295"),
        ("1 295,-", "1295"),
        ("45.- 5", ""),
    ],
)
def test_a_dash_stands_for_no_cents(line: str, value: str) -> None:
    assert [_values(line, point) for point in (None, ".", ",")] == [value] * 3


@pytest.mark.parametrize(
    ("line", "by_none", "by_point", "by_comma"),
    [
        ("$ 2.199", "", "2.199", "2199"),
        ("$ 3.459", "", "3.459", "3459"),
        ("€ 2.199", "2199", "2.199", "2199"),
        ("2.199 EUR", "2199", "2.199", "2199"),
        ("€ 2,199", "2199", "2199", "2.199"),
        ("kr 2.199", "2199", "2199", "2199"),
        ("KWD 2.199", "2.199", "2.199", "2.199"),
        ("€ 1.234.567", "1234567", "1234567", "1234567"),
        ("2.199", "", "", ""),
    ],
)
def test_three_digits_are_decimals_or_thousands_by_the_other_amounts(
    line: str, by_none: str, by_point: str, by_comma: str
) -> None:
    assert [_values(line, point) for point in (None, ".", ",")] == [by_none, by_point, by_comma]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1O.OO", "10.00"),
        ("l2.50", "12.50"),
        ("I2.5O", "12.50"),
        ("O.50", "0.50"),
        ("$O.99", "0.99"),
        ("12 .50", "12.50"),
        ("  12. 50", "12.50"),
        ("RM 88 17", "88.17"),
        ("88 17", ""),  # without a mark, two numbers
        ("RM 88 1", "88"),
        ("RM 12345 67", "12345"),
        ("12, 50  next", ""),
    ],
)
def test_what_ocr_misread_is_read(line: str, value: str) -> None:
    assert _values(line) == value


@pytest.mark.parametrize(
    "line",
    [
        "5.00%",
        "5.00 %",
        *(f"5.00 {unit}" for unit in ("kg", "g", "kWh", "km", "l", "L", "lbs", "oz", "hours", "hrs", "days", "pcs")),
        "5.00kWh",
        "12.02.2018",
        "01.04.-30.04.",
        "7.30-12.00",
        "17:40",
        "17.30 Uhr",
        "17.30Uhr",
        "#12.50",
        "12/50.00",
        "1.2.3.50",
        "Tel 030.12.50",
        "5.00-6.00",
        "12.345,6",
        "0.5",
        "2024",
        "no number",
        "",
    ],
)
def test_a_number_of_another_kind_is_no_amount(line: str) -> None:
    assert _values(line) == ""


@pytest.mark.parametrize(
    ("line", "by_point", "by_comma"),
    [
        ("bis 12.02.", "12.02", ""),  # with a point before the cents, an amount may end a sentence
        ("bis 31.12. ", "31.12", ""),
        ("bis 12.13.", "12.13", "12.13"),
        ("€ 12.02.", "12.02", "12.02"),
        ("am 12.02. fällig", "", ""),
        ("bis 05.02.", "", ""),
    ],
)
def test_a_day_at_the_end_of_a_line_is_no_amount(line: str, by_point: str, by_comma: str) -> None:
    assert [_values(line, point) for point in (".", ",")] == [by_point, by_comma]


def test_a_unit_is_a_word_of_its_own() -> None:
    assert _values("5.00 kilns  6.00 general  7.00 dayspring") == "5.00 6.00 7.00"


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("31.12.2018 5.00", "5.00"),
        ("24.12. 5.00", "5.00"),
        ("2 150.00", "150.00"),  # a quantity and a price
        ("3 x 2.50   7.50", "2.50 7.50"),
        ("5.00 - 6.00", "5.00 6.00"),
        ("18 480.00  5.00", "480.00 5.00"),
        ("RM5.00 $6 €7", "5.00 6 7"),
    ],
)
def test_a_line_has_several_amounts(line: str, values: str) -> None:
    assert _values(line) == values


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("-$5.00", "-5.00"),
        ("$-5.00", "-5.00"),
        ("$ -5.00", "-5.00"),
        ("EUR -5,00", "-5.00"),
        ("\u22125,00", "-5.00"),
        ("\u20135,00", "-5.00"),
        ("Rabatt  - 5,00", "-5.00"),
        ("5.00-", "-5.00"),
        ("5.00 -", "-5.00"),
        ("5.00 -  x", "-5.00"),
        ("(5.00)", "-5.00"),
        ("($5.00)", "-5.00"),
        ("(5.00", "5.00"),
        ("( $5.00 )", "5.00"),
        ("A-5.00", "5.00"),  # a dash within a word
        ("12-5.00", "5.00"),
        ("a - 5.00", "5.00"),
        ("5.00 CR", "-5.00"),
        ("5.00CR", "-5.00"),
        ("5.00 in credit", "-5.00"),
        ("5.00 credit", "-5.00"),
        ("5.00 credit card", "5.00"),
        ("5.00 credit note", "5.00"),
        ("5.00 credit limit", "5.00"),
        ("5.00 crown", "5.00"),
        ("5.00 DR", "5.00"),
    ],
)
def test_a_sign_is_before_or_behind(line: str, value: str) -> None:
    assert _values(line) == value


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("5,00 H", "credit"),
        ("5,00 S", "debit"),
        ("5,00 C  x", "credit"),
        ("5,00 D", "debit"),
        ("5,00 Haben", "credit"),
        ("5,00 Soll", "debit"),
        ("5,00 avere", "credit"),
        ("5,00 dare", "debit"),
        ("5,00 debet", "debit"),
        ("5.00 CR", "credit"),
        ("5.00 DR", "debit"),
        ("5.00 DB", "debit"),
        ("5.00 OD", "debit"),
        ("5.00 overdrawn", "debit"),
        ("5.00 in credit", "credit"),
        ("5,00 h", None),  # a letter is a capital
        ("5,00 S here", None),  # and ends its cell
        ("5.00 debit card", None),
        ("5.00 credit line", None),
        ("5.00     CR", None),
        ("5.00", None),
    ],
)
def test_the_side_of_an_account_is_printed_behind(line: str, side: str | None) -> None:
    (money,) = find_money(line)
    assert money.side == side


@pytest.mark.parametrize(
    ("line", "mark", "words"),
    [
        ("to US$ 5.00 now", "US$", "US$ 5.00"),
        ("to 5.00 US$ now", "US$", "5.00 US$"),
        ("C$5.00", "C$", "C$5.00"),
        ("RM5.00", "RM", "RM5.00"),
        ("kr. 99:00", "kr.", "kr. 99:00"),
        ("EUR5.00", "EUR", "EUR5.00"),
        ("5.00EUR", "EUR", "5.00EUR"),
        ("EURO 5.00", "EURO", "EURO 5.00"),
        ("USD1,234.50", "USD", "USD1,234.50"),
        ("5.00 euros", "euros", "5.00 euros"),
        ("usd5.00", None, "5.00"),
        ("AUSD5.00", None, "5.00"),
        ("Europe 5.00", None, "5.00"),
        ("$ * 5.00", "$", "$ * 5.00"),
        ("99:00 kr 5", "kr", "kr 5"),
        ("Room 5.00", None, "5.00"),
    ],
)
def test_an_amount_has_the_mark_beside_it(line: str, mark: str | None, words: str) -> None:
    (money,) = find_money(line)
    assert (money.mark, line[money.start : money.end]) == (mark, words)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("£1Z0.O0", ""),
        ("£12O", ""),
        ("€ 1.2S0,00", ""),
        ("£ 1 2 0 . 0 0", ""),
        ("£12O.00", "120.00"),
        ("1l9.95", "119.95"),
        ("$ 5 each", "5"),
        ("4.50 1 4.50", "4.50 4.50"),
    ],
)
def test_a_number_with_a_letter_that_may_be_any_digit_has_no_value(line: str, values: str) -> None:
    assert _values(line) == values


@pytest.mark.parametrize(
    ("line", "is_rate"),
    [
        ("$ 3.459", True),
        ("$ 3.450", False),
        ("$ 3.45", False),
        ("KWD 3.459", False),
        ("€ 3.459", True),
    ],
)
def test_the_price_of_a_unit_has_more_decimals(line: str, is_rate: bool) -> None:
    (money,) = find_money(line, ".")
    assert money.is_rate == is_rate


@pytest.mark.parametrize(
    ("lines", "point"),
    [
        (["5.00"], "."),
        (["5,00"], ","),
        (["5.00", "6,00", "7,00"], ","),
        (["5.00 6,00"], "."),  # the first of as many
        (["1,234.50"], "."),
        (["$ 109.100", "$ 5.000"], ","),
        (["$ 109,100 $ 5,000"], "."),
        (["$ 109.100"], None),  # one says too little
        (["$ 109.100", "$ 5.000", "6.00"], "."),
        (["12.02.2018"], None),
        (["17:30.00"], None),
        (["5,00%"], None),
        ([], None),
    ],
)
def test_most_amounts_tell_the_decimal_point_of_a_text(lines: list[str], point: str | None) -> None:
    assert decimal_point(lines) == point


@pytest.mark.parametrize(
    ("lines", "joins"),
    [
        (["18 480.00"], True),
        (["1 018 480.00"], True),
        (["8 480.00"], False),  # eight for 480
        (["8 480.00", "18 480.00"], True),
        (["R 8 480.00"], True),
        (["Rs. 8 480.00"], True),
        (["$ 8 480.00"], True),
        (["18 480.00", "1,200.00"], False),  # the text groups by commas
        (["18 480.00", "1'200.00"], False),
        (["x 18 480.00 y"], False),  # no cell
        (["a  18 480.00  b"], True),
        (["18 480.00-"], True),
    ],
)
def test_a_text_may_separate_thousands_by_spaces(lines: list[str], joins: bool) -> None:
    assert joins_groups(lines) == joins


def test_joined_groups_are_one_amount() -> None:
    assert _values(with_joined_groups("Total  18 480.00")) == "18480.00"
    assert _values(with_joined_groups("Pens 18 480.00")) == "480.00"
    assert _values(with_joined_groups("1 018 480.00  2 150.00")) == "1018480.00 2150.00"
    (single,) = read_amounts(read_lines(["Total  8 480.00"]))
    first, *_ = read_amounts(read_lines(["Total  8 480.00\nPens  18 480.00"]))
    assert [single.money.value, first.money.value] == [Decimal("480.00"), Decimal("8480.00")]


@pytest.mark.parametrize(
    ("line", "account", "billed"),
    [
        ("Endsaldo 5,00", "5.00", "5.00"),
        ("Endsaldo -5,00", "-5.00", "-5.00"),
        ("Endsaldo 5,00 H", "5.00", "5.00"),
        ("Endsaldo 5,00 S", "-5.00", "5.00"),
        ("Balance 5.00 CR", "5.00", "-5.00"),
        ("Balance 5.00 DR", "-5.00", "5.00"),
        ("Balance 5.00 overdrawn", "-5.00", "5.00"),
        ("Solde créditeur 5,00", "5.00", "5.00"),
        ("Solde débiteur 5,00", "-5.00", "5.00"),
        ("Solde débiteur -5,00", "-5.00", "-5.00"),
        ("Saldo a vostro debito 5,00", "-5.00", "5.00"),
        ("Guthaben 5,00", "5.00", "-5.00"),
        ("Credit balance 5.00", "5.00", "-5.00"),
    ],
)
def test_the_sign_of_a_balance_is_its_owner_s_and_that_of_a_bill_the_payer_s(
    line: str, account: str, billed: str
) -> None:
    (mention,) = read_amounts(read_lines([line]))
    assert [account_value(mention), billed_value(mention, credit_note=False)] == [Decimal(account), Decimal(billed)]
    assert billed_value(mention, credit_note=True) == -abs(Decimal(billed))


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Importe en euros\n5,00", "EUR"),
        ("Montant en euro\n5,00", "EUR"),
        ("Betrag EUR\n5,00", "EUR"),
        ("Amount (CAD)\n5.00", "CAD"),
        ("Fee in euro 5,00\nTotal $20.00\nTax $1.00", "USD"),  # that is beside its amount, not in a head
        ("Fee in euros: 5,00\nTotal $20.00\nTax $1.00", "USD"),
        ("Betrag EUR\nAmount USD\nTotal 5,00", None),  # two heads
        ("Currency: CAD\nTotal $5.00", "CAD"),
        ("Total AUD5.00", "AUD"),
        ("Plan AUD5", None),  # a number without cents may be a name
        ("Amount enclosed $ ______", "USD"),
        ("Amount enclosed $ ____ or € ____", None),
    ],
)
def test_the_head_of_a_column_names_the_currency(text: str, currency: str | None) -> None:
    found = find_currency([text])
    assert (found.value if found else None) == currency

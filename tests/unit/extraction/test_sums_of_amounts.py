"""What the amounts of a paper prove about each other: change, taxes, sums of accounts and misread digits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

import pytest

from alfrd_luigi.extraction.amounts import arithmetic
from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.lines import read_lines


def _read(text: str) -> list[AmountMention]:
    return read_amounts(read_lines([text]))


def _decimals(values: str) -> list[Decimal]:
    return [Decimal(value) for value in values.split()]


def _shown(values: Iterable[Decimal]) -> str:
    return " ".join(f"{value:.2f}" for value in sorted(values))


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("CASH   20.00\nCHANGE   5.70", "14.30"),
        ("CASH   20.00\nCHANGE   0.00", "20.00"),
        ("CASH   20.00\nCHANGE   20.00", ""),  # nothing was sold
        ("CASH   5.00\nCHANGE   20.00", ""),
        ("CASH   20.00\nCHANGE   -5.70", "14.30"),
        ("CASH   20.00\nCASH   50.00\nCHANGE   5.70", "14.30 44.30"),
        ("CASH   20.00", ""),
        ("CHANGE   5.70", ""),
        ("Gegeben   20,00\nRückgeld   5,70", "14.30"),
    ],
)
def test_the_cash_given_less_the_change_is_a_price(text: str, prices: str) -> None:
    assert _shown(arithmetic.paid_less_change(_read(text))) == prices


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("14.30\n20.00\n5.70", "14.30"),
        ("14.30\n15.00\n0.70", "14.30"),
        ("3.00\n14.30\n20.00\n5.70", "14.30"),
        ("14.30\n16.00\n1.70", ""),  # there is no note of 16
        ("14.30\n20.00\n5.60", ""),
        ("20.00\n20.00\n0.00", ""),
        ("14.30\nThank you\n20.00\n5.70", ""),
        ("14.30\n20.00\nThank you\n5.70", ""),
        ("14.30   20.00   5.70", ""),
        ("Tea 14.30\n20.00\n5.70", ""),
        ("14.30\n20.00\nChange 5.70", ""),
        ("14.30\n20.00", ""),
    ],
)
def test_three_amounts_below_each_other_are_price_cash_and_change(text: str, prices: str) -> None:
    assert _shown(arithmetic.handed_over(_read(text))) == prices


def _changed(text: str) -> list[str]:
    """The amounts that become change."""
    before = _read(text)
    after = arithmetic.with_change(before)
    return [
        f"{new.money.value:.2f}"
        for old, new in zip(before, after, strict=True)
        if old != new and new.kind is AmountKind.CHANGE
    ]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("TOTAL   14.30\nENTREGA   20.00\nDEVOLUCION   5.70", ["5.70"]),
        ("TOTAL   14.30\nENTREGA   20.00\nDEVOLUCION   -5.70", ["-5.70"]),
        ("TOTAL A PAGAR   14.30\nENTREGA   20.00\nDEVOLUCION   5.70", []),  # that asks for a payment
        ("Montant TTC   14.30\nENTREGA   20.00\nDEVOLUCION   5.70", ["5.70"]),
        ("TOTAL   14.30\nENTREGA   20.00\nDEVOLUCION   5.60", []),
        ("TOTAL   14.30\nENTREGA   20.00\nCHANGE   5.70", []),
        ("TOTAL   14.30\nDEVOLUCION   5.70", []),
        ("TOTAL   14.30\nENTREGA   20.00\nTrinkgeld   5.70", []),
    ],
)
def test_a_refund_of_the_cash_less_a_total_is_change(text: str, changed: list[str]) -> None:
    assert _changed(text) == changed


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Subtotal   10.00\nTax   2.00", "12.00"),
        ("Subtotal   10.00\nTax   2.00\nDiscount   1.00", "9.00 11.00 12.00"),
        ("Subtotal   10.00\nService charge   3.00\nTax   2.00", "12.00 13.00 15.00"),
        ("Subtotal   10.00\nTax   -2.00", "12.00"),
        ("Subtotal   0.00\nTax   2.00", ""),
        ("Subtotal   10.00\nTax   0.00", ""),
        ("Subtotal   10.00\nSubtotal   12.00\nTax   2.00", "14.00"),  # 12 is printed, and no sum
        ("Subtotal   10.00", ""),
        ("Tax   2.00", ""),
        ("Subtotal   10.00\nTax   2.00\nGST Summary   Amount   Tax\nTax   3.00", "12.00"),  # it splits what is above
    ],
)
def test_a_subtotal_has_sums_with_taxes_charges_and_discounts(text: str, sums: str) -> None:
    assert _shown(arithmetic.taxed_subtotals(_read(text))) == sums


@pytest.mark.parametrize(
    ("rates", "is_usual"),
    [
        ("5 5.5 6 7 7.7 8 8.1 8.5 9 10 12 13 15 17 18 19 20 21 22 23 24 25", True),
        ("1 2 3 4 4.9 11 14 16 26 27 30 50", False),  # no country has such a rate
    ],
)
def test_a_tax_has_a_usual_rate(rates: str, is_usual: bool) -> None:
    for rate in _decimals(rates):
        found = arithmetic.taxed_at_rate(_read(f"200.00\n{2 * rate:.2f}\n{200 + 2 * rate:.2f}"), [rate])
        assert (found is not None) == is_usual, rate


def test_any_amounts_have_such_sums_in_their_order() -> None:
    mentions = _read("Tax   2.00\nTax   1.00\nDiscount   4.00")
    found = arithmetic.taxed(_decimals("10 20"), mentions)
    assert _shown(found) == "6.00 7.00 8.00 11.00 12.00 16.00 17.00 18.00 21.00 22.00"
    assert found == sorted(found)


def test_the_sums_of_a_long_list_are_bounded() -> None:
    mentions = _read("\n".join(f"Tax   {number}.00" for number in range(1, 60)))
    assert _shown(arithmetic.taxed([Decimal(1000)], mentions)) == _shown(map(Decimal, range(1001, 1041)))
    assert arithmetic.taxed([Decimal(1000)], mentions[::-1]) == arithmetic.taxed([Decimal(1000)], mentions)
    assert len(arithmetic.taxed(map(Decimal, range(1000, 9000, 100)), mentions[:1])) == 40


@pytest.mark.parametrize(
    ("text", "rates", "gross"),
    [
        ("Net 100.00\nMwSt 19.00\nBrutto 119.00", "19", "119.00"),
        ("100.00\n19.00\n119.00", "7 19", "119.00"),
        ("19.00\n100.00\n119.00", "19", "119.00"),  # in either order
        ("100.00\n7.00\n107.00", "7", "107.00"),
        ("100.00\n19.00\n119.00", "7", None),
        ("100.00\n19.00\n118.00", "19", None),
        ("100.00\n19.00\n1.00\n2.00\n3.00\n119.00", "19", "119.00"),  # the price may be anywhere
        ("100.00\n1.00\n2.00\n19.00\n119.00", "19", "119.00"),
        ("100.00\n1.00\n2.00\n3.00\n19.00\n119.00", "19", None),  # net amount and tax are near to each other
        ("10.00\n1.90\n11.90", "19", "11.90"),
        ("9.99\n1.90\n11.89", "19", None),  # many a small amount is such a tax
        ("33.33\n6.33\n39.66", "19", "39.66"),  # rounded
        ("33.33\n6.34\n39.67", "19", "39.67"),
        ("33.33\n6.35\n39.68", "19", None),
        ("-100.00\n-19.00\n-119.00", "19", None),
        ("100.00\n19.00\n119.00\n200.00\n38.00\n238.00", "19", "238.00"),
        ("100.00\n19.00\nSubtotal 119.00", "19", None),
        ("", "19", None),
    ],
)
def test_the_tax_of_a_price_tells_it(text: str, rates: str, gross: str | None) -> None:
    found = arithmetic.taxed_at_rate(_read(text), _decimals(rates))
    assert (found and f"{found.gross:.2f}") == gross
    if found is not None:
        assert found.net + found.tax == found.gross
        assert found.net > found.tax


@pytest.mark.parametrize(
    ("text", "totals", "terms"),
    [
        ("Total 100.00   19.00\nTotal 119.00", "100 119", "19.00 100.00"),
        ("Total 100.00   19.40\nTotal 119.00", "100 119", "19.40 100.00"),  # rounded
        ("Total 100.00   19.40\nTotal 120.00", "100 120", ""),
        ("Total 100.50   19.00\nTotal 119.50", "100.50 119.50", "19.00 100.50"),
        ("Total 100.00   7.00   19.00\nTotal 119.00", "100 119", "19.00 100.00"),
        ("Total 100.00\nTax 19.00\nTotal 119.00", "100 119", ""),  # in another line
        ("Total 100.00   19.00\nTotal 119.00", "119", ""),
        ("Total 19.00   100.00\nTotal 119.00", "19 119", ""),  # a tax is less than the price
        ("Total 100.00   100.00\nTotal 200.00", "100 200", ""),
        ("Total 100.00   0.00\nTotal 100.00", "100", ""),
        ("Total 100.00   -19.00\nTotal 81.00", "100 81", ""),
    ],
)
def test_a_total_and_its_tax_are_terms_of_a_larger_total(text: str, totals: str, terms: str) -> None:
    assert _shown(arithmetic.terms_of_taxed(_read(text), set(_decimals(totals)))) == terms


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("500.00   200.00   300.00   400.00", "400.00"),  # 300 came in, 200 went out
        ("500.00   300.00   200.00   400.00", "400.00"),
        ("500.00   200.00   300.00   600.00", "600.00"),
        ("500.00   -200.00   300.00   600.00", "600.00"),  # by signs
        ("-500.00   200.00   300.00   -400.00", "400.00"),
        ("500.00   200.00   300.00   1000.00", "1000.00"),
        ("500.00   200.00   300.00   401.00", ""),
        ("500.00   0.00   300.00   800.00", ""),
        ("500.00   300.00   800.00", ""),
        ("500.00   200.00   300.00   400.00   1.00", ""),
        ("500.00   200.00\n300.00   400.00", ""),
    ],
)
def test_a_row_sums_an_account_up(text: str, sizes: str) -> None:
    assert _shown(arithmetic.account_rows(_read(text))) == sizes


@pytest.mark.parametrize(
    ("text", "differences"),
    [
        ("In 500.00   Out 200.00", "-300.00 300.00"),
        ("In 500.00\nOut 200.00", "-300.00 300.00"),
        ("In 500.00\nOut -200.00", "-300.00 300.00"),
        ("In -500.00\nOut 200.00", "-300.00 300.00"),
        ("Account\nof Ann\nIn 500.00\nOut 200.00", "-300.00 300.00"),
        ("In 500.00\nand\nOut 200.00", ""),
        ("In 500.00", ""),
        ("In 200.00   Out 200.00", "0.00"),
    ],
)
def test_the_sums_of_the_movements_differ_by_that_of_the_balances(text: str, differences: str) -> None:
    assert _shown(arithmetic.movements(_read(text))) == differences


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("13.50", "18.50", True),
        ("18.50", "13.50", True),
        ("11.00", "17.00", True),
        ("15.00", "16.00", True),
        ("10.00", "18.00", True),
        ("16.00", "18.00", True),
        ("15.00", "18.00", True),
        ("11.00", "14.00", True),
        ("10.00", "16.00", True),
        ("14.00", "19.00", True),
        ("12.00", "17.00", True),
        ("13.00", "15.00", True),
        ("16.00", "19.00", True),
        ("12.00", "13.00", False),
        ("13.30", "18.80", False),  # two digits
        ("13.00", "13.00", False),
        ("3.00", "18.00", False),
        ("3", "8.00", True),
        ("-13.00", "-18.00", True),
    ],
)
def test_two_values_look_alike_if_one_digit_may_be_misread(one: str, other: str, is_alike: bool) -> None:
    assert arithmetic.look_alike(Decimal(one), Decimal(other)) == is_alike
    assert arithmetic.look_alike(Decimal(other), Decimal(one)) == is_alike


@pytest.mark.parametrize(
    ("value", "sums", "is_there"),
    [
        ("10.00", "10", True),
        ("10.02", "10", True),
        ("9.98", "10", True),
        ("10.03", "10", False),
        ("9.97", "10", False),
        ("10.00", "9 10 11", True),
        ("10.00", "9 11", False),
        ("12.00", "9 11", False),
        ("1.00", "9 11", False),
        ("1.00", "", False),
    ],
)
def test_a_sum_may_be_two_cents_off(value: str, sums: str, is_there: bool) -> None:
    assert arithmetic.is_among(Decimal(value), _decimals(sums)) == is_there


@pytest.mark.parametrize("digits", [12, 13, 29, 60])
def test_the_longest_numbers_are_no_taxes(digits: int) -> None:
    """The remainder of such a long number would need more than a Decimal has."""
    net = "9" * digits
    mentions = _read(f"{net}.00\n19.00\n{net}.00")
    totals: Collection[Decimal] = {mention.money.value for mention in mentions}
    assert arithmetic.taxed_at_rate(mentions, _decimals("19")) is None
    assert arithmetic.terms_of_taxed(_read(f"Total {net}.00   19.00"), set(totals)) == set()

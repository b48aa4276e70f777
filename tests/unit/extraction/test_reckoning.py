"""Which amounts of a paper are sums of others, what remains of a total, and the running balance of an account."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alfrd_luigi.extraction.amounts.instalments import instalments
from alfrd_luigi.extraction.amounts.line_items import find_line_items
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.amounts.reckoning import reckon, running_balance
from alfrd_luigi.extraction.amounts.remainders import remainders
from alfrd_luigi.extraction.amounts.signs import account_value
from alfrd_luigi.extraction.lines import read_lines


def _read(text: str) -> list[AmountMention]:
    return read_amounts(read_lines([text]))


def _sums(text: str) -> list[str]:
    """The sums with the sign that their terms give them, each once."""
    found = [
        f"{each.value} = {', '.join(str(term.money.value) for term in each.terms)}" for each in reckon(_read(text))
    ]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Tea 2.00\nMilk 3.00\nTotal 5.00", ["5.00 = 2.00, 3.00"]),
        ("Tea 2.00\nMilk 3.00\nTotal 5.01", []),  # few terms are exact
        ("Tea 2.00\nMilk 3.00\nBread 4.00\nTotal 9.00", ["9.00 = 2.00, 3.00, 4.00"]),
        ("Tea 2.00\nMilk 3.00\nBread 4.00\nTotal 9.01", []),
        (
            "Tea 2.00\nMilk 7.00\nBread 4.00\nJam 6.00\nTotal 19.02",
            ["19.02 = 2.00, 7.00, 4.00, 6.00"],
        ),  # rounding adds up
        ("Tea 2.00\nMilk 7.00\nBread 4.00\nJam 6.00\nTotal 19.03", []),
        ("Price 10.00\nDiscount 2.00\nTotal 8.00", ["8.00 = 10.00, 2.00"]),
        ("Price 10.00\nfee 2.00\nrebate 1.00\nTotal 9.00", ["9.00 = 10.00, 2.00, 1.00"]),
        (
            "Price 20.00\na 3.00\nb 0.50\nc 7.00\nTotal 29.50",
            ["29.50 = 20.00, 3.00, 0.50, 7.00"],
        ),  # 20 + 3 - 0.5 + 7
        ("Price 30.00\na 2.00\nb 5.00\nc 9.00\nd 1.00\nTotal 25.00", []),  # five terms prove nothing by free signs
        ("Price 30.00\na -2.00\nb 5.00\nc -9.00\nd 1.00\nTotal 25.00", ["25.00 = 30.00, -2.00, 5.00, -9.00, 1.00"]),
        ("Price 30.00\na 3.00\nb 0.50\nc 7.00\nd 1.20\nTotal 18.30", ["18.30 = 30.00, 3.00, 0.50, 7.00, 1.20"]),
        (
            "Tea 2.00\nMilk 3.00\nSubtotal 5.00\nTax 1.00\nTotal 6.00",
            ["5.00 = 2.00, 3.00", "6.00 = 5.00, 1.00"],
        ),
        ("Subtotal 10.00\nTax 2.00\nTotal 12.00\nCASH 20.00\nCHANGE 8.00", ["12.00 = 10.00, 2.00"]),
        ("Credit 5.00-\nCharges 3.00\nAmount due 2.00-", ["-2.00 = -5.00, 3.00"]),
        ("Total 100.00\nPaid 120.00\nCredit balance 20.00", ["-20.00 = 100.00, 120.00"]),
        ("Total 100.00\nDeposit -40.00\nTo pay 60.00", ["60.00 = 100.00, -40.00"]),
        ("Total 0.00\nPaid 0.00\nBalance due 0.00", []),
        ("Charges 3.00\nCredit -5.00\nAmount due -2.00", ["-2.00 = 3.00, -5.00"]),
        ("Total 8.00\nDiscount 2.00\nPrice 10.00", ["10.00 = 8.00, 2.00"]),
        ("CHANGE -5.00\nTea 8.00\nTotal 3.00", ["3.00 = -5.00, 8.00"]),  # with a sign it is a part of the sum
        (
            "Tea 2.00\nMilk 3.00\nYou save 1.00 on all of your purchases in this shop here\nTotal 5.00",
            ["5.00 = 2.00, 3.00"],
        ),
        (
            "1.00 2.00 3.00 4.00 5.00 6.00 7.00 28.00",
            ["28.00 = 1.00, 2.00, 3.00, 4.00, 5.00, 6.00, 7.00"],
        ),
        ("5.00   1.00 2.00 3.00 4.00 6.00   9.00", ["9.00 = 2.00, 3.00, 4.00, 6.00"]),  # 2 - 3 + 4 + 6
        ("Tea 5.00\nTotal 5.00", []),  # one term is no sum
        ("net 10.00   tax 2.00   gross 12.00", ["12.00 = 10.00, 2.00"]),
        ("7.00   10.00   2.00   12.00", ["12.00 = 10.00, 2.00"]),  # of two amounts of the row
        ("Tea 2 3.00 6.00\nMilk 1 4.00 4.00\nTotal 10.00", ["10.00 = 6.00, 4.00"]),
        ("Tea 6.00  9.00\nMilk 4.00  8.00\nTotal 10.00", ["10.00 = 6.00, 4.00"]),  # of the first column
        ("MwSt 19%  10.00\nTea 2.00\nGST Summary   Amount   Tax\nTotal 12.00  1.00", []),
        ("", []),
    ],
)
def test_an_amount_is_the_sum_of_those_above_it(text: str, sums: list[str]) -> None:
    assert _sums(text) == sums


def _remaining(text: str) -> str:
    return " ".join(f"{each.value}/{each.whole}" for each in sorted(remainders(_read(text))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Total 100.00\nPaid 40.00\nBalance due 60.00", "60.00/100.00"),
        ("Total 100.00\nPaid 40.00\nPaid 10.00\nBalance due 50.00", "50.00/100.00"),
        ("Total 100.00\nPaid 40.00\nPaid 10.00\nBalance due 60.00", "60.00/100.00"),  # of one of them
        ("Total 100.00\nPaid 40.00\nBalance due 61.00", ""),
        ("Total 100.00\nDeposit -40.00\nTo pay 60.00", "60.00/100.00"),
        ("Total 100.00\nDeposit -40.00\nTotal 60.00", "60.00/100.00"),
        ("Total 100.00\nDeposit -40.00\n60.00", ""),  # without a label
        ("Total 100.00\nDeposit 40.00\nTotal 60.00", ""),  # without the sign of the deduction
        ("Total 100.00\nPaid 120.00\nCredit balance 20.00", "20.00/100.00"),
        ("Total 100.00\nPaid 100.00\nBalance due 0.00", ""),
        ("Total -100.00\nPaid 40.00\nBalance due 60.00", ""),
        ("Total 100.00\nInterest 5.00\nAmount due 105.00", "105.00/100.00"),
        ("Total 100.00\nInterest 5.00\nPast due 20.00\nAmount due 125.00", "125.00/100.00"),
        ("Amount due 125.00\nTotal 100.00\nInterest 5.00\nPast due 20.00", "125.00/100.00"),  # printed anywhere
        ("Total 100.00\nInterest 5.00\nAmount due 106.00", ""),
        ("Paid 40.00\nTotal 100.00\nBalance due 60.00", ""),  # a deduction follows its total
        ("Item 100.00\nPaid 40.00\nBalance due 60.00", ""),
        ("Subtotal 100.00\nPaid 40.00\nBalance due 60.00", ""),
        ("Amount due 100.00\nPaid 40.00\nBalance due 60.00", "60.00/100.00"),
        ("Total 0.00\nPaid 40.00\nBalance due -40.00", ""),
        ("Total 100.00\nTip 5.00\nPaid 40.00\nBalance due 60.00", "60.00/100.00"),  # a tip is no deduction
        ("Total 100.00\nDiscount 10.00\nPaid 40.00\nBalance due 50.00", "50.00/100.00"),
        ("Total 100.00\nPaid 10.00\nPaid 20.00\nPaid 30.00\nPaid 15.00\nBalance due 25.00", "25.00/100.00"),
        ("Total 100.00\nPaid 10.00\nPaid 20.00\nPaid 30.00\nPaid 15.00\nBalance due 40.00", "40.00/100.00"),
        ("Total 100.00\nDeposit -40.00\nShipping 60.00", ""),
        ("Total 100.00\nPaid 40.00\n" + "Item 1.00\n" * 8 + "Balance due 60.00", "60.00/100.00"),
        ("Total 100.00\nPaid 40.00\n" + "Item 1.00\n" * 9 + "Balance due 60.00", ""),  # far below
        ("Total 100.00\nFee 1.00\nFee 2.00\nFee 4.00\nFee 8.00\nAmount due 115.00", "115.00/100.00"),
        ("Total 100.00\nFee 1.00\nFee 2.00\nFee 4.00\nFee 8.00\nFee 16.00\nAmount due 131.00", ""),  # too many
        ("Total 100.00\nFee 1.00\nFee 2.00\nFee 4.00\nFee 8.00\nFee 16.00\nAmount due 101.00", "101.00/100.00"),
        ("Total 100.00\nFee 2 5.00 10.00\nAmount due 110.00", ""),  # the second column
        ("", ""),
    ],
)
def test_a_part_of_a_total_remains_to_be_paid(text: str, found: str) -> None:
    assert _remaining(text) == found


@pytest.mark.parametrize("others", [9, 10])
def test_what_remains_stands_near_its_total(others: int) -> None:
    """Ten amounts below a total are considered."""
    between = "\n".join(f"Line {number}.13" for number in range(3, 3 + others - 2))
    text = f"Total 100.00\nPaid 40.00\n{between}\nBalance due 60.00"
    assert (_remaining(text) == "60.00/100.00") == (others <= 10)
    assert _remaining(text.replace("Line 3.13", "Line 3.13\nLine 2.17\nLine 2.18")) == ""


def _balances(text: str) -> str:
    return " ".join(str(each.money.value) for each in running_balance(_read(text), account_value))


_ACCOUNT = "Balance 100.00\nShop 20.00  80.00\nPay 50.00  130.00\nRent 30.00  100.00"
_OTHER_ACCOUNT = "Balance 200.00\nShop 20.00  180.00\nPay 50.00  230.00\nRent 30.00  200.00"


@pytest.mark.parametrize(
    ("text", "balances"),
    [
        (_ACCOUNT, "100.00 80.00 130.00 100.00"),
        (_ACCOUNT.replace("Rent 30.00", "Rent -30.00"), "100.00 80.00 130.00 100.00"),
        (_ACCOUNT.rpartition("\n")[0], ""),  # two movements prove nothing
        (_ACCOUNT.replace("130.00", "131.00"), ""),
        (f"{_ACCOUNT}\nBalance 100.00", "100.00 80.00 130.00 100.00"),  # said again
        (f"{_ACCOUNT}\nTax 1.00  98.00", "100.00 80.00 130.00 100.00"),
        (f"{_ACCOUNT}\nTax 1.00  99.00", "100.00 80.00 130.00 100.00 99.00"),
        (f"{_ACCOUNT}\nTax 1.00  99.02", "100.00 80.00 130.00 100.00 99.02"),  # rounded
        (f"{_ACCOUNT}\nTax 1.00  99.03", "100.00 80.00 130.00 100.00"),
        (
            f"{_ACCOUNT}\nOther\n{_OTHER_ACCOUNT}",
            "200.00 180.00 230.00 200.00",
        ),
        ("", ""),
    ],
)
def test_the_balances_of_an_account_follow_its_movements(text: str, balances: str) -> None:
    assert _balances(text) == balances


@pytest.mark.parametrize(
    ("text", "totals", "parts"),
    [
        ("Total 1200.00\n1st payment due 300.00", "1200", "1200/300.00"),
        ("Total 1200.00\nAmount due 100.00", "1200", "1200/100.00"),
        ("Total 1200.00\nAmount due 171.43", "1200", ""),  # nobody pays a year in seven parts
        ("Total 1000.00\nAmount due 333.33", "1000", "1000/333.33"),
        ("Total 1000.00\nAmount due 333.30", "1000", ""),
        ("Total 1000.00\nAmount due 1000.00", "1000", ""),
        ("Total 1200.00\nAmount due 600.00\nAmount due 1200.00", "1200", ""),  # the whole is due itself
        ("01/02 Amount due 600.00\n01/08 Amount due 600.00", "1200", ""),  # all parts are printed: each is a term
        ("01/02 Amount due 400.00\n01/08 Amount due 400.00", "1200", "1200/400.00"),
        ("First instalment due 600.00\nSecond instalment due 600.00", "1200", ""),
    ],
)
def test_a_due_amount_may_be_an_equal_part_of_a_total(text: str, totals: str, parts: str) -> None:
    found = instalments(_read(text), {Decimal(value) for value in totals.split()})
    assert " ".join(f"{whole}/{part}" for whole, part in sorted(found)) == parts


def _items(text: str, total: str) -> list[tuple[str, int | None, str]]:
    lines = read_lines([text])
    found = find_line_items(lines, read_amounts(lines), Decimal(total))
    return [(item.description, item.quantity, str(item.amount)) for item in found]


@pytest.mark.parametrize(
    ("text", "total", "items"),
    [
        ("Tea   2.00\nMilk   3.00\nTotal   5.00", "5", [("Tea", None, "2.00"), ("Milk", None, "3.00")]),
        ("Tea   2   1.00   2.00\nMilk   3   1.00   3.00\nTotal   5.00", "5", [("Tea", 2, "2.00"), ("Milk", 3, "3.00")]),
        ("2 x Tea   2.00\nMilk   3.00\nTotal   5.00", "5", [("Tea", 2, "2.00"), ("Milk", None, "3.00")]),
        ("1. Tea   2.00\n2) Milk   3.00\nTotal   5.00", "5", [("Tea", None, "2.00"), ("Milk", None, "3.00")]),
        ("2x Tea   2.00\n1 X Milk   3.00\nTotal   5.00", "5", [("Tea", 2, "2.00"), ("Milk", 1, "3.00")]),
        ("2 xylophones   5.00\nTotal   5.00", "5", [("xylophones", 2, "5.00")]),
        ("Tea | 2 | 2.00\nMilk | 1 | 3.00\nTotal   5.00", "5", [("Tea", 2, "2.00"), ("Milk", 1, "3.00")]),
        ("2.00   Tea   2.00\nMilk   3.00\nTotal   5.00", "5", [("Tea", None, "2.00"), ("Milk", None, "3.00")]),
        (
            "Tea   2.00\nMilk   3.00\nSubtotal   5.00\nTax   1.00\nTotal   6.00",
            "6",
            [("Tea", None, "2.00"), ("Milk", None, "3.00")],
        ),
        ("Ref 17.00\nTea   2.00\nMilk   3.00\nTotal   5.00", "5", [("Tea", None, "2.00"), ("Milk", None, "3.00")]),
        ("Tea   2.00\nMilk   3.00\nTotal   5.00\nPaid 5.00", "5.02", [("Tea", None, "2.00"), ("Milk", None, "3.00")]),
        ("Tea   2.00\nMilk   3.00\nTotal   5.03", "5.03", []),
        ("Tea   2.00\nMilk   3.00\nTotal   5.00", "9.00", [("Tea", None, "2.00"), ("Milk", None, "3.00")]),
        ("Tea   2.00\nMilk   3.00\nTotal   5.01", "9.00", []),  # below several rows, only their exact sum proves them
        ("Tea   2.00\nTotal   2.00", "9.00", []),
        ("2.00\nTea\n3.00\nMilk\nTotal   5.00", "9.00", []),
        ("Tea   2.00\nMilk   3.00", "5", []),  # nothing below sums up
        ("2.00\n3.00\nTotal   5.00", "5", []),  # what for
        ("Tea   2.00\n3.00\nTotal   5.00", "5", []),
        ("Product 1   2.00\nTotal   2.00", "2", [("Product 1", None, "2.00")]),
        ("Quantity: 1   2.00\nTotal   2.00", "2", []),
        ("Quantity Price\n2.00\nTotal   2.00", "2", []),  # the heads of columns describe nothing
        ("Oak   120   2.00\nElm   3.00\nTotal   5.00", "5", [("Oak", None, "2.00"), ("Elm", None, "3.00")]),  # a code
        ("Oak   99   2.00\nElm   3.00\nTotal   5.00", "5", [("Oak", 99, "2.00"), ("Elm", None, "3.00")]),
        ("Oak   0   2.00\nElm   3.00\nTotal   5.00", "5", [("Oak", None, "2.00"), ("Elm", None, "3.00")]),
        (
            "Oak   3   0.67   2.00\nElm   3.00\nTotal   5.00",
            "5",
            [("Oak", 3, "2.00"), ("Elm", None, "3.00")],
        ),  # rounded
        ("Oak   3   0.68   2.00\nElm   3.00\nTotal   5.00", "5", [("Oak", None, "2.00"), ("Elm", None, "3.00")]),
        (
            "Oak   2   3   2.00\nElm   3.00\nTotal   5.00",
            "5",
            [("Oak", None, "2.00"), ("Elm", None, "3.00")],
        ),  # which one
        ("Oak   2 pcs   2.00\nElm   3 Stk   3.00\nTotal   5.00", "5", [("Oak", 2, "2.00"), ("Elm", 3, "3.00")]),
    ],
)
def test_the_rows_that_sum_up_to_a_total_are_its_items(
    text: str, total: str, items: list[tuple[str, int | None, str]]
) -> None:
    assert _items(text, total) == items


@pytest.mark.parametrize("leading", [4, 5])
def test_a_few_rows_above_the_items_may_be_none(leading: int) -> None:
    above = "\n".join(f"Ref {number}7.13" for number in range(1, leading + 1))
    found = _items(f"{above}\nTea   2.00\nTotal   2.00", "2")
    assert (found == [("Tea", None, "2.00")]) == (leading < 5)

"""How many terms a sum may have, in a column and in a line, and which sign it has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.amounts.reckoning import Sum, reckon, running_balance
from alfrd_luigi.extraction.amounts.signs import account_value
from alfrd_luigi.extraction.lines import read_lines


def _reckoned(text: str) -> list[Sum]:
    return reckon(read_amounts(read_lines([text])))


@pytest.mark.parametrize(("terms", "found"), [(59, 59), (60, 60), (61, 0)])
def test_a_sum_has_at_most_sixty_terms(terms: int, found: int) -> None:
    amounts = [Decimal(f"{(each * each * 7 + each * 13) % 97 + 1}.{each * 37 % 100:02}") for each in range(terms)]
    items = "\n".join(f"Item {amount}" for amount in amounts)
    sums = _reckoned(f"{items}\nTotal {sum(amounts)}")
    assert {len(each.terms) for each in sums} == ({found} if found else set())


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("a 9.00\nb 1.00\nc 2.00\nSubtotal 3.00\nTotal 12.00", "3.00=1.00+2.00 12.00=9.00+3.00"),
        ("a 1.00\nb 2.00\nSum 3.00\nc 4.00\nTotal 7.00", "3.00=1.00+2.00 7.00=3.00+4.00"),
        ("Charges 5.00\nPaid -3.00\nTotal 2.00", "2.00=5.00+-3.00"),  # deducted once
        ("Price 10.00\nDiscount -2.00\nfee 1.00\nTotal 9.00", "9.00=10.00+-2.00+1.00"),
        ("Discount -2.00\nPrice 10.00\nTotal 8.00", "8.00=-2.00+10.00"),
        ("Price 5.00\nPaid 8.00\nfee 1.00\nTotal 2.00", "-2.00=5.00+8.00+1.00"),  # more was paid
        ("Credit -5.00\nCredit -2.00\nTotal 7.00", "-7.00=-5.00+-2.00"),
        ("a 1.00\nb 2.00\nTotal -3.00", "-3.00=1.00+2.00"),  # the printed sign
        ("a 2.00\nb -2.00\nc 3.00\nTotal 3.00", "3.00=2.00+-2.00+3.00"),
        ("Price 30.00\na 2.00\nDiscount 5.00\nb 1.00\nc 9.00\nTotal 37.00", "37.00=30.00+2.00+5.00+1.00+9.00"),
        ("Price 30.00\na 2.00\nDiscount -5.00\nb 1.00\nc 9.00\nTotal 37.00", "37.00=30.00+2.00+-5.00+1.00+9.00"),
        ("Price 30.00\na 2.00\nb -5.00\nc 1.50\nd 9.10\nTotal 12.40", "12.40=30.00+2.00+-5.00+1.50+9.10"),
        ("1.00 20.00 300.00 4000.00 50.00 7.00 27.00", "27.00=20.00+7.00"),  # two of six amounts of a line
        ("1.00 20.00 300.00 4000.00 50.00 7.00 8.00 28.00", ""),  # chance may make two of seven fit
        ("1.00 20.00 300.00 4000.00 50.00 7.00 328.00", ""),  # nor three of six
    ],
)
def test_a_sum_has_these_terms_and_this_sign(text: str, sums: str) -> None:
    found = (f"{each.value}={'+'.join(str(term.money.value) for term in each.terms)}" for each in _reckoned(text))
    assert " ".join(dict.fromkeys(found)) == sums


@pytest.mark.parametrize(
    ("text", "balances"),
    [
        ("a 5.00 100.00\nb 10.00 90.00\nc 20.00 70.00\nd 5.00 75.00", "100.00 90.00 70.00 75.00"),
        ("a 5.00 100.00\nb 10.00 90.00\nc 20.00 70.00", ""),
        ("100.00\nb 10.00 90.00\n90.00\nc 20.00 70.00\nd 1.00 69.00", "100.00 90.00 70.00 69.00"),  # carried over
        ("100.00\nb 10.00 90.00\n95.00\nc 20.00 70.00\nd 1.00 69.00", ""),
        ("100.00\nb 9.00 10.00 90.00\nc 20.00 1.00 70.00\nd 1.00 69.00", "100.00 90.00 70.00 69.00"),
    ],
)
def test_three_movements_prove_a_balance(text: str, balances: str) -> None:
    found = running_balance(read_amounts(read_lines([text])), account_value)
    assert " ".join(str(each.money.value) for each in found) == balances

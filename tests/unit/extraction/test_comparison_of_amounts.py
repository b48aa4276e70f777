"""A total is less sure beside a larger amount, others in its line, or others below it, whatever their labels are."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.amounts.comparison import compare
from alfrd_luigi.extraction.amounts.mentions import amounts_of
from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.records import find_heads

BILL = """Sample Energy Ltd
1 Mill Lane, Portsmouth
Invoice date: 4 November 2024
Standing charge   18.00
Gas used   104.30
{before}
Total amount due   122.30{beside}
{below}
"""


def _bill(*, before: str = "", beside: str = "", below: str = "") -> tuple[str, ...]:
    return (BILL.format(before=before, beside=beside, below=below),)


def _compared(pages: tuple[str, ...]) -> set[str]:
    amounts = amounts_of(pages)
    (total,) = (each for each in amounts if f"{each.money.value:f}" == "122.30")
    return {name for name, holds in compare(total, amounts).items() if holds}


@pytest.mark.parametrize(
    ("pages", "signs"),
    [
        (_bill(), set()),
        (_bill(before="Sum insured   9000.00"), {"larger"}),
        (_bill(before="Earlier balance   -9000.00"), {"larger"}),
        (_bill(before="Deposit   12.00"), set()),
        (_bill(beside="   10.00"), {"row"}),
        (_bill(below="Tax in it   20.00"), {"below"}),
        (_bill(below="Bonus in a year   500.00"), {"larger", "below"}),
        (_bill(below="Call us on 0800 123 456."), set()),
    ],
)
def test_an_amount_is_compared_with_all_others(pages: tuple[str, ...], signs: set[str]) -> None:
    assert _compared(pages) == signs


@pytest.mark.parametrize("other", [_bill(before="Sum insured   9000.00"), _bill(below="Tax in it   20.00")])
def test_a_total_with_such_a_sign_is_less_sure_and_the_same(other: tuple[str, ...]) -> None:
    alone, beside = (find_heads(pages, "utility_bill")["total_amount"] for pages in (_bill(), other))
    assert alone is not None
    assert beside is not None
    assert alone.value == beside.value
    assert probability("total_amount", beside.signs) < probability("total_amount", alone.signs)

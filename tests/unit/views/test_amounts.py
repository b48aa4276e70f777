"""Amounts that are far outside the usual range, and prices that rose."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.views.amounts import Rise, is_unusual, rise, unusual

_AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def _of(*amounts: float) -> list[Decimal]:
    return [Decimal(str(amount)) for amount in amounts]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (_of(50, 52, 49, 51, 50, 310), [5]),
        (_of(50, 52, 49, 51, 50, 3), [5]),
        (_of(50, 52, 49, 51, 310, 50, 52), [4]),
        (_of(60, 80, 130, 170, 150, 90), []),  # as the seasons are
        (_of(50, 52, 49, 51, 50, 0), [5]),
        (_of(40, 50, 40, 50, 61.25), []),  # a quarter of the middle away
        (_of(40, 50, 40, 50, 61.26), [4]),
        (_of(50, 50, 50, 50, 60), []),
        (_of(50, 50, 50, 50, -50), []),  # a credit note
        (_of(50, 50, 50, 500), []),  # three others are too few
        (_of(10, 10, 10, 10, 20, 20), []),  # it stays
        (_of(-10, -12, -11, -10, -11), []),
        ([], []),
    ],
)
def test_an_amount_far_outside_the_range_is_unusual(amounts: Sequence[Decimal], expected: list[int]) -> None:
    assert unusual(amounts) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (_of(9.99, 9.99, 9.99, 11.99, 11.99), (Decimal("9.99"), Decimal("11.99"), 2)),
        (_of(9.99, 9.99, 9.99, 10.99, 10.99, 10.99, 12.99, 12.99), (Decimal("10.99"), Decimal("12.99"), 2)),
        (_of(1200, 1200, 1200, 1200, 1250, 1250, 1250), (Decimal(1200), Decimal(1250), 3)),
        (_of(9.99, 9.99, 9.99, 11.99), None),  # one amount may be an outlier
        (_of(9.99, 9.99, 9.99, 30, 9.99, 9.99), None),
        (_of(9.99, 9.99, 9.99, 9.99, 9.99), None),
        (_of(11.99, 11.99, 11.99, 9.99, 9.99), None),  # it fell
        (_of(60, 80, 70, 120, 121), None),  # no regular amount before
        (_of(9.99, 9.99, 11.99, 11.99), None),
        (_of(10, 10, 10, 10.05, 10.05), None),  # rounding
        (_of(100, 100, 100, 101, 101), (Decimal(100), Decimal(101), 2)),  # by a hundredth
        (_of(100, 100, 100, 100.99, 100.99), None),
        (_of(100, 100, 100, 102, 104), (Decimal(100), Decimal(103), 2)),
        (_of(100, 100, 100, 101.5, 103.6), None),  # by less than the new ones differ
        (_of(100, 101, 102, 104, 104), (Decimal(101), Decimal(104), 2)),
        (_of(100, 101, 102, 103.9, 103.9), None),  # by less than the old ones differ
        (_of(1176, 1200, 1224, 1300, 1310), (Decimal(1200), Decimal(1305), 2)),
        (_of(1175, 1200, 1224, 1300, 1310), None),  # two hundredths apart are one price
        (_of(0, 0, 0, 5, 5), None),
        (_of(-10, -10, -10, -5, -5), None),
        ([], None),
    ],
)
def test_a_price_rose_if_it_stays(amounts: Sequence[Decimal], expected: object) -> None:
    assert rise(amounts) == expected


def test_a_rise_is_news_on_three_papers() -> None:
    assert [Rise(Decimal(1), Decimal(2), papers).is_news for papers in (2, 3, 4)] == [True, True, False]


def test_an_amount_is_unusual_unless_it_makes_a_rise() -> None:
    usual = _of(9.99, 9.99, 9.99, 9.99)
    assert is_unusual(Decimal(20), usual)
    assert not is_unusual(Decimal(20), [*usual, Decimal(20)])
    assert not is_unusual(Decimal("9.99"), usual)
    assert not is_unusual(Decimal(20), usual[:3])


@given(st.lists(_AMOUNTS, max_size=30))
def test_what_is_unusual_is_one_of_them(amounts: list[Decimal]) -> None:
    found = unusual(amounts)
    assert set(found) <= set(range(4, len(amounts)))
    step = rise(amounts)
    assert step is None or (step.after > step.before > 0 and 2 <= step.papers <= len(amounts) - 3)

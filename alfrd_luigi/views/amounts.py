"""What is remarkable about the amounts of a series: one far outside the usual range, and a price that rose."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from alfrd_luigi.views.expectations import NEWEST, usual

# An amount is unusual if it is farther from the usual range than that is wide, and than this share of the middle.
_FAR = Decimal("0.25")
# Amounts are the same price if each is within this share of their middle, and a rise is at least as much.
_SAME = Decimal("0.02")
_LEAST_RISE = Decimal("0.01")
_LEAST_BEFORE, _LEAST_AFTER = 3, 2
_NEWS = 3


class Rise(NamedTuple):
    """A lasting step up of a regular amount: the amounts before and after it, and the number of papers since."""

    before: Decimal
    after: Decimal
    papers: int

    @property
    def is_news(self) -> bool:
        """Whether few papers have the new amount yet."""
        return self.papers <= _NEWS


def unusual(amounts: Sequence[Decimal]) -> list[int]:
    """The places of amounts that are far outside the range of those before them, which are in the order of dates.

    A credit is none, nor an amount that the later ones keep.
    """
    kept = rise(amounts)
    end = len(amounts) - kept.papers if kept else len(amounts)
    return [place for place in range(end) if _is_far(amounts[place], amounts[:place])]


def is_unusual(amount: Decimal, before: Sequence[Decimal]) -> bool:
    """Whether an amount is far outside the range of those before it, and no lasting step up."""
    return rise([*before, amount]) is None and _is_far(amount, before)


def rise(amounts: Sequence[Decimal]) -> Rise | None:
    """The last lasting step up among the newest amounts, which are in the order of dates. None without one.

    Three papers before it, and at least two since, have the same price each.
    """
    newest = amounts[-NEWEST:]
    if not newest or newest[-1] < min(newest) * (1 + _LEAST_RISE):
        return None  # as most series are
    for place in range(len(newest) - _LEAST_AFTER, _LEAST_BEFORE - 1, -1):
        after, before = newest[place:], newest[place - _LEAST_BEFORE : place]
        if not _is_price(after):
            return None
        if _is_price(before) and _is_above(after, before):
            return Rise(round(median(before), 2), round(median(after), 2), len(after))
    return None


def _is_above(after: Sequence[Decimal], before: Sequence[Decimal]) -> bool:
    """Whether amounts are higher by more than each of the two differ among themselves."""
    step = min(after) - max(before)
    return step >= max(_LEAST_RISE * max(before), max(after) - min(after), max(before) - min(before))


def _is_far(amount: Decimal, before: Sequence[Decimal]) -> bool:
    found = usual(before)
    if found is None or amount < 0:
        return False
    reach = max(found.highest - found.lowest, _FAR * abs(found.middle))
    return not found.lowest - reach <= amount <= found.highest + reach


def _is_price(amounts: Sequence[Decimal]) -> bool:
    middle = median(amounts)
    return middle > 0 and all(abs(amount - middle) <= _SAME * middle for amount in amounts)

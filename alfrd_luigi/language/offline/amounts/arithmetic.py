"""What the other amounts of a document prove about its total."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product

from alfrd_luigi.language.offline.amounts.entries import Entry
from alfrd_luigi.language.offline.amounts.labels import Kind

_TOLERANCE = Decimal("0.02")
_LARGEST_ROUNDING = Decimal("0.05")
# Enough for any bill; an endless list of amounts must not multiply with another.
_MOST_VALUES = 40


def paid_less_change(entries: Sequence[Entry]) -> set[Decimal]:
    """Cash handed over less the change given: what the purchase cost, whatever the label beside it says."""
    pairs = product(_values(entries, Kind.TENDERED), _values(entries, Kind.CHANGE))
    return {cash - change for cash, change in pairs if cash > change}


def taxed_subtotals(entries: Sequence[Entry]) -> list[Decimal]:
    """Every subtotal with tax, charges and discount of the document applied, each or not; in ascending order."""
    sums = {value for value in _values(entries, Kind.SUBTOTAL) if value}
    untouched = set(sums)
    for kind, sign in ((Kind.TAX, 1), (Kind.CHARGE, 1), (Kind.DISCOUNT, -1)):
        sums |= {base + sign * step for base, step in product(_few(sums), _values(entries, kind))}
    return sorted(sums - untouched)


def rounded(values: Iterable[Decimal], entries: Sequence[Entry]) -> set[Decimal]:
    """The values with a rounding that the document prints applied; a rounding is five cents at most."""
    steps = {
        entry.money.value
        for entry in entries
        if entry.kind is Kind.ROUNDING and 0 < abs(entry.money.value) <= _LARGEST_ROUNDING
    }
    return {value + step for value, step in product(_few(values), _few(steps))}


def is_among(value: Decimal, sums: Sequence[Decimal]) -> bool:
    """Whether a value equals one of the sums, in ascending order, give or take what rounding of each tax line costs."""
    nearest = bisect_left(sums, value - _TOLERANCE)
    return nearest < len(sums) and sums[nearest] <= value + _TOLERANCE


def _values(entries: Sequence[Entry], kind: Kind) -> list[Decimal]:
    return _few(abs(entry.money.value) for entry in entries if entry.kind is kind and not entry.in_tax_summary)


def _few(values: Iterable[Decimal]) -> list[Decimal]:
    return sorted(set(values))[:_MOST_VALUES]

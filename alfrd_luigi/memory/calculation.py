"""Which of several amounts of a paper the others lead to: the goods to the net amount, this and the tax to the total.

The labels say nothing here. Where an amount is the sum or difference of others depends on its place alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from alfrd_luigi.assessment.printing import is_same

_CENT, _ROUNDED = 0.005, 0.05
"""How far amounts of the same value differ. Change is rounded to the smallest coin."""
_CHANGE_LINES = 2
"""The lines below what was handed over in which its change stands."""


class Amount(NamedTuple):
    """A printed value, and the number of its line and its offset there."""

    value: Any
    line: int
    start: int

    def is_above(self, other: Amount) -> bool:
        """Whether it comes before another one."""
        return self[1:] < other[1:]


def passed(amounts: Sequence[Amount], printed: Sequence[Amount]) -> list[float]:
    """The values of the amounts that lead to another of them, or follow from it. `printed` are all of the paper."""
    pairs = ((upper, lower) for upper in amounts for lower in amounts if upper.is_above(lower))
    return [out.value for upper, lower in pairs if (out := _passed(upper, lower, printed)) is not None]


def _passed(upper: Amount, lower: Amount, printed: Sequence[Amount]) -> Amount | None:
    """The one of two amounts that leads to, or follows from, the other. None if neither does.

    With their sum between them, the lower one is change: total, cash, change. With their difference between them, or
    with others that add up to it, the upper one leads to the lower: goods, net, tax, total. With their difference in a
    line below them, the lower one was handed over.
    """
    if is_same(upper.value, lower.value):
        return None
    between = [each.value for each in printed if upper.is_above(each) and each.is_above(lower)]
    if _has(between, abs(upper.value) + abs(lower.value), _CENT):
        return lower
    difference = abs(upper.value) - abs(lower.value)
    if _has(between, difference, _CENT):
        return upper
    if _has(_below(lower, printed), difference, _ROUNDED):
        return lower
    return upper if _adds_up(upper, lower, printed) else None


def _has(values: Iterable[float], wanted: float, within: float) -> bool:
    return any(abs(abs(each) - abs(wanted)) < within for each in values)


def _below(amount: Amount, printed: Sequence[Amount]) -> list[float]:
    """The values just below an amount that have a line of their own."""
    lines = range(amount.line + 1, amount.line + 1 + _CHANGE_LINES)
    rows = ([each.value for each in printed if each.line == line] for line in lines)
    return [row[0] for row in rows if len(row) == 1]


def _adds_up(upper: Amount, lower: Amount, printed: Sequence[Amount]) -> bool:
    """Whether the last amounts of the lines above the lower one, the upper one among them, add up to it."""
    last = {each.line: each for each in printed if each.line < lower.line}
    total = 0.0
    for line in sorted(last, reverse=True):
        total += last[line].value
        if is_same(total, lower.value):
            return line <= upper.line and last.get(upper.line) == upper
    return False

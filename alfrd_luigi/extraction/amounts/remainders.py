"""What remains to be paid of a total: the amounts that a document works out from it, and prints below or above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention

_WHOLES = frozenset({AmountKind.FINAL, AmountKind.TOTAL, AmountKind.GROSS, AmountKind.DUE})
_DEDUCTIONS = frozenset(
    {AmountKind.DISCOUNT, AmountKind.PAID, AmountKind.OTHER, AmountKind.TENDERED, AmountKind.CREDIT}
)
_REMAINDERS = frozenset(
    {
        None, AmountKind.DUE, AmountKind.TOTAL, AmountKind.FINAL, AmountKind.AMOUNT,
        AmountKind.CLOSING,
    }
)  # fmt: skip
_SETTLED = frozenset({AmountKind.CREDIT, AmountKind.DUE})
_CLEAR = frozenset({AmountKind.DUE, AmountKind.CREDIT})
_MOST_AMOUNTS = 10
_MOST_STEPS = 4
_MOST_TERMS = 3


class Remainder(NamedTuple):
    """An amount that remains, and the total from which it is worked out."""

    value: Decimal
    whole: Decimal


def remainders(mentions: Sequence[AmountMention]) -> set[Remainder]:
    """What remains of each total after its deductions, and what is due in all after the items that follow it."""
    found: set[Remainder] = set()
    due = {each.money.value for each in mentions if each.kind is AmountKind.DUE and not each.in_prose}
    for index, whole in enumerate(mentions):
        if whole.kind in _WHOLES and whole.money.value > 0 and not (whole.in_tax_summary or whole.in_prose):
            below = mentions[index + 1 : index + 1 + _MOST_AMOUNTS]
            found.update(_after_deductions(whole, below))
            found.update(_after_additions(whole, below, due))
    return found


def _after_deductions(whole: AmountMention, below: Sequence[AmountMention]) -> Iterator[Remainder]:
    for index, mention in enumerate(below):
        steps = below[:index]
        if mention.kind is None and not all(map(_is_deduction, steps)):
            continue
        if mention.money.value and whole.money.value - _owed(mention) in _deducted(mention, steps):
            yield Remainder(mention.money.value, whole.money.value)


def _deducted(mention: AmountMention, steps: Sequence[AmountMention]) -> set[Decimal]:
    """What may have been deducted between a total and what remains."""
    deductions = [each for each in steps if _is_deduction(each)]
    if not _may_remain(mention, deductions):
        return set()
    return _partial_sums([abs(each.money.value) for each in deductions]) - {Decimal(0)}


def _owed(mention: AmountMention) -> Decimal:
    """The amount that is to be paid: less than nothing for one in the customer's favour."""
    return -abs(mention.money.value) if mention.kind is AmountKind.CREDIT else mention.money.value


def _after_additions(whole: AmountMention, below: Sequence[AmountMention], due: set[Decimal]) -> Iterator[Remainder]:
    """The due amounts, printed anywhere, that are the total with the next amounts below it."""
    steps = [each.money.value for each in below if each.column == 1 and each.kind not in _SETTLED]
    steps = steps[:_MOST_STEPS]
    for total in (whole.money.value + step for step in _partial_sums(steps)):
        if total in due and total > 0 and total != whole.money.value:
            yield Remainder(total, whole.money.value)


def _is_deduction(mention: AmountMention) -> bool:
    return mention.money.value < 0 or mention.kind in _DEDUCTIONS


def _may_remain(mention: AmountMention, deductions: Sequence[AmountMention]) -> bool:
    """Whether an amount may be what remains. Without a label that says so, the deductions must have their sign."""
    if mention.kind in _CLEAR:
        return True
    signed = all(each.money.value < 0 for each in deductions)
    return mention.kind in _REMAINDERS and bool(mention.label) and signed and not _is_deduction(mention)


def _partial_sums(values: Sequence[Decimal]) -> set[Decimal]:
    """The sums of all values, and of up to three of them."""
    few = range(1, _MOST_TERMS + 1)
    return {sum(values, Decimal(0)), *(sum(some, Decimal(0)) for count in few for some in combinations(values, count))}

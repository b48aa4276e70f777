"""What the amounts of a document give together: sums, what remains of them, prices with tax, balances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alfrd_luigi.extraction.amounts.arithmetic import (
    Taxed,
    account_rows,
    handed_over,
    movements,
    paid_less_change,
    taxed_at_rate,
    taxed_subtotals,
    terms_of_taxed,
)
from alfrd_luigi.extraction.amounts.instalments import instalments
from alfrd_luigi.extraction.amounts.labels import AmountKind, names_rounding
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.reckoning import Sum, reckon, running_balance
from alfrd_luigi.extraction.amounts.remainders import Remainder, remainders
from alfrd_luigi.extraction.amounts.traits import Traits

TOTALS = frozenset({AmountKind.FINAL, AmountKind.DUE, AmountKind.TOTAL, AmountKind.CREDIT})
BALANCES = frozenset({AmountKind.DUE, AmountKind.CLOSING, AmountKind.CREDIT})
BOTTOM_LINES = TOTALS | BALANCES
_STEPS = TOTALS | {AmountKind.SUBTOTAL, AmountKind.TAX, AmountKind.GROSS, AmountKind.EARLIER}
_DEDUCTIONS = frozenset({AmountKind.PAID, AmountKind.OTHER, AmountKind.TENDERED})
# Some bills are rounded to a multiple of ten.
_MOST_ROUNDED = 5


@dataclass(frozen=True)
class Calculations:
    """What the amounts of one document give together."""

    mentions: Sequence[AmountMention]
    purchase: bool
    account: bool
    bill: bool
    """Whether a total says more than a balance."""
    traits: Traits
    value: Callable[[AmountMention], Decimal]
    """The value of a mention with its sign."""

    @cached_property
    def _reckoned(self) -> Sequence[Sum]:
        return [each for each in reckon(self.mentions) if self.bill or not _is_row(each)]

    @cached_property
    def sums(self) -> Mapping[Decimal, Sum]:
        """The sums of the document, by the size of their result."""
        return {abs(each.value): each for each in self._reckoned}

    @cached_property
    def superseded(self) -> set[Decimal]:
        """The sizes of the amounts from which the document works out one that is labelled as a total."""
        steps = {(abs(term.money.value), abs(each.value)) for each in self._reckoned for term in each.terms}
        final = {abs(each.value) for each in self._reckoned if _names_total(each)}
        worked = {term for term, result in steps if result in final and term != result and (result, term) not in steps}
        paid_in_parts = {whole for whole, _ in instalments(self.mentions, self.totals)}
        wholes = paid_in_parts | {each.whole for each in self.remainders}
        return worked | wholes | terms_of_taxed(self.mentions, self.totals) | self._unrounded

    @property
    def _unrounded(self) -> set[Decimal]:
        """The totals near to one that is labelled as rounded."""
        rounded_ones = {
            each.money.value for each in self.mentions if each.kind in TOTALS and names_rounding(each.label)
        }
        return {value for value in self.totals for one in rounded_ones if 0 < abs(value - one) <= _MOST_ROUNDED}

    @cached_property
    def _running(self) -> Sequence[AmountMention]:
        return running_balance(self.mentions, self.value) if self.account else []

    @cached_property
    def ends(self) -> set[Decimal]:
        """The size of the balance at the end of an account: by the row that sums it up, else by its transactions."""
        rows = account_rows(self.mentions) if self.account else set()
        return rows if len(rows) == 1 else {abs(each.money.value) for each in self._running[-1:]}

    @cached_property
    def movements(self) -> set[Decimal]:
        """The differences between the two sums of an account's movements."""
        return movements(self.mentions)

    @cached_property
    def paid(self) -> set[Decimal]:
        """The prices that cash and change give."""
        handed = handed_over(self.mentions) if self.purchase else set()
        gives_change = bool(handed) and self.traits.name(AmountKind.CHANGE)
        return paid_less_change(self.mentions) | (handed if gives_change else set())

    @cached_property
    def taxed(self) -> list[Decimal]:
        """The subtotals with tax, charges and discounts, in ascending order."""
        return taxed_subtotals(self.mentions)

    @cached_property
    def remainders(self) -> set[Remainder]:
        """What remains of the totals of a bill. An account has balances, and a paid price remains the price."""
        return remainders(self.mentions) if self.bill else set()

    @cached_property
    def taxed_price(self) -> Taxed | None:
        """The price for which its net amount and its tax are printed."""
        # A rate may also be in a column of its own, where it looks as an amount.
        rates = {*self.traits.rates, *(each.money.value for each in self.mentions)}
        return taxed_at_rate(self.mentions, rates)

    @cached_property
    def totals(self) -> set[Decimal]:
        """The amounts that are labelled as totals."""
        return {each.money.value for each in self.mentions if each.kind in TOTALS and not each.in_tax_summary}


def _names_total(found: Sum) -> bool:
    return found.result.kind in BOTTOM_LINES or is_net_of_payments(found) or is_foot(found)


def is_foot(found: Sum) -> bool:
    """Whether a sum is the foot of a column: without a label, right below its terms, the first of them a total."""
    first, *rest = found.terms
    numbers = [each.line.number for each in (*found.terms, found.result)]
    is_nameless = all(each.kind is None for each in (*rest, found.result)) and not found.result.label
    return first.kind in TOTALS and is_nameless and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_row(found: Sum) -> bool:
    """Whether a sum is the row of a table: value, cost and gain of what an account holds."""
    return all(term.line is found.result.line for term in found.terms)


def is_net_of_payments(found: Sum) -> bool:
    """Whether a "net amount" is what remains of a total after payments and deductions, not the price without tax."""
    total, *rest = found.terms
    is_less = found.result.kind is AmountKind.SUBTOTAL and found.value < abs(total.money.value)
    return is_less and total.kind in _STEPS and all(term.kind in _DEDUCTIONS for term in rest)

"""The evidence for and against each amount of a document as its total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alfrd_luigi.extraction.amounts.arithmetic import has_lost_point, is_among, look_alike
from alfrd_luigi.extraction.amounts.calculations import (
    BALANCES,
    BOTTOM_LINES,
    TOTALS,
    Calculations,
    is_foot,
    is_net_of_payments,
)
from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.reckoning import Sum
from alfrd_luigi.extraction.amounts.traits import Traits
from alfrd_luigi.extraction.lines import skeleton

_UNCLEAR = frozenset({None, AmountKind.AMOUNT})
# Without a label that says so, an amount is rather a total if it is the sum of several others.
_FEW_TERMS = 3
_MOST_REPEATS = 4


@dataclass(frozen=True)
class Ballot:
    """The evidence for and against each amount of one document."""

    mentions: Sequence[AmountMention]
    weights: Mapping[AmountKind | None, int]
    purchase: bool
    account: bool
    traits: Traits
    value: Callable[[AmountMention], Decimal]
    """The value of a mention with its sign."""

    @property
    def candidates(self) -> list[AmountMention]:
        """The amounts that may be the total by their label, and the price that cash and change give."""
        return [
            each
            for each in self.mentions
            if each.kind in self.weights or (self.purchase and each.money.value in self._calculations.paid)
        ]

    @property
    def totals(self) -> int:
        """How many different amounts have a plain label "total"."""
        return len({each.money.value for each in self.mentions if each.kind is AmountKind.TOTAL})

    @property
    def demands(self) -> int:
        """How many different amounts are due by their label."""
        return len({each.money.value for each in self.mentions if each.kind is AmountKind.DUE})

    def score(self, mention: AmountMention) -> float:
        """The label's weight plus evidence. An arithmetic proof adds more than the step between two labels."""
        evidence = self._weight(mention) + self._proof(mention) + self._appearance(mention)
        return evidence - sum(self.doubts(mention).values())

    def signs(self, mention: AmountMention) -> dict[str, float]:
        """What tells how sure an amount is, apart from its score."""
        return {
            "repeats": min(self._counts[abs(mention.money.value)], _MOST_REPEATS),
            "marked": float(mention.money.mark is not None),
        }

    def is_proven(self, mention: AmountMention) -> bool:
        """Whether arithmetic shows the amount."""
        return self._proof(mention) > 0

    def is_idle(self, mention: AmountMention) -> bool:
        """Whether an amount is zero and no balance: a fee or a tax that does not apply."""
        return not mention.money.value and mention.kind not in BALANCES

    def is_misread(self, mention: AmountMention) -> bool:
        """Whether the sum of other amounts differs from it in a digit that looks like its own, or in its point."""
        alone = self._counts[abs(mention.money.value)] == 1 and not self.is_proven(mention)
        is_alike = (look_alike(each, mention.money.value) for each in self._calculations.taxed)
        return alone and (any(is_alike) or has_lost_point(mention, self.mentions))

    def is_sole(self, mention: AmountMention) -> bool:
        """Whether an amount is the only one of a paper, and has a currency."""
        return len(self._counts) == 1 and mention.money.mark is not None

    def is_of_one(self, mention: AmountMention) -> bool:
        """Whether an amount is the only one of a cheque or a ticket."""
        return self.traits.names_one and self.is_sole(mention)

    def _weight(self, mention: AmountMention) -> int:
        kind = AmountKind.CLOSING if self._ends_account(mention) else mention.kind
        kind = AmountKind.FINAL if self.is_of_one(mention) else kind
        return self.weights.get(kind, 0)

    def _proof(self, mention: AmountMention) -> float:
        value = mention.money.value
        proof = 60 if value in self._calculations.paid else 0
        proof += 15 if is_among(value, self._calculations.taxed) and mention.kind is not AmountKind.SUBTOTAL else 0
        proof += 40 if self.account and self._follows_opening(mention) else 0
        proof += 40 if self._remains(mention) else 0
        proof += (15 if mention.kind in TOTALS else 60) if self._is_taxed_price(mention) else 0
        return proof + self._sum_proof(mention) + (40 if self._ends_account(mention) else 0)

    def _sum_proof(self, mention: AmountMention) -> int:
        """The points for the result of a sum. Without a label it counts if nothing is worked out from it."""
        found = self._calculations.sums.get(abs(mention.money.value))
        if found is None or self._is_superseded(mention) or mention.in_tax_summary:
            return 0
        if is_foot(found):
            return 60 + self.weights.get(found.terms[0].kind, 0)
        if mention.kind in _UNCLEAR:
            return 60 if self._is_bottom_line(mention, found) else 0
        if mention.kind is AmountKind.SUBTOTAL:
            return 60 if is_net_of_payments(found) else 0
        return 25 if mention.kind in BOTTOM_LINES else 0

    def _follows_opening(self, mention: AmountMention) -> bool:
        """Whether an earlier balance and the sums of the movements give this balance."""
        if mention.kind not in BALANCES:
            return False
        openings = [
            self.value(each)
            for each in self.mentions
            if each.kind is AmountKind.EARLIER
            or (each.kind is AmountKind.CLOSING and each.line.number < mention.line.number)
        ]
        return any(self.value(mention) - opening in self._calculations.movements - {0} for opening in openings)

    def _is_bottom_line(self, mention: AmountMention, found: Sum) -> bool:
        """Whether an amount without the label of a total is one, because its terms are many.

        It is only a part of the first of them if that one is printed again below.
        """
        if not mention.label or found.result.line is not mention.line or self._per_line[mention.line.number] > 1:
            return False
        whole, line = found.terms[0].money.value, mention.line.number
        is_part = any(each.money.value == whole and each.line.number > line for each in self.mentions)
        return len(found.terms) >= _FEW_TERMS and not is_part

    def _ends_account(self, mention: AmountMention) -> bool:
        """Whether an amount is the balance after the last transaction of an account."""
        return abs(mention.money.value) in self._calculations.ends

    def _remains(self, mention: AmountMention) -> bool:
        """Whether an amount is what remains to be paid of a total."""
        return not mention.in_prose and any(each.value == mention.money.value for each in self._calculations.remainders)

    def _is_taxed_price(self, mention: AmountMention) -> bool:
        """Whether an amount is the sum of a printed net amount and its tax."""
        price = self._calculations.taxed_price
        return price is not None and mention.money.value == price.gross and not mention.in_tax_summary

    def _is_superseded(self, mention: AmountMention) -> bool:
        """Whether the document works out a total from this amount."""
        return abs(mention.money.value) in self._calculations.superseded

    def _appearance(self, mention: AmountMention) -> float:
        repeats = self._counts[abs(mention.money.value)] - 1
        largest = 5 if mention.money.value == self._largest_total else 0
        nameless = self.purchase and mention.kind is None
        largest += 30 if nameless and repeats and mention.money.value == self._largest_unpaid else 0
        only = 40 if self._is_only_price(mention) else 0
        place = 4 * mention.line.number / (self.mentions[-1].line.number + 1)
        marked = 3 if mention.money.mark else 0
        return 4 * min(repeats, _MOST_REPEATS - 1) + largest + only + marked + (place if self.purchase else -place)

    def _is_only_price(self, mention: AmountMention) -> bool:
        """Whether an amount is the only one of a purchase, or of a paper that asks for one without a label beside it.

        "Received" then is no cash of which change is given.
        """
        if self.is_sole(mention) and not (mention.kind or mention.label) and self.traits.name(AmountKind.DUE):
            return True
        return self.purchase and mention.kind in {None, AmountKind.TENDERED} and len(self._counts) == 1

    def doubts(self, mention: AmountMention) -> dict[str, float]:
        """What speaks against an amount: its points by name."""
        found = (
            ("negative", self._negative_doubt(mention), True),
            ("tax_summary", 40, mention.in_tax_summary),
            ("in_prose", 40, mention.in_prose),
            ("superseded", 45, self._is_superseded(mention) and not self._remains(mention)),
            ("opening", 30, self.account and self._is_opening(mention)),
            ("minor_column", 15, self._in_minor_column(mention)),
            ("part_paid", 30, self._is_part_paid(mention)),
        )
        return {name: points for name, points, holds in found if holds and points}

    def _is_part_paid(self, mention: AmountMention) -> bool:
        """Whether an amount is due of a price that is larger, and nothing shows how it is worked out."""
        is_less = mention.kind is AmountKind.DUE and mention.money.value < self._largest_total
        return self.purchase and is_less and not (self._sum_proof(mention) > 0 or self._remains(mention))

    def _is_opening(self, mention: AmountMention) -> bool:
        """Whether the same label stands before a later balance."""
        return mention.kind is not None and self._last_of_label[skeleton(mention.label)] is not mention

    def _in_minor_column(self, mention: AmountMention) -> bool:
        """Whether the total of the line is in another column: the largest amount, or the first before the year's."""
        if self.traits.year_to_date:
            return mention.column > 1
        return mention.money.value < self._row_largest[(mention.line.number, mention.start)]

    def _negative_doubt(self, mention: AmountMention) -> float:
        value = mention.money.value
        if value > 0 or self._is_debited(mention):
            return 0
        return 0 if value < 0 and (self.account or self._is_credited(mention)) else 60

    def _is_debited(self, mention: AmountMention) -> bool:
        """Whether an amount is a price that has the sign of a debit."""
        return mention.kind is AmountKind.FINAL and self.value(mention) > 0

    def _is_credited(self, mention: AmountMention) -> bool:
        is_credit = self.traits.credit_note or mention.kind is AmountKind.CREDIT
        return is_credit and self.value(mention) < 0

    @cached_property
    def _last_of_label(self) -> Mapping[str, AmountMention]:
        return {skeleton(mention.label): mention for mention in self.mentions if mention.kind}

    @cached_property
    def _largest_total(self) -> Decimal:
        return max(self._calculations.totals, default=Decimal("-Infinity"))

    @cached_property
    def _counts(self) -> Counter[Decimal]:
        return Counter(abs(mention.money.value) for mention in self.mentions)

    @cached_property
    def _per_line(self) -> Counter[int]:
        return Counter(mention.line.number for mention in self.mentions)

    @cached_property
    def _largest_unpaid(self) -> Decimal:
        handed_over = {AmountKind.TENDERED, AmountKind.CHANGE, AmountKind.OTHER}
        unpaid = (each.money.value for each in self.mentions if each.kind not in handed_over)
        return max(unpaid, default=Decimal(0))

    @cached_property
    def _row_largest(self) -> dict[tuple[int, int], Decimal]:
        largest: dict[tuple[int, int], Decimal] = {}
        for mention in self.mentions:
            key = (mention.line.number, mention.start)
            largest[key] = max(mention.money.value, largest.get(key, mention.money.value))
        return largest

    @cached_property
    def _calculations(self) -> Calculations:
        bill = self.weights.get(AmountKind.CLOSING, 0) < self.weights.get(AmountKind.FINAL, 0)
        return Calculations(self.mentions, self.purchase, self.account, bill, self.traits, self.value)

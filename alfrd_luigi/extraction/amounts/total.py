"""Chooses the total among a document's amounts, by labels and arithmetic. Without enough evidence there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alfrd_luigi.extraction.amounts.arithmetic import balanced, is_among, paid_less_change, rounded, taxed_subtotals
from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.line_items import proven_rows
from alfrd_luigi.extraction.amounts.mentions import AmountMention
from alfrd_luigi.extraction.amounts.traits import Traits

_PURCHASE: Mapping[AmountKind | None, int] = {
    AmountKind.FINAL: 100,
    AmountKind.DUE: 95,
    AmountKind.TOTAL: 80,
    AmountKind.GROSS: 78,
    AmountKind.CLOSING: 50,
    AmountKind.PAID: 50,
    AmountKind.SUBTOTAL: 40,
    AmountKind.AMOUNT: 40,
    AmountKind.TENDERED: 20,
    None: 0,
}
_BILL: Mapping[AmountKind | None, int] = {
    AmountKind.DUE: 110,
    AmountKind.FINAL: 100,
    AmountKind.TOTAL: 80,
    AmountKind.CLOSING: 70,
    AmountKind.GROSS: 60,
    AmountKind.AMOUNT: 40,
    AmountKind.PAID: 40,
}
_STATEMENT: Mapping[AmountKind | None, int] = {**_BILL, AmountKind.CLOSING: 150, AmountKind.AMOUNT: 45}
_WEIGHTS = {"purchase": _PURCHASE, "statement": _STATEMENT}
_TOTALS = frozenset({AmountKind.FINAL, AmountKind.DUE, AmountKind.TOTAL})
_BALANCES = frozenset({AmountKind.DUE, AmountKind.CLOSING})
_THRESHOLD = 38
# What shows a total in a paper that seldom has one.
_PLAIN = 80
_MOST_REPEATS = 4


@dataclass(frozen=True)
class Choice:
    """The mention that is most probably the total, and what tells how sure it is (see Extract.signs)."""

    mention: AmountMention
    signs: Mapping[str, float]


def choose_total(mentions: Sequence[AmountMention], kind: str | None, traits: Traits) -> Choice | None:
    """The mention that is most probably the total, with its signs; None if there is no evidence for any.

    `kind` is the type's kind of total (see document_types), None for a type without rules.
    """
    if kind == "none":
        return None
    weights = _WEIGHTS.get(kind or "bill", _BILL)
    ballot = _Ballot(mentions, weights, kind == "purchase", traits)
    scores = [(ballot.score(mention), mention) for mention in mentions if mention.kind in weights]
    score, best = max(scores, key=lambda scored: scored[0], default=(0.0, None))
    if best is None or score < _THRESHOLD or (kind == "rarely" and not _is_plain(best, score)):
        return None
    rival = max((other for other, mention in scores if mention.money.value != best.money.value), default=0.0)
    return Choice(best, {"score": score, "lead": score - max(rival, 0.0), **ballot.signs(best)})


def _is_plain(mention: AmountMention, score: float) -> bool:
    return score >= _PLAIN and mention.kind in _TOTALS and not mention.in_prose


@dataclass(frozen=True)
class _Ballot:
    """The evidence for and against each amount of one document."""

    mentions: Sequence[AmountMention]
    weights: Mapping[AmountKind | None, int]
    purchase: bool
    traits: Traits

    def score(self, mention: AmountMention) -> float:
        """The label's weight plus evidence. An arithmetic proof adds more than the step between two labels."""
        return self.weights[mention.kind] + self._proof(mention) + self._appearance(mention) - self._doubt(mention)

    def signs(self, mention: AmountMention) -> dict[str, float]:
        """What tells how sure an amount is, apart from its score."""
        return {
            "weight": self.weights[mention.kind],
            "proven": float(self._proof(mention) > 0),
            "itemized": float(bool(proven_rows(self.mentions, mention.money.value))),
            "repeats": min(self._counts[mention.money.value], _MOST_REPEATS),
            "marked": float(mention.money.mark is not None),
        }

    def _proof(self, mention: AmountMention) -> float:
        value = mention.money.value
        proof = 40 if value in self._paid else 0
        proof += 15 if is_among(value, self._taxed) and mention.kind is not AmountKind.SUBTOTAL else 0
        proof += 15 if mention.kind in _BALANCES and is_among(value, self._balanced) else 0
        return proof + (45 if mention.kind in _TOTALS and value in self._rounded else 0)

    def _appearance(self, mention: AmountMention) -> float:
        repeats = self._counts[mention.money.value] - 1
        largest = 5 if mention.money.value == self._largest_total else 0
        largest += 30 if mention.kind is None and repeats and mention.money.value == self._largest_unpaid else 0
        only = 40 if mention.kind is None and len(self._counts) == 1 else 0
        place = 4 * mention.line.number / (self.mentions[-1].line.number + 1)
        marked = 3 if mention.money.mark else 0
        return 4 * min(repeats, _MOST_REPEATS - 1) + largest + only + marked + (place if self.purchase else -place)

    def _doubt(self, mention: AmountMention) -> float:
        doubt = self._negative_doubt(mention)
        doubt += 40 if mention.in_tax_summary else 0
        doubt += 25 if mention.in_prose else 0
        doubt += 15 if self._in_minor_column(mention) else 0
        part_paid = self.purchase and mention.kind is AmountKind.DUE and mention.money.value < self._largest_total
        return doubt + (30 if part_paid else 0)

    def _in_minor_column(self, mention: AmountMention) -> bool:
        """Whether the total of the line is in another column: the largest amount, or the first before the year's."""
        if self.traits.year_to_date:
            return mention.column > 1
        return mention.money.value < self._row_largest[(mention.line.number, mention.start)]

    def _negative_doubt(self, mention: AmountMention) -> float:
        value = mention.money.value
        is_balance = mention.kind in _BALANCES
        if value > 0 or (value < 0 and (self.traits.credit_note or (is_balance and is_among(value, self._balanced)))):
            return 0
        return 20 if value < 0 and is_balance and not self.purchase else 60

    @cached_property
    def _balanced(self) -> list[Decimal]:
        return balanced(self.mentions)

    @cached_property
    def _paid(self) -> set[Decimal]:
        return paid_less_change(self.mentions)

    @cached_property
    def _taxed(self) -> list[Decimal]:
        return taxed_subtotals(self.mentions)

    @cached_property
    def _totals(self) -> set[Decimal]:
        return {each.money.value for each in self.mentions if each.kind in _TOTALS and not each.in_tax_summary}

    @cached_property
    def _largest_total(self) -> Decimal:
        return max(self._totals, default=Decimal("-Infinity"))

    @cached_property
    def _rounded(self) -> set[Decimal]:
        return rounded(self._totals, self.mentions)

    @cached_property
    def _counts(self) -> Counter[Decimal]:
        return Counter(mention.money.value for mention in self.mentions)

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

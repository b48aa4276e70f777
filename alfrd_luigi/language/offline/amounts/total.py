"""Which of a document's amounts is its total: labels weigh, arithmetic proves, and too little is nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alfrd_luigi.language.offline.amounts.arithmetic import is_among, paid_less_change, rounded, taxed_subtotals
from alfrd_luigi.language.offline.amounts.entries import Entry
from alfrd_luigi.language.offline.amounts.labels import Kind

STATEMENTS = frozenset({"bank_statement", "credit_card", "investment"})
PURCHASES = frozenset({"receipt", "invoice"})
# Letters and papers that seldom have a total: only a labelled one outside of sentences counts.
LETTERS = frozenset({"employment", "government", "legal", "event", "promotional", "junk", "other"})

_PURCHASE: Mapping[Kind | None, int] = {
    Kind.FINAL: 100, Kind.DUE: 95, Kind.TOTAL: 80, Kind.CLOSING: 50, Kind.PAID: 50, Kind.SUBTOTAL: 40, Kind.AMOUNT: 40,
    Kind.TENDERED: 20, None: 0,
}  # fmt: skip
_BILL: Mapping[Kind | None, int] = {
    Kind.DUE: 110,
    Kind.FINAL: 100,
    Kind.TOTAL: 80,
    Kind.CLOSING: 70,
    Kind.AMOUNT: 40,
    Kind.PAID: 40,
}
_STATEMENT: Mapping[Kind | None, int] = {**_BILL, Kind.CLOSING: 150, Kind.AMOUNT: 45}
_LETTER: Mapping[Kind | None, int] = {Kind.FINAL: 100, Kind.DUE: 95, Kind.TOTAL: 80}
_TOTALS = frozenset({Kind.FINAL, Kind.DUE, Kind.TOTAL})
_THRESHOLD = 38


def choose_total(entries: Sequence[Entry], document_type: str | None) -> Entry | None:
    """The entry that most probably is the total; None when nothing speaks for any."""
    weights = _weights(document_type)
    ballot = _Ballot(entries, weights, document_type in PURCHASES)
    candidates = [entry for entry in entries if entry.kind in weights]
    if document_type in LETTERS:
        candidates = [entry for entry in candidates if not entry.in_prose]
    best = max(candidates, key=ballot.score, default=None)
    return best if best and ballot.score(best) >= _THRESHOLD else None


def _weights(document_type: str | None) -> Mapping[Kind | None, int]:
    if document_type in PURCHASES:
        return _PURCHASE
    if document_type in STATEMENTS:
        return _STATEMENT
    return _LETTER if document_type in LETTERS else _BILL


@dataclass(frozen=True)
class _Ballot:
    """What speaks for and against each amount of one document."""

    entries: Sequence[Entry]
    weights: Mapping[Kind | None, int]
    purchase: bool

    def score(self, entry: Entry) -> float:
        """The label's weight plus evidence; a proof is worth more than the step between two labels."""
        return self.weights[entry.kind] + self._proof(entry) + self._appearance(entry) - self._doubt(entry)

    def _proof(self, entry: Entry) -> float:
        value = entry.money.value
        proof = 40 if value in self._paid else 0
        proof += 15 if is_among(value, self._taxed) and entry.kind is not Kind.SUBTOTAL else 0
        return proof + (12 if entry.kind in _TOTALS and value in self._rounded else 0)

    def _appearance(self, entry: Entry) -> float:
        repeats = self._counts[entry.money.value] - 1
        largest = 5 if entry.money.value == self._largest_total else 0
        largest += 30 if entry.kind is None and repeats and entry.money.value == self._largest_unpaid else 0
        only = 40 if entry.kind is None and len(self._counts) == 1 else 0
        place = 4 * entry.line.number / (self.entries[-1].line.number + 1)
        return (
            4 * min(repeats, 3) + largest + only + (3 if entry.money.mark else 0) + (place if self.purchase else -place)
        )

    def _doubt(self, entry: Entry) -> float:
        doubt = 60 if entry.money.value <= 0 else 0
        doubt += 40 if entry.in_tax_summary else 0
        doubt += 25 if entry.in_prose else 0
        doubt += 15 if entry.money.value < self._row_largest[(entry.line.number, entry.start)] else 0
        part_paid = self.purchase and entry.kind is Kind.DUE and entry.money.value < self._largest_total
        return doubt + (30 if part_paid else 0)

    @cached_property
    def _paid(self) -> set[Decimal]:
        return paid_less_change(self.entries)

    @cached_property
    def _taxed(self) -> list[Decimal]:
        return taxed_subtotals(self.entries)

    @cached_property
    def _totals(self) -> set[Decimal]:
        return {entry.money.value for entry in self.entries if entry.kind in _TOTALS and not entry.in_tax_summary}

    @cached_property
    def _largest_total(self) -> Decimal:
        return max(self._totals, default=Decimal("-Infinity"))

    @cached_property
    def _rounded(self) -> set[Decimal]:
        return rounded(self._totals, self.entries)

    @cached_property
    def _counts(self) -> Counter[Decimal]:
        return Counter(entry.money.value for entry in self.entries)

    @cached_property
    def _largest_unpaid(self) -> Decimal:
        handed_over = {Kind.TENDERED, Kind.CHANGE, Kind.OTHER}
        return max((entry.money.value for entry in self.entries if entry.kind not in handed_over), default=Decimal(0))

    @cached_property
    def _row_largest(self) -> dict[tuple[int, int], Decimal]:
        largest: dict[tuple[int, int], Decimal] = {}
        for entry in self.entries:
            key = (entry.line.number, entry.start)
            largest[key] = max(entry.money.value, largest.get(key, entry.money.value))
        return largest

"""The evidence for and against each amount of a document as its total."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alfrd_luigi.extraction.amounts.arithmetic import (
    Taxed,
    account_rows,
    handed_over,
    is_among,
    look_alike,
    movements,
    paid_less_change,
    taxed_at_rate,
    taxed_subtotals,
    terms_of_taxed,
)
from alfrd_luigi.extraction.amounts.labels import AmountKind, names_rounding
from alfrd_luigi.extraction.amounts.line_items import proven_rows
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.reckoning import Sum, reckon, running_balance
from alfrd_luigi.extraction.amounts.remainders import Remainder, remainders
from alfrd_luigi.extraction.amounts.traits import Traits
from alfrd_luigi.extraction.lines import fold, skeleton

TOTALS = frozenset({AmountKind.FINAL, AmountKind.DUE, AmountKind.TOTAL, AmountKind.CREDIT})
_BALANCES = frozenset({AmountKind.DUE, AmountKind.CLOSING, AmountKind.CREDIT})
_BOTTOM_LINES = TOTALS | _BALANCES
_UNCLEAR = frozenset({None, AmountKind.AMOUNT})
# Without a label that says so, an amount is rather a total if it is the sum of several others.
_FEW_TERMS = 3
_STEPS = TOTALS | {AmountKind.SUBTOTAL, AmountKind.TAX, AmountKind.GROSS, AmountKind.EARLIER}
_DEDUCTIONS = frozenset({AmountKind.PAID, AmountKind.OTHER, AmountKind.TENDERED})
# The usual numbers of instalments of a year's amount.
_PARTS = (2, 3, 4, 6, 8, 10, 11, 12)
# A date or an ordinal number, which names an instalment.
_TERM = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}\b|\b[1-9](?:st|nd|rd|th|a|er|e)\b|"
    r"\b(?:first|second|third|fourth|erste|zweite|dritte|vierte|premier|deuxieme|troisieme|quatrieme|prima|seconda|terza|"
    r"quarta|primer|segundo|tercer|cuarto|eerste|tweede|derde|vierde)\b"
)
_CENT = Decimal("0.01")
_MOST_REPEATS = 4
# Some bills are rounded to a multiple of ten.
_MOST_ROUNDED = 5


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
            if each.kind in self.weights or (self.purchase and each.money.value in self._paid)
        ]

    @property
    def totals(self) -> int:
        """How many different amounts have a plain label "total"."""
        return len({each.money.value for each in self.mentions if each.kind is AmountKind.TOTAL})

    def score(self, mention: AmountMention) -> float:
        """The label's weight plus evidence. An arithmetic proof adds more than the step between two labels."""
        evidence = self._weight(mention) + self._proof(mention) + self._appearance(mention)
        return evidence - sum(self.doubts(mention).values())

    def signs(self, mention: AmountMention) -> dict[str, float]:
        """What tells how sure an amount is, apart from its score."""
        return {
            "weight": self._weight(mention),
            "proven": float(self.is_proven(mention)),
            "itemized": float(bool(proven_rows(self.mentions, mention.money.value))),
            "repeats": min(self._counts[abs(mention.money.value)], _MOST_REPEATS),
            "marked": float(mention.money.mark is not None),
        }

    def is_proven(self, mention: AmountMention) -> bool:
        """Whether arithmetic shows the amount."""
        return self._proof(mention) > 0

    def is_idle(self, mention: AmountMention) -> bool:
        """Whether an amount is zero and no balance: a fee or a tax that does not apply."""
        return not mention.money.value and mention.kind not in _BALANCES

    def is_misread(self, mention: AmountMention) -> bool:
        """Whether the net amount and its tax give another total, with a digit that looks like one of this amount."""
        alone = self._counts[abs(mention.money.value)] == 1 and not self.is_proven(mention)
        return alone and any(look_alike(each, mention.money.value) for each in self._taxed)

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
        proof = 60 if value in self._paid else 0
        proof += 15 if is_among(value, self._taxed) and mention.kind is not AmountKind.SUBTOTAL else 0
        proof += 40 if self.account and self._follows_opening(mention) else 0
        proof += 40 if self._remains(mention) else 0
        proof += (15 if mention.kind in TOTALS else 60) if self._is_taxed_price(mention) else 0
        return proof + self._sum_proof(mention) + (40 if self._ends_account(mention) else 0)

    def _sum_proof(self, mention: AmountMention) -> int:
        """The points for the result of a sum. Without a label it counts if nothing is worked out from it."""
        found = self._sums.get(abs(mention.money.value))
        if found is None or self._is_superseded(mention) or mention.in_tax_summary:
            return 0
        if _is_foot(found):
            return 60 + self.weights.get(found.terms[0].kind, 0)
        if mention.kind in _UNCLEAR:
            return 60 if self._is_bottom_line(mention, found) else 0
        if mention.kind is AmountKind.SUBTOTAL:
            return 60 if _is_net_of_payments(found) else 0
        return 25 if mention.kind in _BOTTOM_LINES else 0

    def _follows_opening(self, mention: AmountMention) -> bool:
        """Whether an earlier balance and the sums of the movements give this balance."""
        if mention.kind not in _BALANCES:
            return False
        openings = [
            self.value(each)
            for each in self.mentions
            if each.kind is AmountKind.EARLIER
            or (each.kind is AmountKind.CLOSING and each.line.number < mention.line.number)
        ]
        return any(self.value(mention) - opening in self._movements - {0} for opening in openings)

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
        return abs(mention.money.value) in self._ends

    def _remains(self, mention: AmountMention) -> bool:
        """Whether an amount is what remains to be paid of a total."""
        return not mention.in_prose and any(each.value == mention.money.value for each in self._remainders)

    def _is_taxed_price(self, mention: AmountMention) -> bool:
        """Whether an amount is the sum of a printed net amount and its tax."""
        price = self._taxed_price
        return price is not None and mention.money.value == price.gross and not mention.in_tax_summary

    def _is_superseded(self, mention: AmountMention) -> bool:
        """Whether the document works out a total from this amount."""
        return abs(mention.money.value) in self._superseded

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
        if self.traits.asks and self.is_sole(mention) and not (mention.kind or mention.label):
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
        if value > 0 or (value < 0 and (self.account or (self.value(mention) < 0 and self._may_be_credit(mention)))):
            return 0
        return 60

    def _may_be_credit(self, mention: AmountMention) -> bool:
        return self.traits.credit_note or mention.kind is AmountKind.CREDIT

    @cached_property
    def _sums(self) -> Mapping[Decimal, Sum]:
        """The sums of the document, by the size of their result."""
        return {abs(each.value): each for each in self._reckoned}

    @cached_property
    def _reckoned(self) -> Sequence[Sum]:
        return [each for each in reckon(self.mentions) if self._is_bill or not _is_row(each)]

    @cached_property
    def _superseded(self) -> set[Decimal]:
        """The sizes of the amounts from which the document works out one that is labelled as a total."""
        steps = {(abs(term.money.value), abs(each.value)) for each in self._reckoned for term in each.terms}
        final = {abs(each.value) for each in self._reckoned if _names_total(each)}
        worked = {term for term, result in steps if result in final and term != result and (result, term) not in steps}
        wholes = {whole for whole, _ in self._instalments} | {each.whole for each in self._remainders}
        return worked | wholes | terms_of_taxed(self.mentions, self._totals) | self._unrounded

    @property
    def _unrounded(self) -> set[Decimal]:
        """The totals near to one that is labelled as rounded."""
        rounded_ones = {
            each.money.value for each in self.mentions if each.kind in TOTALS and names_rounding(each.label)
        }
        return {value for value in self._totals for one in rounded_ones if 0 < abs(value - one) <= _MOST_ROUNDED}

    @cached_property
    def _instalments(self) -> set[tuple[Decimal, Decimal]]:
        """Each total that is not due itself and of which a due amount is an equal part, with that part."""
        parts = {each.money.value for each in self.mentions if each.kind is AmountKind.DUE and not each.in_prose}
        return {
            (whole, part)
            for whole in self._totals - parts
            for part in parts
            if part > 0
            and any(abs(part * count - whole) <= _CENT * count and self._schedule[part] < count for count in _PARTS)
        }

    @cached_property
    def _schedule(self) -> Mapping[Decimal, int]:
        """The number of different dates or ordinal numbers with which the document prints each amount."""
        terms: dict[Decimal, set[str]] = defaultdict(set)
        for mention in self.mentions:
            words = f"{mention.label} {mention.line.text[: mention.money.start]}"
            terms[mention.money.value].update(each[0] for each in _TERM.finditer(fold(words)))
        return defaultdict(int, {value: len(found) for value, found in terms.items()})

    @cached_property
    def _running(self) -> Sequence[AmountMention]:
        return running_balance(self.mentions, self.value) if self.account else []

    @cached_property
    def _ends(self) -> set[Decimal]:
        """The size of the balance at the end of an account: by the row that sums it up, else by its transactions."""
        rows = account_rows(self.mentions) if self.account else set()
        return rows if len(rows) == 1 else {abs(each.money.value) for each in self._running[-1:]}

    @cached_property
    def _last_of_label(self) -> Mapping[str, AmountMention]:
        return {skeleton(mention.label): mention for mention in self.mentions if mention.kind}

    @cached_property
    def _movements(self) -> set[Decimal]:
        return movements(self.mentions)

    @cached_property
    def _paid(self) -> set[Decimal]:
        handed = handed_over(self.mentions) if self.purchase and self.traits.gives_change else set()
        return paid_less_change(self.mentions) | handed

    @cached_property
    def _taxed(self) -> list[Decimal]:
        return taxed_subtotals(self.mentions)

    @cached_property
    def _remainders(self) -> set[Remainder]:
        """What remains of the totals of a bill. An account has balances, and a paid price remains the price."""
        return remainders(self.mentions) if self._is_bill else set()

    @property
    def _is_bill(self) -> bool:
        """Whether a total says more than a balance."""
        return self.weights.get(AmountKind.CLOSING, 0) < self.weights.get(AmountKind.FINAL, 0)

    @cached_property
    def _taxed_price(self) -> Taxed | None:
        # A rate may also be in a column of its own, where it looks as an amount.
        rates = {*self.traits.rates, *(each.money.value for each in self.mentions)}
        return taxed_at_rate(self.mentions, rates)

    @cached_property
    def _totals(self) -> set[Decimal]:
        return {each.money.value for each in self.mentions if each.kind in TOTALS and not each.in_tax_summary}

    @cached_property
    def _largest_total(self) -> Decimal:
        return max(self._totals, default=Decimal("-Infinity"))

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


def _names_total(found: Sum) -> bool:
    return found.result.kind in _BOTTOM_LINES or _is_net_of_payments(found) or _is_foot(found)


def _is_foot(found: Sum) -> bool:
    """Whether a sum is the foot of a column: without a label, right below its terms, the first of them a total."""
    first, *rest = found.terms
    numbers = [each.line.number for each in (*found.terms, found.result)]
    is_nameless = all(each.kind is None for each in (*rest, found.result)) and not found.result.label
    return first.kind in TOTALS and is_nameless and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_row(found: Sum) -> bool:
    """Whether a sum is the row of a table: value, cost and gain of what an account holds."""
    return all(term.line is found.result.line for term in found.terms)


def _is_net_of_payments(found: Sum) -> bool:
    """Whether a "net amount" is what remains of a total after payments and deductions, not the price without tax."""
    total, *rest = found.terms
    is_less = found.result.kind is AmountKind.SUBTOTAL and found.value < abs(total.money.value)
    return is_less and total.kind in _STEPS and all(term.kind in _DEDUCTIONS for term in rest)

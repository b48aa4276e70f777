"""Checks of a document's total against its other amounts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, groupby, islice, pairwise, product
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention

_TOLERANCE = Decimal("0.02")
# To round a longer number would need more digits than a Decimal has.
_LARGEST = Decimal(10**12)
# Enough for any bill. It bounds the number of pairs of two lists of amounts.
_MOST_VALUES = 40
# The usual rates of value added tax, in percent. With less than this net amount many a small amount is such a tax.
_REDUCED_RATES = ("5", "5.5", "6", "7", "7.7", "8", "8.1", "8.5", "9")
_RATES = frozenset(map(Decimal, (*_REDUCED_RATES, 10, 12, 13, 15, *range(17, 26))))
_LEAST_NET = 10
# Digits that OCR confuses.
_LOOKALIKES = [set(pair) for pair in ["38", "17", "56", "08", "68", "58", "14", "06", "49", "27", "35", "69"]]
_NEAR = 4
_LEAST_NOTE = 5
# The amounts of a row that sums an account up.
_SUMMARY = 4


class Taxed(NamedTuple):
    """A price, and the net amount and the tax of which it is the sum."""

    gross: Decimal
    net: Decimal
    tax: Decimal


def paid_less_change(mentions: Sequence[AmountMention]) -> set[Decimal]:
    """The cash given minus the change. This is the price of the purchase, whatever its label is."""
    pairs = product(_values(mentions, AmountKind.TENDERED), _values(mentions, AmountKind.CHANGE))
    return {cash - change for cash, change in pairs if cash > change}


def handed_over(mentions: Sequence[AmountMention]) -> set[Decimal]:
    """The prices before the cash given and its change, each in a line of its own, apart from their labels."""
    lines = [(each.line.number, each.money.value) for each in mentions if each.kind is None and not each.label]
    triples = zip(lines, lines[1:], lines[2:], strict=False)
    return {
        price
        for (first, price), (second, cash), (third, change) in triples
        if third - second == second - first == 1 and cash - price == change > 0 and not cash % _LEAST_NOTE
    }


def with_change(mentions: Sequence[AmountMention]) -> list[AmountMention]:
    """The amounts, in which a refund that is the cash given minus a total is change: "ENTREGA", "DEVOLUCIÓN"."""
    pairs = product(_values(mentions, AmountKind.TENDERED), _values(mentions, AmountKind.TOTAL, AmountKind.FINAL))
    change = {cash - price for cash, price in pairs}
    return [
        replace(each, kind=AmountKind.CHANGE)
        if each.kind is AmountKind.CREDIT and abs(each.money.value) in change
        else each
        for each in mentions
    ]


def taxed_subtotals(mentions: Sequence[AmountMention]) -> list[Decimal]:
    """Each subtotal with every combination of the document's tax, charge and discount, in ascending order."""
    return taxed({value for value in _values(mentions, AmountKind.SUBTOTAL) if value}, mentions)


def taxed(values: Iterable[Decimal], mentions: Sequence[AmountMention]) -> list[Decimal]:
    """The values with every combination of the document's tax, charge and discount, in ascending order."""
    sums = set(values)
    untouched = set(sums)
    for kind, sign in ((AmountKind.TAX, 1), (AmountKind.CHARGE, 1), (AmountKind.DISCOUNT, -1)):
        sums |= {base + sign * step for base, step in product(_few(sums), _values(mentions, kind))}
    return sorted(sums - untouched)


def taxed_at_rate(mentions: Sequence[AmountMention], rates: Iterable[Decimal]) -> Taxed | None:
    """The largest price for which its net amount and the tax at one of the rates are printed near to each other."""
    values = {mention.money.value for mention in mentions if mention.kind is not AmountKind.SUBTOTAL}
    usual = [rate for rate in rates if rate in _RATES]
    prices = [
        Taxed(net + tax, net, tax)
        for one, other in _neighbours(mentions)
        for net, tax in (sorted((one, other), reverse=True),)
        if net >= _LEAST_NET and net + tax in values and _is_taxed(net, tax, usual)
    ]
    return max(prices, key=lambda price: price.gross, default=None)


def _neighbours(mentions: Sequence[AmountMention]) -> Iterator[tuple[Decimal, Decimal]]:
    """The values of two amounts with at most two others between them."""
    for index, mention in enumerate(mentions):
        yield from ((mention.money.value, other.money.value) for other in mentions[index + 1 : index + _NEAR])


def _is_taxed(net: Decimal, tax: Decimal, rates: Iterable[Decimal]) -> bool:
    return any(abs(net * rate - tax * 100) <= 1 for rate in rates)


def terms_of_taxed(mentions: Sequence[AmountMention], totals: set[Decimal]) -> set[Decimal]:
    """The totals that give a larger total with a tax of their line, and that tax. The larger one may be rounded."""
    rows = (list(row) for _, row in groupby(mentions, key=lambda mention: mention.line.number))
    pairs = ((row[0].money.value, each.money.value) for row in rows for each in row[1:])
    proven = [(net, tax) for net, tax in pairs if net in totals and net > tax > 0 and _is_rounded(net + tax, totals)]
    return {term for pair in proven for term in pair}


def _is_rounded(value: Decimal, totals: set[Decimal]) -> bool:
    return value in totals or (value < _LARGEST and value.quantize(Decimal(1)) in totals)


def account_rows(mentions: Sequence[AmountMention]) -> set[Decimal]:
    """The sizes of the last amounts of rows that sum an account up: an opening balance, what came in and went out."""
    rows = [[each.money.value for each in row] for _, row in groupby(mentions, key=lambda each: each.line.number)]
    fours = (row for row in rows if len(row) == _SUMMARY and all(row))
    return {abs(last) for first, one, other, last in fours if last - first in {one - other, other - one, one + other}}


def movements(mentions: Sequence[AmountMention]) -> set[Decimal]:
    """The differences between the two sums of an account's movements, of one line or of two that follow each other."""
    sums = [(one, other) for one, other in pairwise(mentions) if other.line.number - one.line.number <= 1]
    differences = {abs(one.money.value) - abs(other.money.value) for one, other in sums}
    return differences | {-difference for difference in differences}


def look_alike(one: Decimal, other: Decimal) -> bool:
    """Whether two values differ in one digit that OCR takes for the other."""
    differing = [{a, b} for a, b in zip(f"{one:.2f}", f"{other:.2f}", strict=False) if a != b]
    return len(differing) == 1 and differing[0] in _LOOKALIKES


def has_lost_point(mention: AmountMention, mentions: Sequence[AmountMention]) -> bool:
    """Whether a whole amount is a hundred times the sum of two or more amounts above it, one after the other."""
    value = mention.money.value
    if not value or value % 1:
        return False
    above = [each.money.value for each in mentions if each.line.number < mention.line.number][-_MOST_VALUES:]
    return any(100 * total == value for total in islice(accumulate(reversed(above)), 1, None))


def is_among(value: Decimal, sums: Sequence[Decimal]) -> bool:
    """Whether a value equals one of the sums (in ascending order), within the rounding errors of the tax lines."""
    nearest = bisect_left(sums, value - _TOLERANCE)
    return nearest < len(sums) and sums[nearest] <= value + _TOLERANCE


def _values(mentions: Sequence[AmountMention], *kinds: AmountKind) -> list[Decimal]:
    return _few(
        abs(mention.money.value) for mention in mentions if mention.kind in kinds and not mention.in_tax_summary
    )


def _few(values: Iterable[Decimal]) -> list[Decimal]:
    return sorted(set(values))[:_MOST_VALUES]

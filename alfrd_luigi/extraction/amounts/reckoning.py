"""The sums that a document works out line by line: which amount is the result of those above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, groupby, product
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention

_TOLERANCE = Decimal("0.02")
# With more terms the sign of each must be printed, or that of all but the first be the same: any amount is a sum of
# many others with free signs.
_MOST_FREE = 4
_MOST_TERMS = 60
# Rounding adds up in a longer sum only.
_FEW_TERMS = 3
_MOST_TERMS_ACROSS = 6
_FEWEST_LINKS = 3
_DEDUCTED = frozenset({AmountKind.DISCOUNT, AmountKind.PAID})
# What the customer gave and got back is no part of the price.
_APART = frozenset({AmountKind.TENDERED, AmountKind.CHANGE})


class Sum(NamedTuple):
    """An amount that is the sum of those above it. `value` has the sign that the terms give it."""

    result: AmountMention
    value: Decimal
    terms: tuple[AmountMention, ...]


class _Term(NamedTuple):
    value: Decimal
    mention: AmountMention


def reckon(mentions: Sequence[AmountMention]) -> list[Sum]:
    """The sums of a document in reading order: of the last amounts of its lines, and of the first ones."""
    rows = [list(row) for _, row in groupby(_table(mentions), key=lambda mention: mention.line.number)]
    columns: Sequence[Callable[[list[AmountMention]], AmountMention]] = (lambda row: row[-1], lambda row: row[0])
    return [each for column in columns for each in _reduced(map(column, rows))] + list(_across(rows))


def _table(mentions: Iterable[AmountMention]) -> Iterator[AmountMention]:
    return (
        each
        for each in mentions
        if each.money.value
        and not (each.in_prose or each.in_tax_summary)
        and (each.kind not in _APART or each.money.value < 0)
    )


def _reduced(column: Iterable[AmountMention]) -> Iterator[Sum]:
    """The sums of a column. A result replaces its terms, so that the next sum can go on with it."""
    stack: list[_Term] = []
    for mention in column:
        found = _sum_of_last(stack, mention)
        if found is None:
            stack.append(_Term(mention.money.value, mention))
            continue
        yield found
        del stack[-len(found.terms) :]
        stack.append(_Term(found.value, mention))


def _sum_of_last(stack: Sequence[_Term], mention: AmountMention) -> Sum | None:
    """The shortest sequence of last terms that gives the amount. The sums grow with it, as statements are long."""
    directed = size = Decimal(0)
    for count, term in enumerate(reversed(stack[-_MOST_TERMS:]), 1):
        rest = stack[len(stack) - count + 1 :] if 1 < count <= _MOST_FREE else ()
        totals = (term.value + directed, term.value - size, *_freely_signed(term.value, rest)) if count > 1 else ()
        tolerance = 0 if count <= _FEW_TERMS else _TOLERANCE
        for value in totals:
            if _same(value, mention.money.value, tolerance):
                terms = tuple(each.mention for each in stack[-count:])
                return Sum(mention, _signed(value, mention), terms)
        directed, size = directed + _directed(term), size + abs(term.value)
    return None


def _freely_signed(first: Decimal, rest: Sequence[_Term]) -> Iterator[Decimal]:
    """What a few terms may sum up to with any signs of all but the first."""
    values = [_directed(term) for term in rest]
    for signs in product((1, -1), repeat=len(values)) if values else ():
        yield first + sum(sign * value for sign, value in zip(signs, values, strict=True))


def _directed(term: _Term) -> Decimal:
    return -abs(term.value) if term.mention.kind in _DEDUCTED else term.value


def _same(value: Decimal, printed: Decimal, tolerance: Decimal | int = _TOLERANCE) -> bool:
    return abs(abs(value) - abs(printed)) <= tolerance


def _signed(value: Decimal, mention: AmountMention) -> Decimal:
    """The printed amount, negative if its terms or a printed sign say so."""
    size = abs(mention.money.value)
    return -size if value < 0 or mention.money.value < 0 else size


def _across(rows: Iterable[Sequence[AmountMention]]) -> Iterator[Sum]:
    """The sums of a line: its last amount, of the ones before it, or of two of them."""
    for row in rows:
        *terms, last = (_Term(mention.money.value, mention) for mention in row)
        pairs = combinations(terms, 2) if len(terms) <= _MOST_TERMS_ACROSS else ()
        found = (_sum_of_last(some, last.mention) for some in (terms, *pairs))
        yield from filter(None, [next(filter(None, found), None)])


def running_balance(
    mentions: Sequence[AmountMention], value: Callable[[AmountMention], Decimal]
) -> list[AmountMention]:
    """The balances after each transaction of an account, where the amounts of the lines prove them; else empty.

    `value` tells the signed value of a balance. Of several sequences it is the last one.
    """
    proven: list[AmountMention] = []
    chain: list[AmountMention] = []
    for _, row in groupby((each for each in mentions if not each.in_prose), key=lambda each: each.line.number):
        *steps, last = row
        if chain and any(_same(value(last) - value(chain[-1]), step.money.value) for step in steps):
            chain.append(last)
        elif steps or not chain or value(last) != value(chain[-1]):
            chain = [last]
        proven = chain if len(chain) > _FEWEST_LINKS else proven
    return list(proven)

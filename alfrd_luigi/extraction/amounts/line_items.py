"""The line items of an invoice or receipt: its rows of goods and services, proven by their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from alfrd_luigi.extraction.amounts.arithmetic import is_among, taxed
from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import TextLine, skeleton

_SUMS = frozenset({AmountKind.SUBTOTAL, AmountKind.TOTAL, AmountKind.FINAL, AmountKind.DUE, AmountKind.GROSS})
_NO_ITEMS = _SUMS | {
    AmountKind.TAX, AmountKind.ROUNDING, AmountKind.PAID, AmountKind.TENDERED, AmountKind.CHANGE, AmountKind.EARLIER,
}  # fmt: skip
_MOST_LEADING = 5
_CENT = Decimal("0.01")
_WORD = re.compile(r"[^\W\d_]{3}")
# The number of a row, or of its pieces: "1. Tea", "2 x Tea".
_POSITION = re.compile(r"^\s*\d{1,3}(?:[.)]?\s+(?:[xX\u00d7]\s+)?|[xX\u00d7]\s+)(?=\D)")
# The name of a product, although its word may head a column: "Product 2".
_NUMBERED = re.compile(r"\w+ \d+$")
_GAP = re.compile(r"\s{2,}|\t|\|")
# A whole number that is a cell, begins the line, or stands before a unit or a sign of multiplication.
_QUANTITY = re.compile(
    r"(?:^|(?<=\s\s)|(?<=\t)|(?<=\|))\s?(\d{1,4})(?:[.,]0{1,4})?(?=\s{2}|\t|\s?\||\s?x|\s?(?:pcs?|stk|st|h|hrs?|std)\b|\s*$)"
    r"|^\s{0,3}(\d{1,2})\s(?=\D)",
    re.IGNORECASE,
)


# A larger number without a price to prove it is rather a code.
_LARGEST_UNPROVEN = 99


class LineItem(NamedTuple):
    """A row: what it is for, how many (None if unclear), its amount, and its line as printed."""

    description: str
    quantity: int | None
    amount: Decimal
    words: str

    @property
    def facts(self) -> dict[str, Any]:
        """The row as a JSON object."""
        return {"description": self.description, "quantity": self.quantity, "amount": float(self.amount)}


class Row(NamedTuple):
    """The amounts of a line. The last one is what the row costs."""

    mentions: tuple[AmountMention, ...]

    @property
    def line(self) -> TextLine:
        """The line."""
        return self.mentions[0].line

    @property
    def amount(self) -> Decimal:
        """The last amount."""
        return self.mentions[-1].money.value


class _Run(NamedTuple):
    """Rows, and the sum that is printed below them."""

    rows: list[Row]
    foot: Decimal

    @property
    def sum(self) -> Decimal:
        """What the rows cost together."""
        return sum((row.amount for row in self.rows), Decimal())


def find_line_items(lines: Sequence[TextLine], mentions: Sequence[AmountMention], total: Decimal) -> list[LineItem]:
    """The rows that sum up to the total, to its subtotal before taxes, charges and discounts, or to the sum below them.

    Empty if no rows do, or if one of them has no description.
    """
    rows = _proven_rows(mentions, total)
    descriptions = _descriptions(rows, lines, {mention.line.number for mention in mentions})
    if not all(descriptions):
        return []
    return [
        LineItem(text, _quantity(row, text), row.amount, row.line.text.strip())
        for row, text in zip(rows, descriptions, strict=True)
    ]


def _proven_rows(mentions: Sequence[AmountMention], total: Decimal) -> list[Row]:
    """The rows above a total that sum up to it, to its subtotal, or to the sum below them. Empty if none do."""
    subtotals = {mention.money.value for mention in mentions if mention.kind in _SUMS}
    sums = sorted({total} | {each for each in subtotals if each and is_among(total, taxed([each], mentions))})
    runs = list(_runs(mentions))
    of_total = (run.rows for run in runs if is_among(run.sum or -_CENT, sums))
    of_foot = (run.rows for run in runs if len(run.rows) > 1 and run.sum == run.foot and all(map(_words_of, run.rows)))
    return next(of_total, next(of_foot, []))


def _runs(mentions: Sequence[AmountMention]) -> Iterator[_Run]:
    """The rows between totals, also without the first ones, which may be no items."""
    rows: list[Row] = []
    for _, found in groupby(mentions, key=lambda mention: mention.line.number):
        row = Row(tuple(found))
        sums = [mention.money.value for mention in row.mentions if mention.kind in _SUMS]
        if not any(mention.kind in _NO_ITEMS or mention.in_prose or mention.in_tax_summary for mention in row.mentions):
            rows.append(row)
        elif sums:
            yield from (_Run(rows[start:], sums[-1]) for start in range(min(len(rows), _MOST_LEADING)))
            rows = []


def _descriptions(rows: Sequence[Row], lines: Sequence[TextLine], taken: set[int]) -> list[str]:
    """What each row is for: in its own line, or for all rows without words in the line above, or below; else empty.

    `taken` are the numbers of the lines with amounts.
    """
    own = [_words_of(row) for row in rows]
    for step in (-1, 1):
        free = [_free_line(row.line.number + step, lines, taken) for row in rows]
        texts = [mine or beside for mine, beside in zip(own, free, strict=True)]
        if all(texts):
            return texts
    return [""] * len(rows)


def _words_of(row: Row) -> str:
    """The first cell with words before the amounts, or between them if the line begins with one."""
    text = row.line.text
    return _first_words(text[: row.mentions[0].money.start]) or _first_words(
        text[row.mentions[0].money.end : row.mentions[-1].money.start]
    )


def _free_line(number: int, lines: Sequence[TextLine], taken: set[int]) -> str:
    """The words of a line without amounts that is no heading. Empty if there are none."""
    if not 0 <= number < len(lines) or number in taken or _is_heading(lines[number].text):
        return ""
    return _first_words(lines[number].text)


def _first_words(text: str) -> str:
    cells = (_POSITION.sub("", cell).strip(" |:*-") for cell in _GAP.split(text))
    return next((cell for cell in cells if _WORD.search(cell) and not _is_heading(cell)), "")


def _is_heading(text: str) -> bool:
    """Whether the text consists of the heads of columns."""
    words = [word for word in map(skeleton, text.split()) if word]
    return not _NUMBERED.match(text) and bool(words) and 2 * sum(word in _heads() for word in words) > len(words)


@cache
def _heads() -> frozenset[str]:
    return frozenset(skeleton(word) for phrase in phrases("amounts", "column") for word in phrase.split())


def _quantity(row: Row, description: str) -> int | None:
    """The number that gives the amount with a price of the row; without a price, the only other number of the row."""
    text = row.line.text
    for mention in row.mentions:
        span = mention.money
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    text = text.replace(description, "  ", 1) if description else text
    numbers = {int(match[1] or match[2]) for match in _QUANTITY.finditer(text)} - {0}
    prices = {mention.money.value for mention in row.mentions[:-1]}
    numbers = {number for number in numbers if _costs(number, prices, row.amount)}
    return numbers.pop() if len(numbers) == 1 else None


def _costs(number: int, prices: set[Decimal], amount: Decimal) -> bool:
    if not prices:
        return number <= _LARGEST_UNPROVEN
    return any(abs(number * price - amount) <= _CENT for price in prices)

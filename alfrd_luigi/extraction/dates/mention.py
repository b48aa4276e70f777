"""A date in a line of a document, with its label and what its place tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate, find_printed_dates
from alfrd_luigi.extraction.lines import Cell, TextLine, skeleton

AMOUNT = re.compile(r"\d[.,]\d\d(?!\d)")
# Signs between the parts of a line: "Invoice 17 | 3 May 2024 | order 5".
SEPARATOR = re.compile(r"\s[\u00b7\u2022\u2219|/]\s")
# A sentence goes on after the date.
SENTENCE = re.compile(r"[,;]?(?:\s[^\W\d_A-Z][\w'\u2019-]*[,.]?){2}")
TOP_LINES = 15
PROSE_WORDS = 8
TABLE_COLUMNS = 3


@dataclass(frozen=True)
class DateMention:
    """A date, its line, its label as printed (empty: none), and the label's kind."""

    printed: PrintedDate
    line: TextLine
    label: str
    kind: DateKind | None
    start: int
    timed: bool = False
    alone: bool = False
    """Whether its cell contains nothing else but the place or the day of the week before it."""
    listed: bool = False
    """Whether its line is one of many that begin with a date, such as the transactions of a statement."""
    continued: bool = False
    """Whether it continues a sentence of the line above."""

    @property
    def in_prose(self) -> bool:
        """Whether the date is in a sentence, not in a table, beside a label or in a title in capitals."""
        if self.continued or self.label.isupper():
            return self.continued and not self.kind
        cell = cell_of(self.line, self.printed)
        after = self.line.text[self.printed.end : cell.end]
        return sum(map(is_word, cell.text.split())) >= PROSE_WORDS or bool(SENTENCE.match(after))

    @property
    def priced(self) -> bool:
        """Whether the date is in a row of a table with an amount."""
        cells = self.line.cells
        return len(cells) >= TABLE_COLUMNS and any(AMOUNT.search(cell.text) and not is_date(cell) for cell in cells)

    @property
    def is_prominent(self) -> bool:
        """Whether the date is alone near the top, and in no list."""
        return self.alone and not self.listed and self.line.number < TOP_LINES

    @property
    def column(self) -> int:
        """The number of the cells before it in its line."""
        return sum(cell.end <= self.printed.start for cell in self.line.cells)

    @property
    def words(self) -> str:
        """Label and date as printed in the document."""
        return self.line.text[self.start : self.printed.end].strip()


@dataclass(frozen=True)
class Dated:
    """A date with a known day."""

    mention: DateMention
    day: date


def is_word(token: str) -> bool:
    """Whether a token has letters or digits."""
    return bool(skeleton(token))


def cell_of(line: TextLine, printed: PrintedDate) -> Cell:
    """The cell of a date, or the part of it between two separators."""
    cell = next(cell for cell in line.cells if printed.start < cell.end)
    if not SEPARATOR.search(cell.text):
        return cell
    before = [match.end() for match in SEPARATOR.finditer(line.text, cell.start, max(cell.start, printed.start))]
    after = SEPARATOR.search(line.text, printed.end, cell.end)
    start, end = before[-1] if before else cell.start, after.start() if after else cell.end
    return Cell(line.text[start:end], start, end)


def is_date(cell: Cell) -> bool:
    """Whether a cell is nothing but a date."""
    printed = next(iter(find_printed_dates(cell.text)), None)
    return printed is not None and (printed.start, printed.end) == (0, len(cell.text))

"""An amount as it stands in a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.money import Money, find_money
from alfrd_luigi.extraction.lines import Cell, TextLine

# A label after the end of a sentence: "... for this gift. Amount of gift: $50.00".
_OWN_LABEL = re.compile(r"[.;!?]\s+(?:[^\s.:;]+ ){0,3}[^\s.:;]+:\s*$")
_PROSE_WORDS = 11
# What separates the entries of a list in one line: "Rent 900.00 \u2014 heating 80.00 \u2014 total 980.00".
_ENTRY = re.compile(r"\s[\u2013\u2014|\u2022\u00b7]\s|;\s")
# The end of a sentence that a line above began.
_CONTINUED = re.compile(r"[a-z\u00e0-\u00ff].*[.!?]\W*$")
_CONTINUED_WORDS = 5


@dataclass(frozen=True)
class AmountMention:
    """An amount, its line, its label as printed (empty: none), and the label's kind.

    `column` counts the amounts of the line that share the label. `start` is the offset of label and amount in the line.
    """

    money: Money
    line: TextLine
    label: str
    kind: AmountKind | None
    column: int
    start: int
    in_tax_summary: bool = False

    @property
    def words(self) -> str:
        """Label and amount as printed in the document."""
        return self.line.text[self.start : self.money.end].strip()

    @cached_property
    def in_prose(self) -> bool:
        """Whether the amount is in a sentence, not in a table or beside a label."""
        cell = self.cell
        is_sentence = cell is not None and (self._is_long(cell) or self._continues(cell))
        return is_sentence and not (self.kind and _OWN_LABEL.search(self.line.text[: self.money.start]))

    @property
    def cell(self) -> Cell | None:
        """The cell of the line that contains the amount. None if a gap in the amount divides it."""
        return next((cell for cell in self.line.cells if cell.start <= self.money.start < cell.end), None)

    @staticmethod
    def _is_long(cell: Cell) -> bool:
        """Whether a cell has the words of a sentence, and is no list with an amount in each entry."""
        if len(cell.text.split()) < _PROSE_WORDS:
            return False
        entries = _ENTRY.split(cell.text)
        return len(entries) == 1 or not all(any(find_money(entry)) for entry in entries)

    def _continues(self, cell: Cell) -> bool:
        """Whether the line is the rest of a sentence."""
        is_only = len(self.line.cells) == 1 and len(cell.text.split()) >= _CONTINUED_WORDS
        return is_only and bool(_CONTINUED.match(cell.text))

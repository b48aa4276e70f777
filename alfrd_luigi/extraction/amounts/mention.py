"""An amount as it stands in a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.money import Money
from alfrd_luigi.extraction.lines import Cell, TextLine

# A label after the end of a sentence: "... for this gift. Amount of gift: $50.00".
_OWN_LABEL = re.compile(r"[.;!?]\s+(?:[^\s.:;]+ ){0,3}[^\s.:;]+:\s*$")
_PROSE_WORDS = 11


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

    @property
    def in_prose(self) -> bool:
        """Whether the amount is in a sentence, not in a table or beside a label."""
        cell = self.cell
        is_long = cell is not None and len(cell.text.split()) >= _PROSE_WORDS
        return is_long and not (self.kind and _OWN_LABEL.search(self.line.text[: self.money.start]))

    @property
    def cell(self) -> Cell | None:
        """The cell of the line that contains the amount. None if a gap in the amount divides it."""
        return next((cell for cell in self.line.cells if cell.start <= self.money.start < cell.end), None)

"""The content of a document and its correct values, independent of its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center"]


@dataclass(frozen=True)
class Text:
    """A paragraph, wrapped at the width of the sheet. `size` is in points."""

    text: str
    size: float = 11
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """One line of a table. The first cell starts at the left margin; the others are right-aligned at column stops."""

    cells: tuple[str, ...]
    size: float = 11
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """A line across the sheet."""


@dataclass(frozen=True)
class Gap:
    """Empty space, in points."""

    height: float = 10


Block: TypeAlias = Text | Row | Rule | Gap
Page: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True)
class Sheet:
    """Paper in points (1/72 inch). Without a height it is a roll, cut at the end of the print."""

    width: float
    height: float | None
    margin: float


LETTER = Sheet(612, 792, 60)
A4 = Sheet(595, 842, 57)
TILL_ROLL = Sheet(227, None, 14)


@dataclass(frozen=True)
class Paper:
    """One document: its pages, and the values that a careful reader would find.

    `name` is unique among all samples. `total` is in the unit of `money` (ISO 4217), None if the document demands no
    payment. `series` names its series, None for a single document.
    """

    name: str
    document_type: str
    entity: str
    date: date
    total: Decimal | None
    series: str | None
    pages: tuple[Page, ...]
    sheet: Sheet = LETTER
    money: str = "USD"

    @property
    def currency(self) -> str | None:
        """ISO 4217 code of the total; None without one."""
        return None if self.total is None else self.money


def heading(text: str) -> tuple[Block, ...]:
    """A section's title with the space above it."""
    return Gap(), Text(text, 12, bold=True), Gap(2)


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> tuple[Block, ...]:
    """A header in bold, a rule, and the rows."""
    return Row(header, bold=True), Rule(), *(Row(row) for row in rows)

"""The position of each word of a page: blocks become lines of placed text, the same for every output format.

All lengths are in points (1/72 inch), from the top left corner. The position of a text is on its baseline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alfrd_luigi.samples.metrics import width
from alfrd_luigi.samples.paper import Block, Gap, Page, Row, Rule, Sheet, Text

_LEADING = 1.4
_RULE_SPACE = 8
# Right edge of a table's first column, as a fraction of the print width. The other columns share the rest equally.
_FIRST_COLUMN = 0.4
_FOOTER_SIZE = 9


@dataclass(frozen=True)
class TextRun:
    """A piece of text whose left end on the baseline is at (x, y)."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Placed:
    """A page ready for printing: lines of runs from top to bottom, and the heights of its rules."""

    width: float
    height: float
    margin: float
    lines: tuple[tuple[TextRun, ...], ...]
    rules: tuple[float, ...]

    @property
    def text(self) -> str:
        """The text that a perfect reader would read: one line for each printed line, with a space between cells."""
        return "\n".join(" ".join(run.text for run in line) for line in self.lines)


def place(pages: tuple[Page, ...], sheet: Sheet) -> tuple[Placed, ...]:
    """Lay out pages. If there are several, each gets its number at the bottom."""
    count = len(pages)
    return tuple(
        _Typesetter(sheet).set(page, f"Page {number} of {count}" if count > 1 else "")
        for number, page in enumerate(pages, 1)
    )


class _Typesetter:
    """Places the blocks of one page from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._width = sheet.width - 2 * sheet.margin
        self._y = sheet.margin
        self._lines: list[tuple[TextRun, ...]] = []
        self._rules: list[float] = []

    def set(self, page: Page, footer: str) -> Placed:
        for block in page:
            self._block(block)
        height = self._sheet.height or self._y + self._sheet.margin
        if footer:
            self._y = height - self._sheet.margin
            self._text(Text(footer, _FOOTER_SIZE, align="center"))
        return Placed(self._sheet.width, height, self._sheet.margin, tuple(self._lines), tuple(self._rules))

    def _block(self, block: Block) -> None:
        match block:
            case Text():
                self._text(block)
            case Row():
                self._row(block)
            case Gap():
                self._y += block.height
            case Rule():
                self._rules.append(self._y + _RULE_SPACE / 2)
                self._y += _RULE_SPACE

    def _text(self, block: Text) -> None:
        for line in _wrapped(block.text, self._width / block.size):
            spare = self._width - width(line) * block.size
            x = self._sheet.margin + (spare / 2 if block.align == "center" else 0)
            self._line(TextRun(line, x, self._baseline(block.size), block.size, block.bold))

    def _row(self, block: Row) -> None:
        y = self._baseline(block.size)
        first, *others = block.cells
        runs = [TextRun(first, self._sheet.margin, y, block.size, block.bold)] if first else []
        for number, cell in enumerate(others, 1):
            if not cell:
                continue
            stop = _FIRST_COLUMN + (1 - _FIRST_COLUMN) * number / len(others)
            x = self._sheet.margin + self._width * stop - width(cell) * block.size
            runs.append(TextRun(cell, x, y, block.size, block.bold))
        self._line(*runs)

    def _baseline(self, size: float) -> float:
        return self._y + size

    def _line(self, *runs: TextRun) -> None:
        self._lines.append(runs)
        self._y += runs[0].size * _LEADING


def _wrapped(text: str, ems: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if line and width(longer) > ems:
            yield line
            longer = word
        line = longer
    yield line

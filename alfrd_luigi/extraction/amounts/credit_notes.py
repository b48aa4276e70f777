"""Finds whether a document is a credit note, whose total is negative."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import TextLine, skeleton

# A heading is short, and above the amounts.
_HEADING_WORDS = 6
_HEADING_LINES = 30


def is_credit_note(lines: Sequence[TextLine]) -> bool:
    """Whether a heading names a credit note, a refund or a cancelled invoice."""
    cells = (cell.text for line in lines[:_HEADING_LINES] for cell in line.cells)
    headings = (skeleton(text) for text in cells if len(text.split()) <= _HEADING_WORDS)
    return any(heading.startswith(_names()) for heading in headings)


@cache
def _names() -> tuple[str, ...]:
    return tuple(skeleton(phrase) for phrase in phrases("amounts", "credit_note"))

"""What a document's headings tell about its amounts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import TextLine, skeleton

# A heading is short. That of a credit note is above the amounts.
_HEADING_WORDS = 6
_HEADING_LINES = 30


class Traits(NamedTuple):
    """Whether the document is a credit note, and whether its last column has the sums of the year."""

    credit_note: bool = False
    year_to_date: bool = False


def read_traits(lines: Sequence[TextLine]) -> Traits:
    """The traits of a document that stand in its headings."""
    cells = [(line.number, cell.text) for line in lines for cell in line.cells]
    headings = [(number, skeleton(text)) for number, text in cells if len(text.split()) <= _HEADING_WORDS]
    return Traits(
        any(number < _HEADING_LINES and heading.startswith(_names("credit_note")) for number, heading in headings),
        any(heading.endswith(_names("year_to_date")) for _, heading in headings),
    )


@cache
def _names(trait: str) -> tuple[str, ...]:
    return tuple(skeleton(phrase) for phrase in phrases("amounts", trait))

"""The company for which a paper is signed: "for Example Pvt. Ltd." above "Authorised Signatory"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.entities.companies import companies
from alfrd_luigi.extraction.entities.vocabulary import beginning, occurs
from alfrd_luigi.extraction.lines import TextLine

_REACH = 4


def signing_companies(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, int, str]]:
    """The companies after "for" at the beginning of a cell, above the words for who signs; each with line and cell."""
    for position, line in enumerate(lines):
        if not any(occurs("signatory", below.text) for below in lines[position : position + _REACH]):
            continue
        for index, cell in enumerate(line.cells):
            if (preposition := beginning("for", cell.text)) is not None:
                rest = cell.text[preposition.end :].lstrip()
                yield from ((line, index, rest[: each.end]) for each in companies(rest) if not each.start)

"""A text that may be the issuer's name, and the reason why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from alfrd_luigi.extraction.entities.companies import ENDS
from alfrd_luigi.extraction.entities.names import tidy
from alfrd_luigi.extraction.entities.vocabulary import occurrences, words_of
from alfrd_luigi.extraction.lines import TextLine


class Source(Enum):
    """The reason why a text is a candidate."""

    PLACE = auto()
    """It is at the top of the first page."""
    LEGAL_FORM = auto()
    LABEL = auto()
    """It has a label such as "pay to" or "sold by"."""
    PAYEE = auto()
    """It holds the account to which a bill is paid."""
    SENDER = auto()
    """The "From:" line of a message, or the small line above an address."""
    THANKS = auto()
    SIGNATURE = auto()
    """It is below the closing words of a letter."""
    PARTY = auto()
    """A contract names it as the party that issues it."""
    DECLARANT = auto()
    """It declares something: "I, the undersigned, ..."."""
    IMPRINT = auto()
    """It heads a line of a company's particulars."""
    BANK = auto()
    """The sentences or the footers of an account's paper name this bank alone."""
    BLOCK = auto()
    """It heads a postal address further down, as that to which a payment slip is sent."""


@dataclass(frozen=True)
class EntityCandidate:
    """A cleaned name, the words that it came from, and its cell."""

    name: str
    words: str
    source: Source
    line: TextLine
    cell: int


def spread(name: str | None, source: Source, line: TextLine, cell: int) -> Iterator[EntityCandidate]:
    """A name on several lines, with the words of the first one."""
    for candidate in candidate_of(name, source, line, cell) if name else ():
        yield replace(candidate, words=line.cells[cell].text)


def candidate_of(text: str, source: Source, line: TextLine, cell: int) -> Iterator[EntityCandidate]:
    """The candidate that a text makes; none of a single character, without letters, or of a legal form only."""
    words = text.strip(ENDS)
    name = tidy(words)
    if len(name) >= 2 and any(map(str.isalpha, name)) and not _is_form(name):
        yield EntityCandidate(name, words, source, line, cell)


def _is_form(name: str) -> bool:
    """Whether a text is a legal form only."""
    forms = {index for span in occurrences("legal_form", name) for index in range(span.first, span.stop)}
    return all(index in forms or len(word.form) == 1 for index, word in enumerate(words_of(name)))

"""The parts of a document that may be its issuer's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from alfrd_luigi.extraction.entities.vocabulary import GENERIC, LEGAL_FORM, REGISTRATION
from alfrd_luigi.extraction.entities.zones import ISSUER, THANKS
from alfrd_luigi.extraction.lines import TextLine

_TOP_LINES = 14
_MOST_WORDS = 10
_STARTS_WITH_FORM = re.compile(rf"^(?:&\s?)?(?:co\.?,?\s*)?(?:\(m\)\s*)?(?:{LEGAL_FORM.pattern})", re.IGNORECASE)
_TITLE = re.compile(
    r"\s+(?:tax )?(?:invoice|bill|statement|receipt|factuur|rechnung|facture|factura)\s*\.?$", re.IGNORECASE
)
_URL = re.compile(r"\s+(?:https?://|www\.)\S+$", re.IGNORECASE)
_MAILBOX = re.compile(r"^[\w.+\-]+@([\w\-]+)(?:\.\w+)+$")
_ENDS = ' \t:;,*|_=~<>"\u201c\u201d-\u2013'
_ADDRESS_TAIL = re.compile(r"(?:\s*[,|\u2022\u00b7]|\s-)\s+(?:P\.?\s?O\.? Box\b.*|\d.*|One .*|[A-Z]\w+ \d.*)$")


class Source(Enum):
    """The reason why a text is a candidate."""

    PLACE = auto()
    """It is at the top of the first page."""
    LEGAL_FORM = auto()
    LABEL = auto()
    """It has a label such as "pay to" or "sold by"."""
    SENDER = auto()
    """The "From:" line of a message."""
    THANKS = auto()


@dataclass(frozen=True)
class EntityCandidate:
    """A cleaned name, the words that it came from, and its cell."""

    name: str
    words: str
    source: Source
    line: TextLine
    cell: int


def read_candidates(lines: Sequence[TextLine]) -> list[EntityCandidate]:
    """All candidates in reading order. A text with several reasons occurs several times."""
    return [candidate for position in range(len(lines)) for candidate in _at(lines, position)]


def _at(lines: Sequence[TextLine], position: int) -> Iterator[EntityCandidate]:
    line = lines[position]
    below = lines[position + 1] if position + 1 < len(lines) and lines[position + 1].page == line.page else None
    for index, cell in enumerate(line.cells):
        yield from _announced(line, below, index)
        if len(cell.text.split()) > _MOST_WORDS:
            continue
        legal = bool(LEGAL_FORM.search(cell.text))
        if line.number < _TOP_LINES or legal:
            yield from _candidate(cell.text, Source.LEGAL_FORM if legal else Source.PLACE, line, index)
        if below:
            yield from _continued(line, below, index)


def _announced(line: TextLine, below: TextLine | None, index: int) -> Iterator[EntityCandidate]:
    """The names after words of thanks, and after a label."""
    text = line.cells[index].text
    if match := THANKS.search(text):
        yield from _candidate(text[match.end() :], Source.THANKS, line, index)
    match = ISSUER.search(text)
    if match and (match.start() == 0 or not match[0].lower().startswith("from")):
        yield from _labelled(match, line, below, index)


def _labelled(label: re.Match[str], line: TextLine, below: TextLine | None, index: int) -> Iterator[EntityCandidate]:
    """The name after the label in its cell or, if the label is alone, in the cell beside or below it."""
    source = Source.SENDER if re.match(r"from\s*:", label[0], re.IGNORECASE) else Source.LABEL
    begins, has_colon = label.start() == 0, label[0].rstrip().endswith(":")
    if rest := line.cells[index].text[label.end() :].strip(_ENDS):
        if begins or has_colon or label[0][0].islower():
            yield from _candidate(rest, source, line, index)
    elif has_colon and index + 1 < len(line.cells):
        yield from _candidate(line.cells[index + 1].text, source, line, index + 1)
    elif begins and below:
        column = min(index, len(below.cells) - 1)
        yield from _candidate(below.cells[column].text, source, below, column)


def _continued(line: TextLine, below: TextLine, index: int) -> Iterator[EntityCandidate]:
    """A name whose legal form is on the next line."""
    column = min(index, len(below.cells) - 1)
    if not _STARTS_WITH_FORM.match(below.cells[column].text) or LEGAL_FORM.search(line.cells[index].text):
        return
    first, second = line.cells[index].text, below.cells[column].text
    for candidate in _candidate(f"{first} {second}", Source.LEGAL_FORM, line, index):
        yield EntityCandidate(candidate.name, first, candidate.source, line, index)


def _candidate(text: str, source: Source, line: TextLine, cell: int) -> Iterator[EntityCandidate]:
    words = _URL.sub("", text).strip(_ENDS)
    name = tidy(words)
    named = len(name) >= 2 and not _STARTS_WITH_FORM.fullmatch(name)
    if named and any(char.isalpha() for char in name) and not GENERIC.fullmatch(name):
        yield EntityCandidate(name, words, source, line, cell)


def tidy(text: str) -> str:
    """A name with single spaces, without registration number, title and address; for a mailbox, its host."""
    if mailbox := _MAILBOX.match(text.strip()):
        return mailbox[1]
    name = re.sub(r"\s*(?:<[^>]*>?|\[[^\]]*@[^\]]*\]).*$", "", " ".join(text.split()))
    if sentence := re.match(r"(.{4,}?[a-z]{3,})\. [A-Z]", name):
        name = sentence[1]
    if twice := re.fullmatch(r"(\S.{3,}) \1", name, re.IGNORECASE):
        name = twice[1]
    for pattern in (_ADDRESS_TAIL, REGISTRATION, _TITLE, REGISTRATION):
        shorter = pattern.sub("", name).strip(_ENDS)
        name = shorter if len(shorter) >= 2 else name
    return name

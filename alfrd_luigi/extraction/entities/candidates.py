"""The parts of a document that may be its issuer's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from alfrd_luigi.extraction.entities.addresses import is_address
from alfrd_luigi.extraction.entities.companies import ENDS, MOST_WORDS, Company, companies, has_legal_form, leading_name
from alfrd_luigi.extraction.entities.names import tidy
from alfrd_luigi.extraction.entities.parties import issuing_parties
from alfrd_luigi.extraction.entities.vocabulary import Span, beginning, is_generic, occurrences, words_of
from alfrd_luigi.extraction.entities.zones import recipient_label, sender_line
from alfrd_luigi.extraction.lines import TextLine

_TOP_LINES = 14
_LABEL_REACH = 4
_SIGNATURE_LINES = 5
_MOST_COMPANIES = 3
"""The most companies that one cell names. Those after them are a list."""
_MOST_AFTER_FORM = 4
"""The words after a legal form that begins a line: a registration number."""
_SEPARATORS = ",;|\u2022\u00b7-\u2013\u2014:\u00a9"
_SEPARATOR = re.compile(r"\s[\-\u2013\u2014|\u2022\u00b7*]\s|[,;]\s")
_SENDER = re.compile(r"\W*from\W*$", re.IGNORECASE)
_FIELD = re.compile(r"^[^:]{1,40}\s*:")


class Source(Enum):
    """The reason why a text is a candidate."""

    PLACE = auto()
    """It is at the top of the first page."""
    LEGAL_FORM = auto()
    LABEL = auto()
    """It has a label such as "pay to" or "sold by"."""
    SENDER = auto()
    """The "From:" line of a message, or the small line above an address."""
    THANKS = auto()
    SIGNATURE = auto()
    """It is below the closing words of a letter."""
    PARTY = auto()
    """A contract names it as the party that issues it."""


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
    found = [candidate for position in range(len(lines)) for candidate in _at(lines, position)]
    found += [candidate for line, name in issuing_parties(lines) for candidate in _party(line, name)]
    return found + list(_signatures(lines))


def _signatures(lines: Sequence[TextLine]) -> Iterator[EntityCandidate]:
    """The lines below the closing words of letters."""
    for line in lines:
        closing = beginning("closing", line.text)
        if closing and not line.text[closing.end :].strip(ENDS + "."):
            for below in lines[line.number + 1 : line.number + 1 + _SIGNATURE_LINES]:
                yield from _candidate(below.cells[0].text, Source.SIGNATURE, below, 0)


def _party(line: TextLine, name: str) -> Iterator[EntityCandidate]:
    index = next(index for index, cell in enumerate(line.cells) if cell.end > line.text.find(name))
    return _candidate(name, Source.PARTY, line, index)


def _at(lines: Sequence[TextLine], position: int) -> Iterator[EntityCandidate]:
    line = lines[position]
    below = [other for other in lines[position + 1 : position + 1 + _LABEL_REACH] if other.page == line.page]
    for index, cell in enumerate(line.cells):
        yield from _announced(line, below, index)
        named = list(islice(companies(cell.text), _MOST_COMPANIES))
        for company in named:
            yield from _candidate(_whole(cell.text, company), Source.LEGAL_FORM, line, index)
        if not named and line.number < _TOP_LINES and (head := _head(cell.text)):
            yield from _candidate(head, Source.PLACE, line, index)
        if sender := sender_line(lines, line, cell):
            yield from _candidate(sender, Source.SENDER, line, index)
        if below and not named:
            yield from _continued(line, below[0], index)


def _whole(text: str, company: Company) -> str:
    """A company's name, with the words around it in a short text that no sign separates: "Example AG Berlin"."""
    before, after = text[: company.start].rstrip(), text[company.end :].lstrip()
    if len(text.split()) > MOST_WORDS or (before and before[-1] in _SEPARATORS) or (after and after[0] in _SEPARATORS):
        return text[company.start : company.end]
    return text


def _head(text: str) -> str:
    """A short text, or the part before the first separator of a long one."""
    if len(text.split()) <= MOST_WORDS:
        return text
    head = _SEPARATOR.split(text, maxsplit=1)[0]
    return head if len(head.split()) < MOST_WORDS else ""


def _announced(line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The names after words of thanks, and after a label."""
    text = line.cells[index].text
    for thanks in occurrences("thanks", text):
        if name := re.sub(r"^[\W\d]+", "", text[thanks.end :]):
            yield from _candidate(name, Source.THANKS, line, index)
        elif below and thanks.first == 0:
            yield from _candidate(below[0].cells[0].text, Source.THANKS, below[0], 0)
    if "\u00a9" in text:
        yield from _candidate(re.sub(r"^[\W\d]+", "", text.partition("\u00a9")[2]), Source.THANKS, line, index)
    for label in occurrences("issuer", text):
        yield from _labelled(label, line, below, index)


def _labelled(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after the label in its cell or, if the label is alone, in the cell beside or below it."""
    text = line.cells[index].text
    begins = label.first == 0 or (label.first == 1 and len(words_of(text)[0].form) == 1)
    rest = text[label.end :]
    colon = rest.lstrip().startswith(":")
    source = Source.SENDER if _SENDER.fullmatch(text[: label.end]) and colon else Source.LABEL
    if not begins and not (colon or text[label.start].islower() or label.stop - label.first > 2):
        return
    name = (rest if begins or colon else leading_name(rest.lstrip())).lstrip(".)").strip(ENDS + "()")
    if name and not is_generic(name):
        if begins or colon or not _SENDER.fullmatch(text[label.start : label.end]):
            yield from _candidate(name, source, line, index)
    elif begins:
        yield from _near(source, line, below, index)


def _near(source: Source, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name beside a label or, if the next cell is none, the first one below it."""
    if index + 1 < len(line.cells) and (
        line.cells[index].text.rstrip().endswith(":") or line.cells[index + 1].text[0] == ":"
    ):
        yield from _candidate(line.cells[index + 1].text, source, line, index + 1)
        return
    if index + 1 < len(line.cells) and _is_value(line.cells[index + 1].text):
        yield from _candidate(line.cells[index + 1].text, source, line, index + 1)
    for other in below:
        column = min(index, len(other.cells) - 1)
        text = other.cells[column].text
        if recipient_label(other.cells[column]):
            return
        if not is_generic(text) and not _FIELD.match(text):
            yield from [] if is_address(text) else _candidate(text, source, other, column)
            return


def _is_value(text: str) -> bool:
    """Whether the cell beside a label without a colon can be its name, and not the next label."""
    return not is_generic(text) and not _FIELD.match(text) and not any(map(str.isdigit, text))


def _continued(line: TextLine, below: TextLine, index: int) -> Iterator[EntityCandidate]:
    """A name whose legal form begins the next line."""
    column = min(index, len(below.cells) - 1)
    form = beginning("legal_form", below.cells[column].text)
    if form is None or line.cells[index].text[-1] in ".:;" or is_generic(line.cells[index].text):
        return
    first, second = line.cells[index].text, below.cells[column].text
    after = second[form.end :].lstrip(" .,")
    if after[:1].isalpha() or len(after.split()) > _MOST_AFTER_FORM:
        return
    if not has_legal_form(f"{first} {second[: form.end]}"):
        return
    for candidate in _candidate(f"{first} {second}", Source.LEGAL_FORM, line, index):
        yield EntityCandidate(candidate.name, first, candidate.source, line, index)


def _candidate(text: str, source: Source, line: TextLine, cell: int) -> Iterator[EntityCandidate]:
    words = text.strip(ENDS)
    name = tidy(words)
    if len(name) >= 2 and any(map(str.isalpha, name)) and not _is_form(name):
        yield EntityCandidate(name, words, source, line, cell)


def _is_form(name: str) -> bool:
    """Whether a text is a legal form only."""
    forms = {index for span in occurrences("legal_form", name) for index in range(span.first, span.stop)}
    return all(index in forms or len(word.form) == 1 for index, word in enumerate(words_of(name)))

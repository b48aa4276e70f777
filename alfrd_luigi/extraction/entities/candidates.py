"""The parts of a document that may be its issuer's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.entities.addresses import is_address, is_postal
from alfrd_luigi.extraction.entities.companies import ENDS, MOST_WORDS, Company, companies, has_legal_form, leading_name
from alfrd_luigi.extraction.entities.imprints import imprint_names
from alfrd_luigi.extraction.entities.names import before_heading, tidy
from alfrd_luigi.extraction.entities.offices import named_offices
from alfrd_luigi.extraction.entities.parties import declarants, issuing_parties
from alfrd_luigi.extraction.entities.signatories import signing_companies
from alfrd_luigi.extraction.entities.stacks import STACKED_WORDS, TABLE_CELLS, continued_name, is_broken, stacked_name
from alfrd_luigi.extraction.entities.vocabulary import (
    Span,
    beginning,
    ending,
    is_generic,
    occurrences,
    occurs,
    words_of,
)
from alfrd_luigi.extraction.entities.zones import is_order, recipient_label, sender_line, signature_lines
from alfrd_luigi.extraction.lines import TextLine

_TOP_LINES = 14
_LABEL_REACH = 4
_MOST_COMPANIES = 3  # those after them are a list
_SEPARATORS = ",;|\u2022\u00b7-\u2013\u2014:\u00a9"
_SEPARATOR = re.compile(r"\s[\-\u2013\u2014|\u2022\u00b7*]\s|[,;]\s")
_SENDER = re.compile(r"\W*from\W*$", re.IGNORECASE)
# The types of papers that employers issue. On others an employer is the employer of the person whom they concern.
EMPLOYERS = {"payroll", "tax", "employment"}
_LABELS_OF_TYPES = {"employer": EMPLOYERS, "insurer": {"insurance"}, "account_holder": {"invoice", "service_bill"}}
# The types of papers whose issuer declares something. In an application it is the applicant.
_DECLARATIONS = {"receipt", "property", "legal", "correspondence", "employment", "tax"}
# What a form asks for: "Issuer (name and address)".
_CAPTION = re.compile(r"^\s*(?:\([^)]*\)|/[^:]*)")
_FIELD = re.compile(r"^[^:]{1,40}\s*:")


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


def read_candidates(lines: Sequence[TextLine], document_type: str | None) -> list[EntityCandidate]:
    """All candidates in reading order. A text with several reasons occurs several times."""
    labels = ["buyer"] if is_order(lines) else ["issuer"]
    labels += [kind for kind, types in _LABELS_OF_TYPES.items() if document_type in types]
    found = [candidate for position in range(len(lines)) for candidate in _at(lines, position, labels)]
    for line, name in issuing_parties(lines):
        found += _within(line, name, Source.PARTY)
    for line, name in declarants(lines) if document_type in _DECLARATIONS else ():
        found += _within(line, name, Source.DECLARANT)
    for line, cell, name in imprint_names(lines):
        found += _candidate(name, Source.IMPRINT, line, cell)
    for line, cell, name in signing_companies(lines):
        found += _candidate(name, Source.SIGNATURE, line, cell)
    for line, name in named_offices(lines):
        found += _within(line, name, Source.IMPRINT)
    return found + list(_signatures(lines))


def _signatures(lines: Sequence[TextLine]) -> Iterator[EntityCandidate]:
    for number in signature_lines(lines):
        yield from _candidate(lines[number].cells[0].text, Source.SIGNATURE, lines[number], 0)


def _within(line: TextLine, name: str, source: Source) -> Iterator[EntityCandidate]:
    index = next(index for index, cell in enumerate(line.cells) if cell.end > line.text.find(name))
    return _candidate(name, source, line, index)


def _at(lines: Sequence[TextLine], position: int, labels: Sequence[str]) -> Iterator[EntityCandidate]:
    line = lines[position]
    below = [other for other in lines[position + 1 : position + 1 + _LABEL_REACH] if other.page == line.page]
    for index, cell in enumerate(line.cells):
        named = list(islice(companies(cell.text), _MOST_COMPANIES))
        yield from _announced(line, below, index, labels)
        yield from _companies_in(line, index, named)
        yield from () if named else _nameless(line, below, index)
        if sender := sender_line(lines, line, cell):
            yield from _candidate(sender, Source.SENDER, line, index)


def _companies_in(line: TextLine, index: int, named: Sequence[Company]) -> Iterator[EntityCandidate]:
    text = line.cells[index].text
    for company in named:
        alone = named[-1].start < named[0].end
        name = _whole(text, company) if alone else text[company.start : company.end]
        yield from _candidate(_beneficiary(name), Source.LEGAL_FORM, line, index)


def _nameless(line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The names that a cell without a company's name may be, or begin: by its place, or its address."""
    text = line.cells[index].text
    if line.number < _TOP_LINES:
        yield from _candidate(head, Source.PLACE, line, index) if (head := _head(text)) else ()
    elif _heads_block(text, below, index):
        yield from _candidate(text, Source.BLOCK, line, index)
    if below:
        yield from _spread(continued_name(line, below, index), Source.LEGAL_FORM, line, index)
        stacked = None if _is_priced(line, index) else stacked_name(line, below, index)
        yield from _spread(stacked, Source.PLACE, line, index)


def _heads_block(text: str, below: Sequence[TextLine], index: int) -> bool:
    """Whether the next line in the same column is of a postal address, and this one may be a name."""
    plain = not any(map(str.isdigit, text)) and ":" not in text and len(text.split()) <= STACKED_WORDS
    return plain and bool(below) and index < len(below[0].cells) and is_postal(below[0].cells[index].text)


def _whole(text: str, company: Company) -> str:
    """A company's name, with the words around it in a short text that no sign separates: "Example AG Berlin"."""
    before, after = text[: company.start].rstrip(), text[company.end :].lstrip()
    separated = (before and before[-1] in _SEPARATORS) or (after and after[0] in _SEPARATORS)
    said = occurs("supervised", text)
    if len(text.split()) > MOST_WORDS or separated or said or ending("for", before) or is_address(after):
        return text[company.start : company.end]
    return text


def _beneficiary(name: str) -> str:
    """The company for whom a heading says that the paper is, else the whole name: "Audit for Example Ltd"."""
    for preposition in occurrences("for", name):
        if ending("heading", name[: preposition.start]):
            return name[preposition.end :]
    return name


def _head(text: str) -> str:
    """A short text, without a heading at its end, or the part before the first separator of a long one."""
    if len(text.split()) <= MOST_WORDS:
        return before_heading(text)
    head = _SEPARATOR.split(text, maxsplit=1)[0]
    return head if len(head.split()) < MOST_WORDS else ""


def _announced(
    line: TextLine, below: Sequence[TextLine], index: int, labels: Sequence[str]
) -> Iterator[EntityCandidate]:
    """The names after words of thanks, and after a label."""
    text = line.cells[index].text
    for thanks in occurrences("thanks", text):
        if name := re.sub(r"^[\W\d]+", "", text[thanks.end :]):
            yield from _candidate(name, Source.THANKS, line, index)
        elif below and thanks.first == 0:
            yield from _candidate(below[0].cells[0].text, Source.THANKS, below[0], 0)
    if "\u00a9" in text:
        yield from _candidate(re.sub(r"^[\W\d]+", "", text.partition("\u00a9")[2]), Source.THANKS, line, index)
    for kind in labels:
        named = (each for label in occurrences(kind, text) for each in _labelled(label, line, below, index))
        yield from (replace(each, source=Source.PAYEE) for each in named) if kind == "account_holder" else named


def _labelled(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after the label in its cell or, if the label is alone, in the cell beside or below it."""
    begins = label.first == 0 or (label.first == 1 and len(words_of(line.cells[index].text)[0].form) == 1)
    yield from _after_leading(label, line, below, index) if begins else _after_inner(label, line, below, index)


def _after_leading(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after a label at the beginning of a cell, beside it, or below it."""
    text = line.cells[index].text
    rest = _CAPTION.sub("", text[label.end :])
    colon = rest.lstrip().startswith(":")
    if not colon and rest.strip() and (_is_priced(line, index) or ending("copy", text)):
        return
    source = Source.SENDER if colon and _SENDER.fullmatch(text[: label.end]) else Source.LABEL
    name = _bare(rest)
    if _is_value_of_label(name):
        yield from _candidate(name, source, line, index)
    elif not _heads_column(label, line, index):
        yield from _near(source, line, below, index)


def _after_inner(label: Span, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name after a label within a cell: before a colon, in lower case, or of three words or more."""
    text = line.cells[index].text
    rest = _completed(_CAPTION.sub("", text[label.end :]), below, index)
    colon = rest.lstrip().startswith(":")
    if not colon and not text[label.start].islower() and label.stop - label.first <= 2:
        return
    name = _bare(rest if colon else leading_name(rest.lstrip()))
    if name and not is_generic(name) and not _SENDER.fullmatch(text[label.start : label.end]):
        yield from _candidate(name, Source.LABEL, line, index)


def _bare(name: str) -> str:
    """A name without the signs around it, and the article before it: "organised by the Example Society"."""
    name = name.lstrip(".)").strip(ENDS + "()")
    article = beginning("article", name) if name[:1].islower() else None
    return name[article.end :].lstrip() if article else name


def _is_value_of_label(name: str) -> bool:
    """Whether a text after a label can be a name, and not a field of its own."""
    return bool(name) and not is_generic(name) and not beginning("field", name)


def _heads_column(label: Span, line: TextLine, index: int) -> bool:
    """Whether a label of one word is within the head of a table."""
    return bool(index) and len(line.cells) >= TABLE_CELLS and label.stop - label.first == 1


def _is_priced(line: TextLine, index: int) -> bool:
    """Whether an amount stands beside a cell, as in "Employer pension   61.90"."""
    return index + 1 < len(line.cells) and any(find_money(line.cells[index + 1].text))


def _near(source: Source, line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The name beside a label or, if the next cell is none, the first one below it."""
    if index + 1 < len(line.cells):
        text = line.cells[index + 1].text
        colon = text[0] == ":" or (line.cells[index].text.rstrip().endswith(":") and not is_generic(text))
        if colon or (_is_value(text) and _is_pair(line, text)):
            yield from _candidate(text, source, line, index + 1)
        if colon:
            return
    yield from _below(source, below, index)


def _below(source: Source, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The first name in the column of a label below it, up to a recipient's label."""
    for number, other in enumerate(below, 1):
        column = min(index, len(other.cells) - 1)
        text = _unregistered(other.cells[column].text)
        if recipient_label(other.cells[column]):
            return
        if not is_generic(text) and not _FIELD.match(text):
            text = _completed(text, below[number:], column)
            yield from [] if is_address(text) else _candidate(text, source, other, column)
            return


def _unregistered(text: str) -> str:
    """The text before the number of a registration: "Example Supplies RFC: EXA010203"."""
    registered = next(iter(occurrences("registration", text)), None)
    return text[: registered.start].rstrip(" ,;(-") if registered and registered.first else text


def _completed(text: str, below: Sequence[TextLine], column: int) -> str:
    """The text with the next line, if it ends with a connecting word."""
    if below and column < len(below[0].cells) and words_of(text)[-1:] and is_broken(text):
        return f"{text} {below[0].cells[column].text}"
    return text


def _is_pair(line: TextLine, text: str) -> bool:
    """Whether a line is a label and its value, and not one of several labels."""
    return len(line.cells) == 2 or has_legal_form(text)


def _is_value(text: str) -> bool:
    """Whether the cell beside a label without a colon can be its name, and not the next label."""
    return not is_generic(text) and not _FIELD.match(text) and not any(map(str.isdigit, text))


def _spread(name: str | None, source: Source, line: TextLine, cell: int) -> Iterator[EntityCandidate]:
    """A name on several lines, with the words of the first one."""
    for candidate in _candidate(name, source, line, cell) if name else ():
        yield replace(candidate, words=line.cells[cell].text)


def _candidate(text: str, source: Source, line: TextLine, cell: int) -> Iterator[EntityCandidate]:
    words = text.strip(ENDS)
    name = tidy(words)
    if len(name) >= 2 and any(map(str.isalpha, name)) and not _is_form(name):
        yield EntityCandidate(name, words, source, line, cell)


def _is_form(name: str) -> bool:
    """Whether a text is a legal form only."""
    forms = {index for span in occurrences("legal_form", name) for index in range(span.first, span.stop)}
    return all(index in forms or len(word.form) == 1 for index, word in enumerate(words_of(name)))

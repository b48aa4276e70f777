"""The parts of a document that may be its issuer's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from alfrd_luigi.extraction.entities.addresses import is_address, is_postal
from alfrd_luigi.extraction.entities.banks import named_bank
from alfrd_luigi.extraction.entities.candidate import EntityCandidate, Source, candidate_of, spread
from alfrd_luigi.extraction.entities.companies import MOST_WORDS, Company, companies
from alfrd_luigi.extraction.entities.imprints import imprint_names
from alfrd_luigi.extraction.entities.labelled import announced, is_priced
from alfrd_luigi.extraction.entities.names import before_heading
from alfrd_luigi.extraction.entities.offices import named_offices
from alfrd_luigi.extraction.entities.parties import declarants, issuing_parties
from alfrd_luigi.extraction.entities.signatories import signing_companies, signing_teams
from alfrd_luigi.extraction.entities.stacks import STACKED_WORDS, continued_name, stacked_name
from alfrd_luigi.extraction.entities.vocabulary import ending, occurrences, occurs
from alfrd_luigi.extraction.entities.zones import is_order, sender_line, signature_lines
from alfrd_luigi.extraction.lines import TextLine

_TOP_LINES = 14
_LABEL_REACH = 4
_MOST_COMPANIES = 3  # those after them are a list
_SEPARATORS = ",;|\u2022\u00b7-\u2013\u2014:\u00a9"
_SEPARATOR = re.compile(r"\s[\-\u2013\u2014|\u2022\u00b7*]\s|[,;]\s")
# The types of papers that employers issue. On others an employer is the employer of the person whom they concern.
EMPLOYERS = {"payroll", "tax", "employment"}
BANK_PAPERS = {"bank_statement", "credit_card", "investment", "loan"}
_LABELS_OF_TYPES = {"employer": EMPLOYERS, "insurer": {"insurance"}, "account_holder": {"invoice", "service_bill"}}
# The types of papers whose issuer declares something. In an application it is the applicant.
_DECLARATIONS = {"receipt", "property", "legal", "correspondence", "employment", "tax"}


def read_candidates(lines: Sequence[TextLine], document_type: str | None) -> list[EntityCandidate]:
    """All candidates in reading order. A text with several reasons occurs several times."""
    labels = ["buyer"] if is_order(lines) else ["issuer"]
    labels += [kind for kind, types in _LABELS_OF_TYPES.items() if document_type in types]
    labels += ["operator"] if document_type != "event" else []
    found = [candidate for position in range(len(lines)) for candidate in _at(lines, position, labels)]
    found += _in_lines(Source.PARTY, issuing_parties(lines))
    found += _in_lines(Source.DECLARANT, declarants(lines) if document_type in _DECLARATIONS else ())
    found += _in_cells(Source.IMPRINT, imprint_names(lines))
    found += _in_cells(Source.SIGNATURE, signing_companies(lines))
    found += _in_cells(Source.SIGNATURE, ((line, 0, name) for line, name in signing_teams(lines)))
    found += _in_cells(Source.BANK, named_bank(lines) if document_type in BANK_PAPERS else ())
    found += _in_lines(Source.IMPRINT, named_offices(lines))
    return found + list(_signatures(lines))


def _in_lines(source: Source, named: Iterable[tuple[TextLine, str]]) -> Iterator[EntityCandidate]:
    for line, name in named:
        index = next(index for index, cell in enumerate(line.cells) if cell.end > line.text.find(name))
        yield from candidate_of(name, source, line, index)


def _in_cells(source: Source, named: Iterable[tuple[TextLine, int, str]]) -> Iterator[EntityCandidate]:
    for line, cell, name in named:
        yield from candidate_of(name, source, line, cell)


def _signatures(lines: Sequence[TextLine]) -> Iterator[EntityCandidate]:
    for number in signature_lines(lines):
        yield from candidate_of(lines[number].cells[0].text, Source.SIGNATURE, lines[number], 0)


def _at(lines: Sequence[TextLine], position: int, labels: Sequence[str]) -> Iterator[EntityCandidate]:
    line = lines[position]
    below = [other for other in lines[position + 1 : position + 1 + _LABEL_REACH] if other.page == line.page]
    for index, cell in enumerate(line.cells):
        named = list(islice(companies(cell.text), _MOST_COMPANIES))
        yield from announced(line, below, index, labels)
        yield from _companies_in(line, index, named)
        yield from () if named else _nameless(line, below, index)
        if sender := sender_line(lines, line, cell):
            yield from candidate_of(sender, Source.SENDER, line, index)


def _companies_in(line: TextLine, index: int, named: Sequence[Company]) -> Iterator[EntityCandidate]:
    text = line.cells[index].text
    for company in named:
        alone = named[-1].start < named[0].end
        name = _whole(text, company) if alone else text[company.start : company.end]
        yield from candidate_of(_beneficiary(name), Source.LEGAL_FORM, line, index)


def _nameless(line: TextLine, below: Sequence[TextLine], index: int) -> Iterator[EntityCandidate]:
    """The names that a cell without a company's name may be, or begin: by its place, or its address."""
    text = line.cells[index].text
    if line.number < _TOP_LINES:
        yield from candidate_of(head, Source.PLACE, line, index) if (head := _head(text)) else ()
    elif _heads_block(text, below, index):
        yield from candidate_of(text, Source.BLOCK, line, index)
    if below:
        yield from spread(continued_name(line, below, index), Source.LEGAL_FORM, line, index)
        stacked = None if is_priced(line, index) else stacked_name(line, below, index)
        yield from spread(stacked, Source.PLACE, line, index)


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

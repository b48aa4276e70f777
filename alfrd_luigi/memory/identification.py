"""Identifies the issuer of a text among those that the memory knows, by their marks.

No single number identifies anybody: a paper also prints numbers of its customer, of banks and of payment providers. The
name that the rules read as the issuer's must be one of the known names, or the paper must have several marks of an
issuer and no sign of another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.entities import find_entity
from alfrd_luigi.extraction.entities.vocabulary import is_generic
from alfrd_luigi.extraction.entity_names import same_entity
from alfrd_luigi.extraction.lines import TextLine, read_lines
from alfrd_luigi.memory.mark import Mark, name_key
from alfrd_luigi.memory.marks import has_account, is_same_heading, printed_marks, prints_number

_BEHIND_NAME = re.compile(r"\s*\([^()]*\d[^()]*\)?")
_NAMES = ("name", "alias")
# The kinds of marks that one issuer alone has, if they are not on the papers of several.
_SHARED = ("number", "phone", "domain", "address")
_CLEAR_NAME = 0.8
"""The confidence of a name that is taken for the issuer's, whatever numbers the paper has."""
_HEADING_LINES = 15
_LONG_NUMBER = 10
_RESEMBLING = 75
"""Of 100: names that resemble each other less are not compared further."""
_ACRONYM = 6
_LONG_NAME, _SAME_BEGINNING = 10, 90
_DISTINCT = 6
"""The fewest letters of a name that identifies an issuer without other marks."""


class Page(NamedTuple):
    """What a document prints: the name that the rules read as its issuer's, its line and confidence, and the marks."""

    pages: tuple[str, ...]
    name: str | None
    line: int
    confidence: float
    marks: Sequence[Mark]

    def of(self, kind: str) -> list[str]:
        """The values of the marks of a kind."""
        return [mark.value for mark in self.marks if mark.kind == kind]


class Identified(NamedTuple):
    """A known issuer, the kinds of marks by which it was identified, and its name as printed, if that is one of them.

    The marks themselves may be the words of another document.
    """

    issuer: Any
    by: list[str]
    printed: str | None


@lru_cache(maxsize=4)
def read_page(pages: tuple[str, ...]) -> Page:
    """What the pages of a document print."""
    found, marks = find_entity(pages, None), printed_marks(pages)
    if found is None:
        return Page(pages, None, _HEADING_LINES, 0.0, marks)
    line = next((each.number for each in read_lines(pages) if found.words.split("\n")[0] in each.text), _HEADING_LINES)
    return Page(pages, found.value, line, probability("entity", found.signs), marks)


def identify(page: Page, known: Mapping[Any, Sequence[Mark]]) -> Identified | None:
    """The issuer of a page. `known` are the marks of each issuer. None if it is none of them, or could be several."""
    anybodys = _anybodys(known)
    found = []
    for issuer, marks in known.items():
        own = [mark for mark in marks if (mark.kind, mark.value) not in anybodys]
        agreement = _Agreement(page, own)
        if agreement.weight:
            found.append(
                (agreement.weight, Identified(issuer, agreement.kinds(), page.name if agreement.by_name else None))
            )
    found.sort(key=lambda each: -each[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _anybodys(known: Mapping[Any, Iterable[Mark]]) -> set[tuple[str, str]]:
    """The marks on the papers of several issuers: a customer's, a bank's, a shopping centre's."""
    counts = Counter(
        each for marks in known.values() for each in {(mark.kind, mark.value) for mark in marks if mark.kind in _SHARED}
    )
    return {each for each, count in counts.items() if count > 1}


def headed_names(page: Page) -> list[str]:
    """The forms, in which names are compared, of all texts that may be the name of the issuer of a page."""
    texts = _texts(read_lines(page.pages)[:_HEADING_LINES])
    return [key for key in map(name_key, [page.name or "", *texts]) if key]


def prints_name(page: Page, name: str) -> bool:
    """Whether a cell of the page is nothing but a name."""
    key = name_key(name)
    return bool(key) and any(name_key(text) == key for text in _texts(read_lines(page.pages)))


def may_be_named(printed: Sequence[str], name: str) -> bool:
    """Whether one of the printed texts resembles a name, both in the form in which names are compared.

    Most names of a memory resemble none, and are not compared further.
    """
    from rapidfuzz import fuzz, process

    if len(name) <= _ACRONYM or any(name in text or text in name for text in printed):
        return True
    return process.extractOne(name, printed, scorer=fuzz.ratio, score_cutoff=_RESEMBLING) is not None


def _texts(lines: Iterable[TextLine]) -> Iterator[str]:
    """The cells of lines without the number of a company behind its name: "(519537-X)"."""
    return (_BEHIND_NAME.sub("", cell.text) for line in lines for cell in line.cells)


def _begins_with(text: str, mark: Mark) -> bool:
    """Whether a text is a name, or begins with a long one: OCR garbles legal forms and what stands behind them."""
    if _is_named(text, mark):
        return True
    beginning = name_key(text)[: len(mark.value)]
    return len(mark.value) >= _LONG_NAME and _resembles(beginning, mark.value, _SAME_BEGINNING)


def _resembles(one: str, other: str, least: int = _RESEMBLING) -> bool:
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(one, other) >= least)


class _Agreement:
    """How far a page agrees with the marks of an issuer."""

    def __init__(self, page: Page, marks: Sequence[Mark]) -> None:
        self._page, self._marks = page, marks
        self._names = [mark for mark in marks if mark.kind in _NAMES]
        self.others = list(self._agreeing())
        self.by_name = page.name is not None and any(_is_named(page.name, mark) for mark in self._names)

    @property
    def weight(self) -> int:
        """0 if the page is not the issuer's, else more for more marks."""
        if not self._is_the_issuers():
            return 0
        return 1 + len(self.others) + 10 * self.by_name

    def kinds(self) -> list[str]:
        """The kinds of the agreeing marks."""
        return [*(["name"] if self.by_name else []), *(mark.kind for mark in self.others)]

    def _is_the_issuers(self) -> bool:
        kinds = {mark.kind for mark in self.others}
        if self.by_name:
            return bool(kinds) or (
                len(name_key(self._page.name or "")) >= _DISTINCT and not is_generic(self._page.name or "")
            )
        if self._is_headed():
            return bool(kinds & set(_SHARED)) or (self._page.name is None and self._is_first_line())
        is_doubtful = self._page.confidence < _CLEAR_NAME or self._is_mistaken() or self._has_name_below()
        return is_doubtful and self._has_only_known_numbers() and len(kinds) > 1

    def _is_headed(self) -> bool:
        """Whether a name of the issuer stands not below the name that the rules read, which may be the customer's."""
        above = read_lines(self._page.pages)[: min(self._page.line + 1, _HEADING_LINES)]
        return any(_begins_with(text, mark) for text in _texts(above) for mark in self._names)

    def _is_first_line(self) -> bool:
        """Whether the page begins with a long name of the issuer."""
        first = list(_texts(read_lines(self._page.pages)[:1]))
        return any(len(mark.value) >= _LONG_NAME and _begins_with(text, mark) for text in first for mark in self._names)

    def _has_name_below(self) -> bool:
        """Whether another cell is a name of the issuer, or the name that the rules read resembles one."""
        read = name_key(self._page.name or "")
        texts = list(_texts(read_lines(self._page.pages)))
        return any(_resembles(read, mark.value) or any(_is_named(text, mark) for text in texts) for mark in self._names)

    def _is_mistaken(self) -> bool:
        """Whether the rules read the name that they mistook for the issuer's in a lesson."""
        name = self._page.name
        return name is not None and any(_is_named(name, mark) for mark in self._marks if mark.kind == "mistaken name")

    def _has_only_known_numbers(self) -> bool:
        """Whether each number that the page prints is the issuer's. An unknown one may be that of another issuer."""
        known = [mark.value for mark in self._marks if mark.kind == "number"]
        printed = self._page.of("number")
        return bool(printed) and all(_is_among(number, known) for number in printed)

    def _agreeing(self) -> Iterator[Mark]:
        """The marks besides names that the page has, one of each kind."""
        seen: set[str] = set()
        for mark in self._marks:
            if mark.kind not in seen and self._has(mark):
                seen.add(mark.kind)
                yield mark

    def _has(self, mark: Mark) -> bool:
        match mark.kind:
            case "number":
                return _is_among(mark.value, self._page.of("number")) or prints_number(self._page.pages, mark.value)
            case "phone" | "domain" | "address":
                return _is_among(mark.value, self._page.of(mark.kind))
            case "account":
                return has_account(self._page.pages, mark.value)
            case "heading":
                return any(is_same_heading(mark.value, heading) for heading in self._page.of("heading"))
            case _:
                return False


def _is_named(text: str, mark: Mark) -> bool:
    key = name_key(text)
    if not key or not mark.value:
        return False
    return key == mark.value or (may_be_named([key], mark.value) and same_entity(text, mark.shown))


def _is_among(value: str, others: Sequence[str]) -> bool:
    """Whether a value is among others. One character of a long one may be misread."""
    return any(value == other or _is_misread(value, other) for other in others)


def _is_misread(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < _LONG_NUMBER:
        return False
    return sum(first != second for first, second in zip(one, other, strict=True)) == 1

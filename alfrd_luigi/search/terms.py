"""The words of a document as a tsvector, with the zone of the document in which each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from alfrd_luigi.database.search import Content, InLanguage
from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.extraction.languages import ENGLISH
from alfrd_luigi.search.stems import LANGUAGES
from alfrd_luigi.search.words import is_spelt, words

LETTERS = 250_000
"""The letters of a long text that are searched."""
EVERY = "="
"""A term of every document: that which a query without any wanted word asks for."""
ENTITY, TYPE, TAG, SERIES, FILE = "e:", "t:", "g:", "s:", "f:"
"""What a word of these zones has before it in a second term, by which a filter finds it."""
# PostgreSQL's limits: the bytes of a tsvector, less what its own bookkeeping takes, and the highest position.
_MOST_BYTES = 900_000
_LAST = 16_383
_MOST_PLACES = 255
# A phrase does not go on from one zone into the next.
_GAP = 10
_WORD_LETTERS = 40


class Terms(NamedTuple):
    """The text of a tsvector, and the words of letters in it with the languages in which they may be stemmed."""

    vector: str
    words: set[InLanguage]
    """The language of a word that has no stem is empty."""


def terms(content: Content) -> Terms:
    """The words of a document."""
    made = _Vector()
    named = set[str]()
    for text, weight, zone in _zones(content):
        named |= made.add(text, weight, zone)
    read = made.add(content.text or "", "D")
    for name in (EVERY, *([series_term(content.series_id)] if content.series_id is not None else ())):
        made.mark(name)
    language = language_of([content.text or ""])
    spelt = {InLanguage(word, language if language in LANGUAGES else "") for word in read | named}
    return Terms(made.text(), spelt | {InLanguage(word, ENGLISH) for word in named})


def series_term(id: int) -> str:
    """The term of the documents of a series."""
    return f"s={id}"


def quoted(term: str) -> str:
    """A term as tsvector and tsquery write it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _zones(content: Content) -> Iterator[tuple[str, str, str]]:
    """The texts of a document that is no page, with their weights and zones."""
    yield content.entity or "", "A", ENTITY
    yield content.title or "", "A", ""
    yield content.document_type or "", "B", TYPE
    for tag in content.tags:
        yield tag, "B", TAG
    yield content.series or "", "B", SERIES
    for name in content.files:
        yield name, "B", FILE
    yield content.summary or "", "B", ""
    dated, total = content.document_date, content.total_amount
    yield f"{dated or ''} {'' if total is None else total}", "C", ""
    yield "\n".join([content.note or "", *_values(content.structured_data)]), "C", ""


def _values(data: Any) -> Iterator[str]:
    """The texts and numbers in the fields of a document."""
    if isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _values(each)
    elif data is not None and not isinstance(data, bool):
        yield str(data)


class _Vector:
    """Terms with their places, as many as a tsvector takes."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._at = 0
        self._bytes = 0

    def add(self, text: str, weight: str, zone: str = "") -> set[str]:
        """Add the words of a text. Returns those of letters."""
        spelt = set[str]()
        for word in words(text):
            self._at = min(self._at + 1, _LAST)
            for form in word.forms if self._bytes < _MOST_BYTES else ():
                self._put(form, f"{self._at}{weight}")
                if zone:
                    self._put(zone + form, f"{self._at}{weight}")
                if len(form) <= _WORD_LETTERS and is_spelt(form):
                    spelt.add(form)
        self._at += _GAP
        return spelt

    def mark(self, term: str) -> None:
        """Add a term that has no place."""
        self._places[term] = []

    def text(self) -> str:
        """All terms as PostgreSQL reads them."""
        return " ".join(_written(self._places.items()))

    def _put(self, term: str, place: str) -> None:
        places = self._places.get(term)
        if places is None:
            places = self._places[term] = []
            self._bytes += len(term.encode()) + 8
        if len(places) < _MOST_PLACES and (not places or places[-1] != place):
            places.append(place)
            self._bytes += 2


def _written(places: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    for term, found in places:
        yield f"{quoted(term)}:{','.join(found)}" if found else quoted(term)

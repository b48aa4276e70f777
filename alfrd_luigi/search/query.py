"""Reads what a person types into a search.

Nothing is an error: what cannot be read gets a remark, or the nearest reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from alfrd_luigi.search import ranges
from alfrd_luigi.search.ranges import Amounts, Days
from alfrd_luigi.search.spoken_days import little, spoken
from alfrd_luigi.search.terms import ENTITY, FILE, SERIES, TAG, TYPE
from alfrd_luigi.search.words import Word, fold, is_run, words

ZONES = {"type": TYPE, "entity": ENTITY, "tag": TAG, "series": SERIES, "file": FILE}
"""The zones of filters by name."""
_MOST_LETTERS = 2_000
_MOST_WORDS = 32
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))
_PIECE = re.compile(r'(?P<minus>-?)(?:(?P<name>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<bare>[^\s"]+))')


class Wanted(NamedTuple):
    """Words that a document has in a zone (empty: anywhere), each as its forms. A phrase is wanted as it is written."""

    forms: tuple[tuple[str, ...], ...]
    zone: str = ""
    is_phrase: bool = False


class Query(NamedTuple):
    """What was asked. A document has all words of one of `either`, none of `without`, and one of each of `filters`.

    Its date is in one of `days`, unless that is None, and in none of `not_days`; likewise its total, and likewise its
    series, if ids are given. `remarks` say what was read differently than it was written, and `read` how words were
    read that are no words.
    """

    either: tuple[tuple[Wanted, ...], ...]
    without: tuple[Wanted, ...] = ()
    filters: tuple[tuple[Wanted, ...], ...] = ()
    days: tuple[Days, ...] | None = None
    not_days: tuple[Days, ...] | None = None
    totals: tuple[Amounts, ...] | None = None
    not_totals: tuple[Amounts, ...] | None = None
    series: tuple[int, ...] = ()
    not_series: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    read: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it asks for anything."""
        return self._replace(remarks=(), read=()) != Query(())

    def narrowed(self, filters: Query) -> Query:
        """The query for what also passes filters: those of a query without words."""
        return self._replace(
            filters=self.filters + filters.filters,
            days=ranges.common(self.days, filters.days),
            totals=ranges.common(self.totals, filters.totals),
            series=self.series + filters.series,
            remarks=self.remarks + filters.remarks,
        )


class _Piece(NamedTuple):
    """A word, a phrase or a filter, as it is written."""

    is_negated: bool
    name: str | None
    text: str
    is_quoted: bool

    @property
    def is_bare(self) -> bool:
        return not (self.is_negated or self.name or self.is_quoted)


def parse(text: str, today: date) -> Query:
    """The query that a text means."""
    written = text.encode("utf-8", "replace").decode().replace("\0", " ").translate(_QUOTES)
    reader = _Reader(today)
    if len(written) > _MOST_LETTERS:
        reader.remarks.append(f"only the first {_MOST_LETTERS} letters of the query are read")
    reader.read_all([_piece(match) for match in _PIECE.finditer(written[:_MOST_LETTERS])])
    if written.count('"') % 2:
        reader.remarks.append("a quotation mark has no other: the phrase goes to the end")
    return reader.query()


def _piece(match: re.Match[str]) -> _Piece:
    is_quoted = match["quoted"] is not None
    return _Piece(bool(match["minus"]), match["name"], match["quoted"] if is_quoted else match["bare"], is_quoted)


class _Reader:
    """Collects what the pieces of a query mean."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._either: list[list[Wanted]] = [[]]
        self._without: list[Wanted] = []
        self._filters: dict[str, list[Wanted]] = {}
        self._days: dict[bool, list[Days]] = {False: [], True: []}
        self._totals: dict[bool, list[Amounts]] = {False: [], True: []}
        self._series: dict[bool, list[int]] = {False: [], True: []}
        self._read: list[str] = []
        self.remarks: list[str] = []

    def read_all(self, pieces: Sequence[_Piece]) -> None:
        """Read pieces in their order."""
        at = 0
        while at < len(pieces):
            at += self._spoken(pieces[at:]) or self._one(pieces[at])

    def query(self) -> Query:
        """The query that was read."""
        either = [[each for each in group if not _is_little(each)] or group for group in self._either if group]
        if sum(map(len, either)) > _MOST_WORDS:
            self.remarks.append(f"only the first {_MOST_WORDS} words are searched")
        return Query(
            tuple(_first(either, _MOST_WORDS)),
            without=tuple(self._without[:_MOST_WORDS]),
            filters=tuple(tuple(each[:_MOST_WORDS]) for each in self._filters.values()),
            days=tuple(self._days[False]) or None,
            not_days=tuple(self._days[True]) or None,
            totals=tuple(self._totals[False]) or None,
            not_totals=tuple(self._totals[True]) or None,
            series=tuple(self._series[False]),
            not_series=tuple(self._series[True]),
            remarks=tuple(dict.fromkeys(self.remarks)),
            read=tuple(self._read),
        )

    def _spoken(self, pieces: Sequence[_Piece]) -> int:
        """Read days in words. Returns the number of pieces that they take."""
        said: list[str] = []
        for piece in pieces[:4]:
            if not piece.is_bare:
                break
            said.append(_bare(piece.text))
        found = spoken(said, self._today) if said else None
        if found is None:
            return 0
        self._add_days(found.days, is_negated=False, said=" ".join(piece.text for piece in pieces[: found.words]))
        return found.words

    def _one(self, piece: _Piece) -> int:
        if piece.is_bare and piece.text.casefold() == "or":
            self._either.append([])
        elif piece.name is None:
            self._words(piece)
        else:
            self._filter(piece, piece.name.casefold())
        return 1

    def _words(self, piece: _Piece) -> None:
        target = self._without if piece.is_negated else self._either[-1]
        target.extend(_wanted(piece.text, is_phrase=piece.is_quoted))

    def _filter(self, piece: _Piece, name: str) -> None:
        if name in ZONES:
            self._zone(piece, name)
        elif name == "date":
            self._date(piece)
        elif name == "total":
            self._total(piece)
        else:
            self.remarks.append(f"there is no filter {name}: its words are searched")
            self._words(piece._replace(text=f"{name} {piece.text}"))

    def _zone(self, piece: _Piece, name: str) -> None:
        if name == "series" and piece.text.isdecimal() and len(piece.text) < 19:
            self._series[piece.is_negated].append(int(piece.text))
            return
        forms = tuple(each for found in _wanted(piece.text) for each in found.forms)
        if not forms:
            self.remarks.append(f"{name}: names nothing")
        elif piece.is_negated:
            self._without.append(Wanted(forms, ZONES[name]))
        else:
            self._filters.setdefault(name, []).append(Wanted(forms, ZONES[name]))

    def _date(self, piece: _Piece) -> None:
        said = [_bare(word) for word in piece.text.replace("_", " ").split()]
        in_words = spoken(said, self._today)
        if in_words is not None and in_words.words == len(said):
            self._add_days(in_words.days, is_negated=piece.is_negated, said=piece.text)
        elif (found := ranges.days(piece.text)) is not None:
            self._days[piece.is_negated].append(found[0])
            self.remarks.extend([found[1]] if found[1] else [])
        else:
            self.remarks.append(f"{piece.text!r} is no date, such as 2024-03-05, 2024-03 or 2024-01..2024-06")

    def _add_days(self, days: Days, *, is_negated: bool, said: str) -> None:
        self._days[is_negated].append(days)
        self._read.append(
            f"{said}: {days.first} to {days.last}" if days.first != days.last else f"{said}: {days.first}"
        )

    def _total(self, piece: _Piece) -> None:
        found = ranges.amounts(piece.text)
        if found is None:
            self.remarks.append(f"{piece.text!r} is no amount, such as 42, >100 or 10..50")
        else:
            self._totals[piece.is_negated].append(found)


def _wanted(text: str, *, is_phrase: bool = False) -> Iterator[Wanted]:
    """The words of a text: one by one, or together. A run of characters without spaces is a phrase of pairs."""
    if is_phrase:
        forms = tuple(word.forms for word in _without_tails(text))
        if forms:
            yield Wanted(forms, is_phrase=True)
        return
    for is_of_run, group in groupby(_without_tails(text), key=lambda word: is_run(word.forms[0])):
        if is_of_run:
            yield Wanted(tuple(word.forms for word in group), is_phrase=True)
        else:
            yield from (Wanted((forms,)) for word in group for forms in _parted(word.forms))


def _parted(forms: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A compound, or the parts of a word such as a domain, which has no form of the whole."""
    if len(forms) > 1 and len(forms[0]) <= len(forms[1]):
        yield from ((part,) for part in forms)
    else:
        yield forms


def _without_tails(text: str) -> Iterator[Word]:
    """The words of a text, without the last character of a run after the pair that it belongs to."""
    before: Word | None = None
    for word in words(text):
        if not (before is not None and is_run(word.forms[0]) and before.end == word.end):
            yield word
        before = word


def _bare(word: str) -> str:
    """A word without apostrophes: `aujourd'hui`."""
    return fold(re.sub(r"['\u2019]", "", word)).strip(".,;")


def _is_little(wanted: Wanted) -> bool:
    return not wanted.is_phrase and wanted.forms[0][0] in little()


def _first(either: Sequence[Sequence[Wanted]], count: int) -> Iterator[tuple[Wanted, ...]]:
    for group in either:
        if count > 0:
            yield tuple(group[:count])
        count -= len(group)

"""Which words of an archive stand for those of a query, what is lit, and the edges of words and queries.

The words of the archive are in memory here. That the database finds them is tested with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

import pytest

from alfrd_luigi.database import search
from alfrd_luigi.database.search import Asked, Beginning, Match, Stemmed
from alfrd_luigi.database.session import Session
from alfrd_luigi.search import matching, vocabulary
from alfrd_luigi.search.matching import Found
from alfrd_luigi.search.query import parse
from alfrd_luigi.search.stems import LANGUAGES, stem
from alfrd_luigi.search.terms import quoted
from alfrd_luigi.search.words import fold, is_run, is_spelt, words

_SESSION = cast("Session", None)
_TODAY = date(2026, 11, 29)


class _Archive:
    """The words of an archive. `documents` are the numbers of those that have a word."""

    def __init__(self, *known: str, **documents: int) -> None:
        self.known_words, self.documents = [*known, *documents], documents
        self.asked: list[Asked] = []

    def known(self, _: Session, words: Sequence[str]) -> set[str]:
        return set(words) & set(self.known_words)

    def of_stems(self, _: Session, stems: Sequence[tuple[str, str]]) -> list[Stemmed]:
        pairs = ((word, language) for word in sorted(self.known_words, key=len) for language in LANGUAGES)
        found = (Stemmed(stem(word, language), word, language) for word, language in pairs)
        return [row for row in found if (row.stem, row.language) in stems]

    def beginning(self, _: Session, words: Sequence[str], limit: int) -> list[Beginning]:
        longer = sorted(self.known_words, key=len)
        return [Beginning(of, each) for of in words for each in longer if each.startswith(of) and each != of][:limit]

    def containing(self, _: Session, word: str, grams: Sequence[str], limit: int) -> list[str]:
        inner = (each for each in self.known_words if word in each and not each.startswith(word))
        return [each for each in inner if each.endswith(word) or not any(">" in gram for gram in grams)][:limit]

    def resembling(self, _: Session, __: object, lengths: tuple[int, int], limit: int) -> list[str]:
        return [word for word in self.known_words if lengths[0] <= len(word) <= lengths[1]][:limit]

    def matches(self, _: Session, asked: Asked, among: int, limit: int) -> list[Match]:
        self.asked.append(asked)
        count = sum(number for word, number in self.documents.items() if quoted(word) in (asked.terms or ""))
        return [Match(UUID(int=each), 1.0, min(count, among + 1)) for each in range(min(count, limit))]

    def ids(self, session: Session, asked: Asked) -> list[UUID]:
        return [each.id for each in self.matches(session, asked, 9_999, 9_999)]


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def _use(patched: pytest.MonkeyPatch, archive: _Archive) -> _Archive:
    for name in ("known", "of_stems", "beginning", "containing", "resembling", "matches", "ids"):
        patched.setattr(search, name, getattr(archive, name))
    return archive


def _find(text: str, limit: int = 10) -> Found:
    return matching.find(_SESSION, parse(text, _TODAY), limit)


@pytest.mark.parametrize(
    ("known", "word", "near", "far"),
    [
        ("bills billing", "bill", "bill bills billing", ""),
        ("rechnungen rechnung", "rechnung", "rechnung rechnungen", ""),
        ("munchen", "muenchen", "muenchen munchen", ""),
        ("gruss", "gruess", "gruess gruss", ""),
        ("waterworks", "water", "water", "waterworks"),
        ("gasthaus", "ga", "ga", ""),  # too short a beginning
        ("gast", "gas", "gas", "gast"),
        ("stromrechnung", "rechnung", "rechnung", "stromrechnung"),
        ("jahresabrechnung", "abrechnung", "abrechnung", "jahresabrechnung"),
        ("vorrechnung", "rechnung", "rechnung", ""),  # before the part is no word
        ("vorrechnung vor", "rechnung", "rechnung", "vorrechnung"),
        ("current", "rent", "rent", ""),  # as rent is no part of it
        ("hausrent haus", "rent", "rent", "hausrent"),
        ("monatsmiete monat", "miete", "miete", "monatsmiete"),
        ("arbeitsamt arbeit", "amt", "amt", "arbeitsamt"),  # with the joint of two parts
        ("", "bill", "bill", ""),
    ],
)
def test_forms_and_longer_words_stand_for_a_word(
    patched: pytest.MonkeyPatch, known: str, word: str, near: str, far: str
) -> None:
    _use(patched, _Archive(*known.split()))
    found = vocabulary.kin(_SESSION, [word])[word]
    assert (" ".join(found.near), " ".join(found.far)) == (near, far)


@pytest.mark.parametrize(
    ("known", "word", "right"),
    [
        ("rent", "rnet", ["rent"]),
        ("gas", "gaz", []),  # three letters
        ("rent", "tenr", []),
        ("insurance", "inshurence", ["insurance"]),
        ("premium", "prmim", []),  # two wrong letters need eight
        ("bill ball bell", "bxll", ["bill", "ball", "bell"]),
        ("bill ball bell bull", "bxll", ["bill", "ball", "bell"]),
        ("insurances insurance", "insurence", ["insurance"]),  # only the closest
    ],
)
def test_a_misspelt_word_has_corrections(patched: pytest.MonkeyPatch, known: str, word: str, right: list[str]) -> None:
    _use(patched, _Archive(*known.split()))
    assert sorted(vocabulary.corrections(_SESSION, word)) == sorted(right)


@pytest.mark.parametrize(
    ("documents", "text", "lit", "begun", "read"),
    [
        ({"bill": 1}, "bill", "bill", "", ""),
        ({"bill": 1, "bills": 1}, "bill", "bill bills", "", ""),
        ({"water": 1, "waterworks": 1}, "water", "water waterworks", "", ""),
        ({"water": 2_001, "waterworks": 1}, "water", "water", "", ""),  # enough without longer words
        ({"bill": 1, "bills": 1}, '"bill"', "bill", "", ""),  # a phrase is as it is written
        ({"pge": 1}, "PG&E", "pge pg", "", ""),
        ({"ab12": 1}, "ab12", "ab12", "ab12", ""),
        ({"1234": 1}, "1234", "1234", "", ""),
        ({"rent": 1}, "rnet", "rent", "", "rnet: rent"),
        ({"rent": 1, "rents": 1}, "rnet", "rent rents", "", "rnet: rent"),
        ({"rent": 1}, "tag:rent", "", "", ""),
        ({"gas": 1}, "wind", "wind", "", ""),  # nothing is found, and nothing is like it
        ({"\u6771\u4eac": 1}, "\u6771", "\u6771", "\u6771", ""),
        ({"\u6771\u4eac": 1}, "\u6771\u4eac", "\u6771\u4eac", "", ""),
    ],
)
def test_what_was_searched_for_is_lit(
    patched: pytest.MonkeyPatch, documents: dict[str, int], text: str, lit: str, begun: str, read: str
) -> None:
    _use(patched, _Archive(**documents))
    found = _find(text)
    assert found.lit == frozenset(lit.split())
    assert (found.begun, found.read) == (tuple(begun.split()), (read,) if read else ())


@pytest.mark.parametrize(
    ("documents", "limit", "shown", "found", "is_cut"),
    [(0, 10, 0, 0, False), (7, 5, 5, 7, False), (2_000, 1, 1, 2_000, False), (2_001, 1, 1, 2_000, True)],
)
def test_the_number_of_matches_is_told_up_to_a_limit(
    patched: pytest.MonkeyPatch, documents: int, limit: int, shown: int, found: int, is_cut: bool
) -> None:
    _use(patched, _Archive(bill=documents))
    result = _find("bill", limit)
    assert (len(result.matches), result.found, result.is_cut) == (shown, found, is_cut)


@pytest.mark.parametrize(
    ("documents", "times"),
    [({"water": 1}, 1), ({"water": 2_000, "waterworks": 1}, 2), ({"water": 2_001, "waterworks": 1}, 1)],
)
def test_longer_words_are_asked_for_only_if_there_are_some_and_room_for_them(
    patched: pytest.MonkeyPatch, documents: dict[str, int], times: int
) -> None:
    archive = _use(patched, _Archive(**documents))
    _find("water")
    assert len(archive.asked) == times


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("rent", 2),
        ("rnet", 2),
        ("rentt -gas", 2),
        ("tag:rnet", 0),  # no document has it as a tag
        ('"rnet"', 0),  # a phrase is not corrected
        ("rant", 0),  # a word of the archive is none that is misspelt
        ("zzzz", 0),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(patched: pytest.MonkeyPatch, text: str, count: int) -> None:
    _use(patched, _Archive("rant", rent=2))
    query = parse(text, _TODAY)
    assert len(matching.find_all(_SESSION, query)) == matching.find(_SESSION, query, 10).found == count


@pytest.mark.parametrize(
    ("form", "spelt", "run"),
    [
        ("a", False, False),
        ("ab", True, False),
        ("a1", False, False),
        ("\u00e9", True, False),
        ("\u03b1\u03b2", True, False),
        ("\u03b11", False, False),
        ("\u6771", False, True),
        ("\u6771\u4eac", False, True),
        ("\u0e01\u0e32", False, True),
        ("12", False, False),
    ],
)
def test_a_form_is_a_word_of_letters_or_of_a_run(form: str, spelt: bool, run: bool) -> None:
    assert (is_spelt(form), is_run(form)) == (spelt, run)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the e-mail is", ["the", "e-mail", "is"]),
        (" 2024-\n2025 x", ["2024", "2025", "x"]),
        ("x Nr.12 y", ["x", "Nr", "12", "y"]),
        ("a Nr.12-\n13 b", ["a", "Nr", "12", "13", "b"]),
        ("elec-\n2 x", ["elec", "2", "x"]),  # a word and a number are not one
        ("2-\nelec x", ["2", "elec", "x"]),
        ("1.2.3 x", ["1.2.3", "x"]),
        ("\uff76\uff9e\uff7d x", ["\uff76\uff9e\uff7d"] * 2 + ["x"]),  # three signs that are two
    ],
)
def test_a_word_is_at_its_place(text: str, places: list[str]) -> None:
    assert [text[word.start : word.end] for word in words(text)] == places


def test_a_long_word_is_compared_by_its_first_hundred_letters() -> None:
    assert [len(fold(letter * 150)) for letter in ("a", "\u00e4", "\u00e6")] == [100] * 3
    assert fold("a\u0301" * 99 + "bcd") == "a" * 99 + "b"
    assert {len(form) for word in words("x" * 60 + "-" + "y" * 60) for form in word.forms} == {60, 100}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-or water", [["water"]]),  # one that is left out separates nothing
        ('"or" water', [["or", "water"]]),
        ('"the" water', [["the", "water"]]),
        ("last week of the water bill", [["water", "bill"]]),
        ("water of last the 3 months", [["water"]]),
        ("water " * 32 + "or gas", [["water"] * 32]),
    ],
)
def test_little_words_have_their_meaning_only_alone(text: str, words: list[list[str]]) -> None:
    found = [[wanted.forms[0][0] for wanted in group] for group in parse(text, _TODAY).either]
    assert found == words


@pytest.mark.parametrize(
    ("text", "is_read"),
    [('date:"last week water"', False), ("date:last_week", True), ('date:"in march 2024"', False), ("date:-", False)],
)
def test_a_date_is_read_as_a_whole(text: str, is_read: bool) -> None:
    query = parse(text, _TODAY)
    assert (query.days is not None, query.remarks == ()) == (is_read, is_read)

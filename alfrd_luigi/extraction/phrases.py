"""Searches OCR text, whose spacing and punctuation vary, for the phrases of the data files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

_GAP = "[^a-z0-9]{0,3}"
# Characters that OCR confuses. In short phrases they would match too much.
_LOOKALIKES = {"i": "[il1|]", "l": "[il1|]", "o": "[o0]", "s": "[s5]", "b": "[b8]"}
_SHORT = 5
# The number of letters by which `may_occur` rejects most phrases.
_START = 4
_ONE_OF_ALIKE = str.maketrans("i1|!058", "llllosb")
_NO_LETTERS = re.compile("[^a-z]+")


@cache
def pattern(phrase: str) -> re.Pattern[str]:
    """A pattern for a whole phrase in folded text. It allows misread letters, signs between words and a plural s."""
    return re.compile(source(phrase))


def source(phrase: str) -> str:
    """The source of that pattern, which costs much less, for a pattern of several phrases."""
    before = "(?<![a-z])" if phrase[0].isalpha() else "(?<![0-9])" if phrase[0].isdigit() else ""
    after = "s?(?![a-z])" if phrase[-1].isalpha() else "(?![0-9])" if phrase[-1].isdigit() else ""
    alike = _LOOKALIKES if len(phrase) >= _SHORT else {}
    words = ("".join(alike.get(char, re.escape(char)) for char in word) for word in phrase.split())
    return before + _GAP.join(words) + after


def search(phrase: str, folded: str) -> re.Match[str] | None:
    """The first match of a phrase in folded text."""
    return pattern(phrase).search(folded) if may_occur(phrase, folded) else None


class PhraseIndex:
    """Weighted phrases, indexed by the first letters of their longest words."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._by_start: dict[str, list[tuple[str, str, float]]] = {}
        for phrase, weight in weights.items():
            start, word = _longest_word(phrase)
            self._by_start.setdefault(start, []).append((word, phrase, weight))

    def found(self, folded: str) -> Iterator[tuple[str, float]]:
        """The phrases that occur in folded text, with their weights."""
        starts, text = _starts(folded), _alike(folded)
        for start, phrases in self._by_start.items():
            if len(start) < _START or start in starts:
                possible = ((phrase, weight) for word, phrase, weight in phrases if word in text)
                yield from (found for found in possible if pattern(found[0]).search(folded))


def occurs(phrase: str, folded: str) -> bool:
    """Whether a phrase occurs in folded text."""
    return search(phrase, folded) is not None


def is_line(phrase: str, folded: str) -> bool:
    """Whether a line of folded text is nothing but the phrase and numbers: "Purchase order 4711"."""
    return _line_pattern(phrase).search(folded) is not None


@cache
def _line_pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^[^a-z\n]*{pattern(phrase).pattern}[^a-z\n]*$")


def may_occur(phrase: str, folded: str) -> bool:
    """Whether the longest word of a phrase is in the text. This test is much faster than compiling the pattern."""
    start, word = _longest_word(phrase)
    return (len(start) < _START or start in _starts(folded)) and word in _alike(folded)


def label_may_occur(label: str, folded: str) -> bool:
    """Whether the longest word of a label is among the letters of the text, however they are spaced."""
    return _longest_letters(label) in _letters(folded)


@cache
def _longest_letters(label: str) -> str:
    return max(_NO_LETTERS.split(_alike(label)), key=len)


@lru_cache(maxsize=8)
def _letters(folded: str) -> str:
    return _NO_LETTERS.sub("", _alike(folded))


@cache
def _longest_word(phrase: str) -> tuple[str, str]:
    """The first letters of the longest word, and the word."""
    word = _alike(max(phrase.split(), key=len))
    return word[:_START], word


@lru_cache(maxsize=8)
def _starts(folded: str) -> frozenset[str]:
    """Every sequence of `_START` characters in the text. Most phrases are in no text, and a set says so at once."""
    text = _alike(folded)
    return frozenset(text[index : index + _START] for index in range(len(text) - _START + 1))


@lru_cache(maxsize=8)
def _alike(text: str) -> str:
    """The text with one character for each group that OCR confuses."""
    return text.translate(_ONE_OF_ALIKE)

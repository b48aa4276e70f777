"""The order in which the words of a row are read, in scripts that run from left to right and from right to left.

This is the part of the Unicode Bidirectional Algorithm that concerns whole words (https://unicode.org/reports/tr9/).
The letters within a word are in logical order already.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal

from alfrd_luigi.ocr.port import Word

Direction = Literal["left_to_right", "right_to_left"]
_RIGHT_TO_LEFT = {"R", "AL"}


def of_page(words: Iterable[Word]) -> Direction:
    """The direction of most letters of a page."""
    return _of_most(_letters(words))


def reading_order(row: Sequence[Word], page: Direction) -> Sequence[Word]:
    """The words of a row, which are given from left to right, in the order in which they are read.

    The row has the direction of most of its letters, or from right to left as the page, if it has such letters: an
    address of the web may be longer than all of its other words. Numbers and signs follow the words around them.
    """
    if all(word.text.isascii() for word in row):
        return row
    letters = _letters(row)
    if not letters["right_to_left"]:
        return row
    return _ordered(row, page if page == "right_to_left" else _of_most(letters))


def _letters(words: Iterable[Word]) -> Counter[Direction]:
    letters = Counter[Direction]()
    for word in words:
        letters.update(filter(None, map(_of_letter, word.text)))
    return letters


def _of_most(letters: Counter[Direction]) -> Direction:
    is_right_to_left = 0 < letters["right_to_left"] >= letters["left_to_right"]
    return "right_to_left" if is_right_to_left else "left_to_right"


def _ordered(row: Sequence[Word], base: Direction) -> list[Word]:
    directions = _resolved([_of_word(word) for word in row], base)
    runs: list[list[Word]] = []
    for direction, run in groupby(zip(directions, row, strict=True), key=itemgetter(0)):
        words = [word for _, word in run]
        runs.append(words[::-1] if direction == "right_to_left" else words)
    return [word for run in (runs[::-1] if base == "right_to_left" else runs) for word in run]


def _resolved(directions: Sequence[Direction | None], base: Direction) -> list[Direction]:
    """The directions, with numbers and signs between two words of one direction in that direction."""
    found: list[Direction] = []
    for place, direction in enumerate(directions):
        before = found[-1] if found else base
        after = next(filter(None, directions[place:]), base)
        found.append(direction or (before if before == after else base))
    return found


def _of_word(word: Word) -> Direction | None:
    return next(filter(None, map(_of_letter, word.text)), None)


def _of_letter(character: str) -> Direction | None:
    kind = unicodedata.bidirectional(character)
    if kind in _RIGHT_TO_LEFT:
        return "right_to_left"
    return "left_to_right" if kind == "L" else None

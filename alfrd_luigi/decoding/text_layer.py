"""The words of a page as invisible text at their places. Runs only in the child process."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from alfrd_luigi.decoding.glyphless import DESCENT, MOST

_RIGHT_TO_LEFT = {"R", "AL"}
# What runs from left to right within a word of the other direction: numbers and Latin letters.
_AGAINST = re.compile(r"[0-9A-Za-z]+(?:[.,:/-][0-9A-Za-z]+)*")
# Words of one line share this part of the height of the lower one.
_SHARED = 0.5
_SMALLEST = 0.01  # points
_SIDEWAYS = 2.0
"""A word that is so many times as high as it is wide runs along the edge of the page."""
_SIDEWAYS_LETTERS = 3


class PlacedWord(NamedTuple):
    """A word with its edges, as fractions of the upright page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Sheet(NamedTuple):
    """The upright page in points, and the matrix that takes its points to those of the file."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]


class Characters:
    """The numbers of the characters of a document, in the order in which they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def code(self, text: str) -> str:
        """The text as a string of the content. What exceeds the numbers of a font is left out."""
        return "".join(f"{number:04X}" for character in text if (number := self._number(character)))

    def _number(self, character: str) -> int | None:
        if character not in self.numbers and len(self.numbers) < MOST:
            self.numbers[character] = len(self.numbers) + 1
        return self.numbers.get(character)


def content(words: Sequence[PlacedWord], sheet: Sheet, font: str, characters: Characters) -> bytes:
    """The content stream that shows the words in the named font. It leaves the state of graphics as it was."""
    matrix = " ".join(map(_number, sheet.matrix))
    space = f"<{characters.code(' ')}> Tj\n"
    lines = (filter(None, (_shown(word, sheet, font, characters) for word in line)) for line in _lines(words))
    shown = "".join(f"{space.join(line)}\n" for line in lines)
    return f"q {matrix} cm BT 3 Tr\n{shown}ET Q\n".encode("ascii")


def _lines(words: Iterable[PlacedWord]) -> Iterator[list[PlacedWord]]:
    """The words by line. Those of a line with writing from right to left come as they stand, from the left."""
    line: list[PlacedWord] = []
    for word in words:
        if line and not _are_in_line(line[-1], word):
            yield _ordered(line)
            line = []
        line.append(word)
    if line:
        yield _ordered(line)


def _are_in_line(one: PlacedWord, other: PlacedWord) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SHARED * min(one.bottom - one.top, other.bottom - other.top)


def _ordered(line: list[PlacedWord]) -> list[PlacedWord]:
    if any(map(_is_right_to_left, "".join(word.text for word in line))):
        return sorted(line, key=lambda word: word.left)
    return line


def _shown(word: PlacedWord, sheet: Sheet, font: str, characters: Characters) -> str:
    text = visual(_printable(word.text))
    code = characters.code(text)
    width, height = (word.right - word.left) * sheet.width, (word.bottom - word.top) * sheet.height
    if not code or min(width, height) < _SMALLEST:
        return ""
    left, bottom = word.left * sheet.width, (1 - word.bottom) * sheet.height
    if height > _SIDEWAYS * width and len(text) >= _SIDEWAYS_LETTERS:
        place = f"0 1 -1 0 {_number(left + (1 - DESCENT) * width)} {_number(bottom)}"
        size, length = width, height
    else:
        place = f"1 0 0 1 {_number(left)} {_number(bottom + DESCENT * height)}"
        size, length = height, width
    stretch = 100 * length / (size * (len(code) // 4))
    return f"/{font} {_number(size)} Tf {_number(stretch)} Tz {place} Tm <{code}> Tj "


def visual(text: str) -> str:
    """The characters of a word from left to right, as programs expect that read them from a page."""
    if not any(map(_is_right_to_left, text)):
        return text
    turned = "".join(reversed(_clusters(text)))
    return _AGAINST.sub(lambda found: found[0][::-1], turned)


def _clusters(text: str) -> list[str]:
    """The characters, each with the marks on it."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


def _printable(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFC", text) if each.isprintable() and not each.isspace())


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")

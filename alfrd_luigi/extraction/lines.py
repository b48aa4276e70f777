"""The text of a document as lines and cells, and the normal forms in which OCR text is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

_CELL = re.compile(r"\S+(?:[ \u00a0\u202f]\S+)*")
_TOKEN = re.compile(r"\S+")
# Many patterns search each line. A longer one is no line of a document, and is split into pieces.
_LONGEST_LINE = 500
# Digits and signs that OCR confuses with letters; i becomes l, its most common misreading.
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "|": "l", "!": "l", "5": "s", "8": "b", "i": "l"})
_LIGATURES = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "\u2019": "'", "\u2018": "'"})


@dataclass(frozen=True)
class Cell:
    """A sequence of words without a gap of two spaces. `start` and `end` are offsets in the line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class TextLine:
    """A line that is not blank. `page` counts from 0, and `number` counts from 0 through the whole document."""

    text: str
    page: int
    number: int

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the line, which two or more spaces or a tab separate."""
        return tuple(Cell(match[0], match.start(), match.end()) for match in _CELL.finditer(self.text))


def read_lines(pages: Sequence[str]) -> Sequence[TextLine]:
    """The lines of all pages that are not blank. Every value of a document is sought in the same ones."""
    return _lines(tuple(pages))


@lru_cache(maxsize=4)
def _lines(pages: tuple[str, ...]) -> tuple[TextLine, ...]:
    return tuple(TextLine(text, page, number) for number, (page, text) in enumerate(_texts(pages)))


def _texts(pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    for page, content in enumerate(pages):
        for text in re.split(r"[\r\n\f\v]+", content):
            yield from ((page, piece) for piece in _pieces(text) if piece.strip())


def _pieces(text: str) -> Iterator[str]:
    """The line in pieces of bounded length, split between two words if possible."""
    start = 0
    while len(text) - start > _LONGEST_LINE:
        end = start + _LONGEST_LINE
        end = text.rfind(" ", start + 1, end) + 1 or end
        yield text[start:end]
        start = end
    yield text[start:]


def fold(text: str) -> str:
    """The text in lower case, without accents and ligatures, with single spaces."""
    lowered = text.lower().translate(_LIGATURES)
    if not lowered.isascii():
        # Accents are also removed first, because normalising a long sequence of them would take quadratic time.
        lowered = _without_accents(unicodedata.normalize("NFKD", _without_accents(lowered)))
    return " ".join(lowered.split())


def _without_accents(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The letters of a text, with look-alikes replaced: "TOTAI  AMOUNT" and "t0tal amount" both give "totalamount".

    Tokens that are mostly digits are omitted, so that numbers and codes do not become letters.
    """
    return "".join(_letters(token) for token in _TOKEN.findall(fold(text)))


def _letters(token: str) -> str:
    letters = sum(char.isalpha() for char in token)
    digits = sum(char.isdigit() for char in token)
    if letters <= digits:
        return ""
    return "".join(char for char in token.translate(_LOOKALIKES) if char.isalpha())

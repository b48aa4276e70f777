"""The text of a document as lines and cells, and the foldings that make OCR text comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

_CELL = re.compile(r"\S+(?:[ \u00a0\u202f]\S+)*")
_TOKEN = re.compile(r"\S+")
# Patterns look at a line again and again; what is longer is no line of a document, and is read in pieces.
_LONGEST_LINE = 500
# Digits and signs that text recognition takes for letters; i becomes l, its commonest misreading.
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "|": "l", "!": "l", "5": "s", "8": "b", "i": "l"})
_LIGATURES = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "\u2019": "'", "\u2018": "'"})


@dataclass(frozen=True)
class Cell:
    """A run of words without a gap of two spaces; `start` and `end` are offsets into the line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class TextLine:
    """A line that holds something: `page` counts from 0, `number` from 0 through the whole document."""

    text: str
    page: int
    number: int

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The columns of the line: pieces that two or more spaces or a tab separate."""
        return tuple(Cell(match[0], match.start(), match.end()) for match in _CELL.finditer(self.text))


def read_lines(pages: Sequence[str]) -> list[TextLine]:
    """All lines of all pages that are not blank."""
    return [TextLine(text, page, number) for number, (page, text) in enumerate(_texts(pages))]


def _texts(pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    for page, content in enumerate(pages):
        for text in re.split(r"[\r\n\f\v]+", content):
            yield from ((page, piece) for piece in _pieces(text) if piece.strip())


def _pieces(text: str) -> Iterator[str]:
    """The line in pieces of bounded length, cut between two words where there are any."""
    start = 0
    while len(text) - start > _LONGEST_LINE:
        end = start + _LONGEST_LINE
        end = text.rfind(" ", start + 1, end) + 1 or end
        yield text[start:end]
        start = end
    yield text[start:]


def fold(text: str) -> str:
    """Lower case, without accents and ligatures, spaces made single."""
    lowered = text.lower().translate(_LIGATURES)
    if not lowered.isascii():
        # Accents go before as well: putting a long run of them into its order would take quadratic time.
        lowered = _without_accents(unicodedata.normalize("NFKD", _without_accents(lowered)))
    return " ".join(lowered.split())


def _without_accents(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """The letters of a text, look-alikes made equal: "TOTAI  AMOUNT" and "t0tal amount" both give "totalamount".

    Tokens that are mostly digits are left out, so numbers and codes do not turn into letters.
    """
    return "".join(_letters(token) for token in _TOKEN.findall(fold(text)))


def _letters(token: str) -> str:
    letters = sum(char.isalpha() for char in token)
    digits = sum(char.isdigit() for char in token)
    if letters <= digits:
        return ""
    return "".join(char for char in token.translate(_LOOKALIKES) if char.isalpha())

"""Notices writing that a recogniser cannot read, such as a script that its model does not know.

The model loses such letters in silence and reads the digits between them with full confidence. What gives it away is
the room: on 231 lines of real Latin pages there are 1.94 letters and digits in a square of the line's height (the
median; .79 at the fifth percentile), on lines in Cyrillic and Arabic script .1 to .55, or none at all.

Of other scripts, the model makes Latin letters that look alike, and is not sure of them. On 24 scans and photos in
Latin script, up to .05 of the page are such guesses, on pages in Devanagari, Thai, Hebrew, Georgian and Armenian .6 and
more. On a photo that is not sharp, they may be half of the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# A line with fewer letters and digits in a square of its height is not read.
LEAST_DENSITY = 0.7
# A box that is narrower than this, in its heights, is too short to tell: a bullet, a sign, a smudge.
_NARROWEST = 1.5
# A page of which so much is unread is written in another script, wholly or in part. On Latin pages it is up to .15:
# signatures, stamps, drawings and dotted lines.
LEAST_SHARE = 0.2
# A line with letters is a guess below the first confidence, or below the second one with few letters for its size.
_LEAST_CONFIDENCE, _SURE, _USUAL_DENSITY = 0.8, 0.95, 1.1
# If most of a page is unread, its guesses are worth nothing. Otherwise they may be words of a bad photo.
_MOST = 0.5
# The scripts that the models know well. They know some Greek letters, of formulas, and guess the others.
_KNOWN = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "MODIFIER", "MASCULINE", "FEMININE", "MICRO")
_MOST_SHARE_FOREIGN = 0.5


class FoundLine(NamedTuple):
    """A line that was found on a page: what was read of it ("" if nothing), its size in any unit, its confidence."""

    text: str
    width: float
    height: float
    confidence: float = 1.0


def unread_share(lines: Sequence[FoundLine]) -> float:
    """The share of the lines that was not read, from 0 to 1, weighted by their length on the page.

    0 if the share is as small as on an ordinary page.
    """
    telling = [line for line in lines if line.width >= _NARROWEST * line.height > 0]
    length = sum(line.width for line in telling)
    unread = sum(line.width for line in telling if not is_read(line) or _is_guess(line))
    share = unread / length if length else 0.0
    return round(share, 3) if share >= LEAST_SHARE else 0.0


def is_used(line: FoundLine, unread: float) -> bool:
    """Whether to use what was read of the line, on a page of which this share is unread."""
    return not unread or (is_read(line) and not (unread > _MOST and _is_guess(line)))


def is_read(line: FoundLine) -> bool:
    """Whether the line has enough letters and digits for its size, in scripts that are known."""
    if _density(line) < LEAST_DENSITY:
        return False
    return not is_foreign(line.text)


def is_foreign(text: str) -> bool:
    """Whether most letters of the text are of scripts that the models do not know."""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not _is_known(letter) for letter in letters)
    return foreign > _MOST_SHARE_FOREIGN * len(letters)


def _is_guess(line: FoundLine) -> bool:
    if not any(map(str.isalpha, line.text)):
        return False
    return line.confidence < (_SURE if _density(line) < _USUAL_DENSITY else _LEAST_CONFIDENCE)


def _density(line: FoundLine) -> float:
    """The letters and digits in a square of the line's height."""
    return sum(map(str.isalnum, line.text)) * line.height / line.width if line.width else 0.0


def _is_known(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(_KNOWN)

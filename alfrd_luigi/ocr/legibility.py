"""Notices writing that a recogniser cannot read, such as a script that its model does not know.

The model loses such letters in silence and reads the digits between them with full confidence. What gives it away is
the room: on 231 lines of real Latin pages there are 1.94 letters and digits in a square of the line's height (the
median; .79 at the fifth percentile), on lines in Cyrillic, Arabic and Devanagari script .1 to .55, or none at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# A line with fewer letters and digits in a square of its height is not read.
LEAST_DENSITY = 0.7
# A box that is narrower than this, in its heights, is too short to tell: a bullet, a sign, a smudge.
_NARROWEST = 1.5
# A page of which so much is unread is written in another script. On Latin pages it is up to .15: signatures, stamps,
# drawings and dotted lines.
LEAST_SHARE = 0.3
# The scripts that the models know well. They know some Greek letters, of formulas, and guess the others.
_KNOWN = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "MODIFIER", "MASCULINE", "FEMININE", "MICRO")
_MOST_SHARE_FOREIGN = 0.5


class FoundLine(NamedTuple):
    """A line that was found on a page: what was read of it ("" if nothing), and its size in any unit."""

    text: str
    width: float
    height: float


def unread_share(lines: Sequence[FoundLine]) -> float:
    """The share of the lines that was not read, from 0 to 1, weighted by their length on the page.

    0 if the share is as small as on an ordinary page.
    """
    telling = [line for line in lines if line.width >= _NARROWEST * line.height > 0]
    length = sum(line.width for line in telling)
    share = sum(line.width for line in telling if not is_read(line)) / length if length else 0.0
    return round(share, 3) if share >= LEAST_SHARE else 0.0


def is_read(line: FoundLine) -> bool:
    """Whether the line has enough letters and digits for its size, in scripts that are known."""
    written = [character for character in line.text if character.isalnum()]
    if len(written) * line.height < LEAST_DENSITY * line.width:
        return False
    letters = [character for character in written if character.isalpha()]
    foreign = sum(not _is_known(letter) for letter in letters)
    return foreign <= _MOST_SHARE_FOREIGN * len(letters)


def _is_known(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(_KNOWN)

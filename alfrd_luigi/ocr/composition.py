"""Text in Unicode's composed form (NFC), in time that grows with its length alone.

Composition sorts each run of combining marks, which takes time that grows with the square of the run: seconds for
100,000 marks, hours for the largest text. A long run is therefore divided by joiners, which cannot be seen, as in
Unicode's stream-safe format (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format).
"""

from __future__ import annotations

import re
import unicodedata

_MOST_MARKS = 30  # no language needs as many on one letter
_JOINER = "\u034f"
# What may be a run of more marks: no mark is a letter, a digit, a space or in ASCII.
_LONG_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")


def composed(text: str) -> str:
    """The text composed, with a joiner after every 30 marks on one letter."""
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_divided, text))


def _divided(run: re.Match[str]) -> str:
    parts, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            parts.append(_JOINER)
            marks = 1
        parts.append(character)
    return "".join(parts)

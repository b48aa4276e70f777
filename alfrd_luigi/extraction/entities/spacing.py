"""Words that are printed with a space after each letter: "M O D E R N" in a logo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alfrd_luigi.extraction.lines import TextLine

_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: (?:[^\W\d_]|[&|])(?!\S)){4,}")
_LETTER_GAP = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")


def close_letters(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines, with spaced words as plain ones."""
    return [_closed(line) if _SPACED.search(line.text) else line for line in lines]


def _closed(line: TextLine) -> TextLine:
    text = _SPACED.sub(lambda match: _LETTER_GAP.sub("", match[0]), line.text)
    return TextLine(text, line.page, line.number)

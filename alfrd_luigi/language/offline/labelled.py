"""Text that stands behind, beside or below a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from alfrd_luigi.language.offline.found import Found
from alfrd_luigi.language.offline.lines import Line

_ACCENTS = {"a": "[aàáâäã]", "c": "[cç]", "e": "[eéèêë]", "i": "[iíìï]", "n": "[nñ]", "o": "[oóòôöõ]", "u": "[uúùûü]"}
_SEPARATORS = " \t:.#=-\u2013"


def find_labelled(lines: Sequence[Line], labels: Sequence[str]) -> Iterator[Found[str]]:
    """What may be the value of a label, the most telling label and the nearest place first.

    The places are: the rest of the label's own cell, the next cell of its line, the cell below it. `words` holds
    label and value as they stand in the text, or the value's line where it is not the label's.
    """
    for label in labels:
        for index, line in enumerate(lines):
            match = _pattern(label).search(line.text)
            if match:
                below = lines[index + 1] if index + 1 < len(lines) else None
                yield from _places(line, match, below)


def _places(line: Line, match: re.Match[str], below: Line | None) -> Iterator[Found[str]]:
    column = sum(cell.start <= match.start() for cell in line.cells) - 1
    cell = line.cells[column]
    rest = line.text[match.end() : cell.end].strip(_SEPARATORS)
    if rest:
        yield Found(rest, line.text[match.start() : cell.end])
    if column + 1 < len(line.cells) and not rest:
        beside = line.cells[column + 1]
        yield Found(beside.text.strip(_SEPARATORS), line.text[match.start() : beside.end])
    if below is not None and below.page == line.page and column < len(below.cells):
        yield Found(below.cells[column].text.strip(_SEPARATORS), below.cells[column].text)


@cache
def _pattern(label: str) -> re.Pattern[str]:
    """Finds a label whatever its case, its accents and the signs between its words; it ends where a word ends."""
    words = ("".join(_ACCENTS.get(char, re.escape(char)) for char in word) for word in label.split())
    before = r"(?<!\w)" if label[0].isalnum() else ""
    after = r"(?![^\W\d_])" if label[-1].isalpha() else ""
    return re.compile(before + r"[\s.\-:/]{0,3}".join(words) + after, re.IGNORECASE)

"""Finds the text after, beside or below a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import TextLine

_ACCENTS = {"a": "[aàáâäã]", "c": "[cç]", "e": "[eéèêë]", "i": "[iíìï]", "n": "[nñ]", "o": "[oóòôöõ]", "u": "[uúùûü]"}
_SHARP_S = "(?:ss|ß)"
_SEPARATORS = " \t:.#=-\u2013"


def find_labelled(lines: Sequence[TextLine], labels: Sequence[str]) -> Iterator[Extract[str]]:
    """The possible values of a label, by the order of the labels, and for each the nearest place first.

    The places are the rest of the label's own cell, the next cell of its line, and the cell below it. `words` contains
    label and value as printed, or only the value's cell if it is below.
    """
    for label in labels:
        for index, line in enumerate(lines):
            match = label_pattern(label).search(line.text)
            if match:
                below = lines[index + 1] if index + 1 < len(lines) else None
                yield from _places(line, match, below)


def _places(line: TextLine, match: re.Match[str], below: TextLine | None) -> Iterator[Extract[str]]:
    column, last = (sum(cell.start <= offset for cell in line.cells) - 1 for offset in (match.start(), match.end() - 1))
    cell = line.cells[last]  # a wide gap may part the words of the label
    rest = line.text[match.end() : cell.end].strip(_SEPARATORS)
    if rest:
        yield Extract(rest, line.text[match.start() : cell.end])
    if last + 1 < len(line.cells) and not rest:
        beside = line.cells[last + 1]
        yield Extract(beside.text.strip(_SEPARATORS), line.text[match.start() : beside.end])
    if below is not None and below.page == line.page and column < len(below.cells):
        yield Extract(below.cells[column].text.strip(_SEPARATORS), below.cells[column].text)


def find_announced(lines: Sequence[TextLine], labels: Sequence[str]) -> Iterator[Extract[str]]:
    """Free text after, beside or below a label. The label must begin its cell, and end it or precede a colon.

    Free text has no form that can be checked, so its place must be certain.
    """
    for label in labels:
        for index, line in enumerate(lines):
            below = lines[index + 1] if index + 1 < len(lines) else None
            for column, cell in enumerate(line.cells):
                match = label_pattern(label).match(cell.text)
                rest = cell.text[match.end() :].lstrip() if match else "-"
                if rest.startswith(":") or not rest:
                    yield from _announced(line, column, rest, below)


def _announced(line: TextLine, column: int, rest: str, below: TextLine | None) -> Iterator[Extract[str]]:
    cell = line.cells[column]
    value = rest.strip(_SEPARATORS)
    beside = line.cells[column + 1] if column + 1 < len(line.cells) else None
    if value:
        yield Extract(value, cell.text)
        return
    if beside and (rest or not (cell.text.isupper() and beside.text.isupper())):
        yield Extract(beside.text, line.text[cell.start : beside.end])
    if below is not None and below.page == line.page and column < len(below.cells):
        yield Extract(below.cells[column].text, below.cells[column].text)


@cache
def label_pattern(label: str) -> re.Pattern[str]:
    """A pattern for a label that ends at the end of a word. Case, accents and signs between words do not matter."""
    parts = (word.split("ss") for word in label.split())
    words = (
        _SHARP_S.join("".join(_ACCENTS.get(char, re.escape(char)) for char in part) for part in word) for word in parts
    )
    before = r"(?<!\w)" if label[0].isalnum() else ""
    after = r"(?![^\W\d_])" if label[-1].isalpha() else ""
    return re.compile(before + r"[\s.\-:/]{0,3}".join(words) + after, re.IGNORECASE)

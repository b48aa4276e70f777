"""Arranges words with boxes into lines of text in reading order.

A receipt or a bill is read row by row: the label on the row of a number, however far to its left, makes the number a
total. Therefore words are joined into rows across the whole width, and only wide gaps separate columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from operator import sub
from statistics import median

from alfrd_luigi.ocr.direction import of_page, reading_order
from alfrd_luigi.ocr.port import Word

# Two words share a row if their middles differ by less than this fraction of the smaller height.
ROW_TOLERANCE = 0.6
# The slopes to try, in word heights per page width: fine enough to keep a row across the page, and up to 5 degrees on a
# sheet of small print.
SLOPE_STEP, SLOPE_STEPS = 0.25, 30
# The penalty of a slope, against the words that it brings into rows. Without it, a few words could line up by chance,
# and in a table of two columns a row could be joined with the next one.
LEVEL_PREFERENCE = 0.25
# A gap of this many characters separates columns. It is shown as three spaces.
COLUMN_GAP = 2.5
COLUMN_SEPARATOR = "   "
# The overlap that two boxes of a row may have, as a fraction of the narrower one: detectors draw boxes slightly too
# wide.
OVERLAP_TOLERANCE = 0.5

# The level at the current end of a row, and the row's index.
_End = tuple[float, int]


def text_of(words: Sequence[Word]) -> str:
    """The words as text: one line for each row, from top to bottom, with columns three spaces apart."""
    return arranged(words)[0]


def arranged(words: Sequence[Word]) -> tuple[str, tuple[Word, ...]]:
    """The words as text, and in the order of the text."""
    direction = of_page(words)
    lines = [reading_order(row, direction) for row in rows(words)]
    return "\n".join(map(_line, lines)), tuple(word for line in lines for word in line)


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """The words in rows from top to bottom, each from left to right.

    A row follows its own last word, so a skewed or bent page keeps its rows. The skew of the whole page is removed
    first, so that a row also continues across a wide gap.
    """
    slope = _slope(words)
    found: list[list[Word]] = []
    ends: list[_End] = []
    for word in sorted(words, key=lambda word: word.box[0]):
        index = _take_row(word, found, ends, slope)
        found[index].append(word)
        insort(ends, (_middle(word, slope), index))
    return sorted(found, key=lambda row: _level(row, slope))


def _take_row(word: Word, found: list[list[Word]], ends: list[_End], slope: float) -> int:
    """The index of the row whose end is level with the word (the nearest, if there are several), or of a new row.

    `ends` is sorted, so only rows at the word's height are compared. The row's item is removed from it.
    """
    level, reach = _middle(word, slope), ROW_TOLERANCE * _height(word)
    near = range(bisect_left(ends, (level - reach, 0)), bisect_right(ends, (level + reach, len(found))))
    fitting = [place for place in near if _continues(found[ends[place][1]][-1], word, slope)]
    if not fitting:
        found.append([])
        return len(found) - 1
    return ends.pop(min(fitting, key=lambda place: abs(ends[place][0] - level)))[1]


def _continues(last: Word, word: Word, slope: float) -> bool:
    overlap = last.box[2] - word.box[0]
    if overlap > OVERLAP_TOLERANCE * min(_width(last), _width(word)):
        return False
    return abs(_middle(word, slope) - _middle(last, slope)) < ROW_TOLERANCE * min(_height(last), _height(word))


def _slope(words: Sequence[Word]) -> float:
    """The slope of the page's lines, down per right: the one with the most distinct rows."""
    if not words:
        return 0.0
    height = median(_height(word) for word in words)
    places = [(_centre(word), _middle(word, 0.0)) for word in words]
    slopes = [step * SLOPE_STEP * height for step in range(-SLOPE_STEPS, SLOPE_STEPS + 1)]
    return min(slopes, key=lambda slope: _spread(places, slope, height / 2) + LEVEL_PREFERENCE * abs(slope))


def _spread(places: Sequence[tuple[float, float]], slope: float, most: float) -> float:
    """The vertical spread of the words. A gap between rows counts as `most`, however wide it is."""
    levels = sorted([middle - slope * centre for centre, middle in places])
    # This runs 61 times for a page. Only wide gaps are examined one by one; the narrow ones are their total minus
    # these.
    wide: list[float] = [gap for gap in map(sub, levels[1:], levels) if gap > most]
    return levels[-1] - levels[0] - sum(wide) + most * len(wide)


def _line(row: Sequence[Word]) -> str:
    """A row in reading order as a line."""
    pieces = [row[0].text]
    for before, word in pairwise(row):
        gap = max(word.box[0] - before.box[2], before.box[0] - word.box[2])
        character = (_character(before) + _character(word)) / 2
        pieces.append(COLUMN_SEPARATOR if gap > COLUMN_GAP * character else " ")
        pieces.append(word.text)
    return "".join(pieces)


def _level(row: Sequence[Word], slope: float) -> float:
    return sum(_middle(word, slope) for word in row) / len(row)


def _middle(word: Word, slope: float) -> float:
    """The height of the word's middle after the skew is removed."""
    return (word.box[1] + word.box[3]) / 2 - slope * _centre(word)


def _centre(word: Word) -> float:
    return (word.box[0] + word.box[2]) / 2


def _width(word: Word) -> float:
    return word.box[2] - word.box[0]


def _height(word: Word) -> float:
    return word.box[3] - word.box[1]


def _character(word: Word) -> float:
    return _width(word) / max(1, len(word.text))

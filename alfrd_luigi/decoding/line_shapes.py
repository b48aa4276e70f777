"""Whether the words of a hidden layer have the shape of the printed lines: their gaps, and where they end.

The layer of another page of the same form lies on print, too. Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from alfrd_luigi.decoding.model import Box

if TYPE_CHECKING:
    from PIL.Image import Image

# Of right layers, .75 of the gaps and more are blank, unless the scanner placed the words roughly. Then the lines still
# end where the print does. Of the layers of other pages, .4 of the gaps are blank, and half of the lines end there.
_LEAST_CLEAR, _FEWEST_GAPS = 0.6, 12
_LEAST_ENDS, _FEWEST_ENDS = 0.75, 5
# Print is so much darker than the paper, which is at least this share of the page.
_PRINT, _SHARE_OF_PAPER = 90, 0.4
# In heights of a line: a wider gap ends it; where its last letters are; and where it is blank behind them.
_WIDEST_GAP = 3.0
_LAST_LETTERS, _BEHIND = (-1.2, 0.5), (0.9, 2.5)
_LOWEST = 4  # pixels of a line that can be told


def differ(picture: Image, boxes: Sequence[Box]) -> bool:
    """Whether words with these boxes are not those of the lines on the grey picture."""
    lines = [[_scaled(box, picture) for box in line] for line in _lines(boxes, picture)]
    dark = _paper(picture) - _PRINT
    gaps = [not _has_print(picture, gap, dark) for line in lines for gap in map(_gap, line, line[1:])]
    ends = [_ends(picture, line[-1], dark) for line in lines if _height(line[-1]) >= _LOWEST]
    return _are_few(gaps, _FEWEST_GAPS, _LEAST_CLEAR) and _are_few(ends, _FEWEST_ENDS, _LEAST_ENDS)


def _lines(boxes: Sequence[Box], picture: Image) -> Iterator[list[Box]]:
    """The boxes of each line, or part of a line, in the order of the layer."""
    line: list[Box] = []
    for box in boxes:
        if line and not _continues(line[-1], box, picture.width / picture.height):
            yield line
            line = []
        line.append(box)
    if line:
        yield line


def _continues(box: Box, other: Box, ratio: float) -> bool:
    is_level = abs(box[1] + box[3] - other[1] - other[3]) < _height(box)
    return is_level and 0 <= (other[0] - box[2]) * ratio < _WIDEST_GAP * _height(box)


def _gap(box: Box, other: Box) -> Box:
    """The middle of the space between two words."""
    middle = (box[2] + other[0]) / 2
    return (middle, max(box[1], other[1]) + 1, middle, min(box[3], other[3]))


def _ends(picture: Image, last: Box, dark: int) -> bool:
    """Whether the print of a line ends where its last word does."""
    letters, behind = (
        (last[2] + start * _height(last), last[1], last[2] + end * _height(last), last[3])
        for start, end in (_LAST_LETTERS, _BEHIND)
    )
    return _has_print(picture, letters, dark) and not _has_print(picture, behind, dark)


def _has_print(picture: Image, box: Box, dark: int) -> bool:
    left, top, right, bottom = map(int, box)
    right, bottom = min(right + 1, picture.width), min(bottom, picture.height)
    if left >= right or top >= bottom:
        return False
    part = picture.crop((max(0, left), max(0, top), right, bottom))
    return any(part.histogram()[: max(0, dark)])


def _paper(picture: Image) -> int:
    """The shade of most of the page."""
    left = _SHARE_OF_PAPER * picture.width * picture.height
    for shade, count in reversed(list(enumerate(picture.histogram()))):
        left -= count
        if left <= 0:
            return shade
    return 0


def _scaled(box: Box, picture: Image) -> Box:
    return (box[0] * picture.width, box[1] * picture.height, box[2] * picture.width, box[3] * picture.height)


def _height(box: Box) -> float:
    return box[3] - box[1]


def _are_few(signs: Sequence[bool], fewest: int, least: float) -> bool:
    return len(signs) >= fewest and sum(signs) < least * len(signs)

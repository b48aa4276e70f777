"""Splits a recognised line (a text in a quadrilateral) into words, each with its own box.

Boxes of whole lines overlap their neighbours as soon as a page is skewed; boxes of words hardly do. A word's position
is interpolated along the line. This is exact enough: letters differ in width, but the errors cancel out over a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alfrd_luigi.ocr.port import Box, Word

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class RecognisedLine:
    """`quad` is the corners of the text in pixels: top left, top right, bottom right, bottom left."""

    text: str
    quad: Quad
    confidence: float


def words_of(line: RecognisedLine, width: int, height: int) -> list[Word]:
    """The words of the line. `width` and `height` are those of the page in pixels."""
    length, size = len(line.text), (width, height)
    return [
        Word(match.group(), _box(line.quad, match.start() / length, match.end() / length, size), line.confidence)
        for match in _WORD.finditer(line.text)
    ]


def _box(quad: Quad, start: float, end: float, size: tuple[int, int]) -> Box:
    """The upright box around the part of the quadrilateral from `start` to `end` (0 to 1 along the line)."""
    top_left, top_right, bottom_right, bottom_left = quad
    corners = [_between(top_left, top_right, part) for part in (start, end)]
    corners += [_between(bottom_left, bottom_right, part) for part in (start, end)]
    across, down = _fractions([x for x, _ in corners], size[0]), _fractions([y for _, y in corners], size[1])
    return (min(across), min(down), max(across), max(down))


def _between(first: Point, second: Point, part: float) -> Point:
    return (first[0] + (second[0] - first[0]) * part, first[1] + (second[1] - first[1]) * part)


def _fractions(values: Sequence[float], whole: int) -> list[float]:
    return [min(1.0, max(0.0, value / whole)) for value in values]

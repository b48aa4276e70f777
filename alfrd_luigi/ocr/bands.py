"""Parts of a picture that are recognised without the rest: bands of its rows of pixels."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from alfrd_luigi.decoding.model import Box, PageImage

Band = tuple[int, int]
# The share of the picture's height that is kept above and below print.
_AROUND_PRINT = 0.01
# A row of pixels with fewer that are not white is blank: letters leave traces beside their boxes.
_FEWEST_PIXELS = 4
_CHANNELS, _WHITE = 3, 255


def joined(bands: Iterable[Band]) -> list[Band]:
    """The bands from top to bottom. Those that touch are one."""
    found: list[Band] = []
    for top, bottom in sorted(bands):
        if found and top <= found[-1][1]:
            found[-1] = (found[-1][0], max(bottom, found[-1][1]))
        else:
            found.append((top, bottom))
    return found


def printed(picture: PageImage) -> list[Band]:
    """The bands with print, if the paper is white; otherwise all of it."""
    size, around = picture.width * _CHANNELS, round(_AROUND_PRINT * picture.height)
    most_white = size - _FEWEST_PIXELS * _CHANNELS
    rows = (
        row for row in range(picture.height) if picture.pixels.count(_WHITE, row * size, (row + 1) * size) <= most_white
    )
    return joined((max(0, row - around), min(picture.height, row + around + 1)) for row in rows)


def cut(picture: PageImage, bands: Sequence[Band]) -> PageImage:
    """The picture with only these bands, below each other."""
    row = picture.width * _CHANNELS
    pixels = b"".join(picture.pixels[top * row : bottom * row] for top, bottom in bands)
    return PageImage(picture.width, len(pixels) // row, pixels)


def placed(box: Box, bands: Sequence[Band], height: int) -> Box:
    """The box on the whole picture, of this height in pixels, for a box on its bands. Its middle tells in which one.

    A box may reach a little beyond the last band, because recognition adds white to a low picture.
    """
    left, top, right, bottom = box
    ends = list(accumulate(end - start for start, end in bands))
    band = min(bisect_left(ends, (top + bottom) / 2 * ends[-1]), len(bands) - 1)
    before = bands[band][1] - ends[band]
    return (left, (top * ends[-1] + before) / height, right, (bottom * ends[-1] + before) / height)

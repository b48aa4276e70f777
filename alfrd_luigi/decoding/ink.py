"""Print on a page that its text layer does not have: scanned parts, text in pictures, and letters that are drawn.

Runs only in the child process. Pillow does the work on pixels: NumPy would take as long to import as several pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PIL import ImageChops, ImageDraw
from PIL.Image import Resampling

from alfrd_luigi.decoding.model import Box

if TYPE_CHECKING:
    from PIL.Image import Image

# The size at which a page is drawn for this, in pixels for each point: letters are just told apart.
SCALE = 1.0
# Two neighbouring pixels that differ by this much are an edge.
_EDGE = 40
# A cell of this many pixels holds print if at least this share of it are edges, both across and down: rules and the
# borders of areas have edges in one direction only, and most photos have weak ones.
_CELL = 8
_LEAST_EDGES = 25  # of 255
# Print is doubted if this many cells in connected groups are outside the layer's boxes (a line of ten words has about
# 60), and they are this share of the page's print; a page of small print has room for a logo.
_FEWEST_CELLS, _LEAST_SHARE = 60, 0.12
# At least this many cells beside a line are a word.
_WORD_CELLS = 3
# Smaller groups are crossings of rules, and small pictures.
_SMALLEST_GROUP = 10
# A square with sides in this range is a two-dimensional barcode if hardly any of its rows of pixels are blank, as those
# between lines of text are.
_SQUARE, _BARCODE_SIDES, _MOST_BLANK = 1.34, range(5, 25), 0.08
# Of shades of grey: nobody sees a smaller difference. Text in the colour of its ground has none.
_FAINTEST = 3
# Pixels around a box that belong to its word.
_AROUND = 2
_BOX = Resampling.BOX

_Cell = tuple[int, int]


def is_outside(picture: Image, boxes: Sequence[Box]) -> bool:
    """Whether the grey picture of a page, drawn at `SCALE`, has a considerable part of its print outside the boxes."""
    across, down = _edges(picture, 1, 0), _edges(picture, 0, 1)
    printed = _cells(across, down)
    for edges in (across, down):
        _clear(edges, boxes)
    outside = _cells(across, down)
    if _count(outside) < _FEWEST_CELLS:
        return False
    groups = [group for group in _groups(outside) if len(group) >= _SMALLEST_GROUP and not _is_barcode(group, across)]
    found = sum(map(len, groups))
    return found >= max(_FEWEST_CELLS, _LEAST_SHARE * _count(printed))


def lines_beside(picture: Image, boxes: Sequence[Box]) -> int:
    """The number of lines of cells with a word of the boxes, and behind it print outside of them."""
    edges = _edges(picture, 1, 0), _edges(picture, 0, 1)
    for each in edges:
        _clear(each, boxes)
    outside = _cells(*edges)
    ends: dict[int, int] = {}
    for _, top, right, bottom in boxes:
        row = int((top + bottom) / 2 * picture.height / _CELL)
        ends[row] = max(ends.get(row, 0), int(right * picture.width / _CELL) + 1)
    behind = (outside.crop((end, row, max(end, outside.width), row + 1)) for row, end in ends.items())
    return sum(_count(cells) >= _WORD_CELLS for cells in behind)


def has_any(picture: Image) -> bool:
    """Whether there is anything on the picture."""
    return _contrast(picture) > _EDGE


def share_under(picture: Image, boxes: Sequence[Box]) -> float:
    """The share of the boxes that have print under them."""
    print_ = _edges(picture, 1, 0)
    with_print = [box for box in boxes if print_.crop(_pixels(picture, box, 0)).histogram()[255]]
    return len(with_print) / len(boxes) if boxes else 1.0


def is_blank(picture: Image, box: Box) -> bool:
    """Whether nothing is seen in the box, or it lies outside the picture."""
    left, top, right, bottom = _pixels(picture, box, 0)
    if left >= picture.width or top >= picture.height or not (box[2] > box[0] and box[3] > box[1]):
        return True
    part = picture.crop((left, top, min(right, picture.width), min(bottom, picture.height)))
    return _contrast(part) < _FAINTEST


def _contrast(picture: Image) -> int:
    shades = [shade for shade, count in enumerate(picture.histogram()) if count]
    return shades[-1] - shades[0]


def _edges(picture: Image, x: int, y: int) -> Image:
    """White where a pixel differs from the one that is (x, y) before it."""
    moved = ImageChops.offset(picture, x, y)
    moved.paste(picture.crop((0, 0, x or picture.width, y or picture.height)))  # the border has no edge
    return ImageChops.difference(picture, moved).point(_WHITE_FROM_EDGE)


_WHITE_FROM_EDGE = [255 if value > _EDGE else 0 for value in range(256)]
_WHITE_FROM_LEAST = [255 if value >= _LEAST_EDGES else 0 for value in range(256)]


def _cells(across: Image, down: Image) -> Image:
    """A picture with a pixel for each cell, white if it holds print."""
    return ImageChops.darker(across.reduce(_CELL), down.reduce(_CELL)).point(_WHITE_FROM_LEAST)


def _clear(edges: Image, boxes: Sequence[Box]) -> None:
    draw = ImageDraw.Draw(edges)
    for box in boxes:
        draw.rectangle(_pixels(edges, box, _AROUND), fill=0)


def _pixels(picture: Image, box: Box, around: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    width, height = picture.size
    return (
        int(left * width) - around,
        int(top * height) - around,
        int(right * width) + around + 1,
        int(bottom * height) + around + 1,
    )


def _count(cells: Image) -> int:
    return int(cells.histogram()[255])


def _groups(cells: Image) -> Iterator[list[_Cell]]:
    """The white cells in groups. Cells of a group are neighbours, or have one cell between them in their row."""
    width, values = cells.width, cells.tobytes()
    left = {divmod(index, width) for index, value in enumerate(values) if value}
    while left:
        group, border = [], [left.pop()]
        while border:
            row, column = border.pop()
            group.append((row, column))
            near = {(row + y, column + x) for y in (-1, 0, 1) for x in (-2, -1, 0, 1, 2)} & left
            left -= near
            border.extend(near)
        yield group


def _is_barcode(group: Sequence[_Cell], edges: Image) -> bool:
    (top, bottom), (left, right) = ((min(values), max(values) + 1) for values in zip(*group, strict=True))
    height, width = bottom - top, right - left
    if max(height, width) not in _BARCODE_SIDES or max(height, width) > _SQUARE * min(height, width):
        return False
    rows = edges.crop((left * _CELL, top * _CELL, right * _CELL, bottom * _CELL)).resize((1, height * _CELL), _BOX)
    return rows.histogram()[0] < _MOST_BLANK * rows.height

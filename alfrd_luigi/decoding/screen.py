"""A cheap look at every PDF page that has a text layer: whether the layer is what the page shows.

Only a page about which there is a doubt is drawn for recognition. Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image as Images
from PIL import ImageDraw
from pypdfium2 import raw

from alfrd_luigi.decoding import ink, letter_pairs
from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.model import Box, Doubt

if TYPE_CHECKING:
    from PIL.Image import Image

# Pictures that cover more than this part of the page make it a scan.
SCAN_COVERAGE = 0.5
# The grid on which pictures are added up, so that tiles and overlapping pictures count once.
_COVERAGE_GRID = 100
_DEEPEST_FORM = 4
# More characters without a meaning than this, or a larger share of words whose font does not say what they are, are a
# sign of a broken font map.
_MOST_UNKNOWN = 2
_MOST_SHARE_UNMAPPED = 0.05
# On a scan, nearly all words of the layer lie on print. A page that draws nothing at all has only its layer.
_LEAST_SHARE_ON_PRINT = 0.9


def is_scan(sheet: pypdfium2.PdfPage) -> bool:
    """Whether pictures, whole or in strips or tiles, cover most of the page."""
    left, bottom, right, top = sheet.get_bbox()
    width, height = max(1.0, right - left), max(1.0, top - bottom)
    covered = Images.new("L", (_COVERAGE_GRID, _COVERAGE_GRID))
    draw = ImageDraw.Draw(covered)
    for x0, y0, x1, y1 in _pictures(sheet):
        across = [round((x - left) / width * _COVERAGE_GRID) for x in (x0, x1)]
        down = [round((y - bottom) / height * _COVERAGE_GRID) for y in (y0, y1)]
        if across[1] > across[0] and down[1] > down[0]:
            draw.rectangle((across[0], down[0], across[1] - 1, down[1] - 1), fill=255)
    return covered.histogram()[255] > SCAN_COVERAGE * _COVERAGE_GRID**2


def doubts(sheet: pypdfium2.PdfPage, found: Sequence[LayerWord], *, is_scan: bool) -> frozenset[Doubt]:
    """Why the layer may differ from what the page shows; empty if nothing speaks for that."""
    picture: Image = sheet.render(scale=ink.SCALE, grayscale=True).to_pil()
    boxes = [each.word.box for each in found]
    signs: dict[Doubt, bool] = {
        "words": _have_doubtful_words(found) or (is_scan and _are_beside_print(picture, boxes)),
        "ink": ink.is_outside(picture, boxes),
    }
    return frozenset(doubt for doubt, is_given in signs.items() if is_given)


def _pictures(sheet: pypdfium2.PdfPage) -> Iterator[Box]:
    for picture in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST_FORM):
        yield picture.get_bounds()


def _have_doubtful_words(found: Sequence[LayerWord]) -> bool:
    if sum(each.unknown for each in found) > _MOST_UNKNOWN:
        return True
    if sum(each.is_unmapped for each in found) > _MOST_SHARE_UNMAPPED * len(found):
        return True
    return not letter_pairs.are_plausible(" ".join(each.word.text for each in found))


def _are_beside_print(picture: Image, boxes: Sequence[Box]) -> bool:
    return ink.has_any(picture) and ink.share_under(picture, boxes) < _LEAST_SHARE_ON_PRINT

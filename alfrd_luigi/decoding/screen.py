"""A cheap look at every PDF page that has a text layer: whether the layer is what the page shows.

Only a page about which there is a doubt is drawn for recognition. Runs only in the child process.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from PIL import Image as Images
from PIL import ImageDraw
from pypdfium2 import raw

from alfrd_luigi.decoding import faults, ink, letter_pairs, line_shapes, possible_dates
from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.model import Box, Doubt

if TYPE_CHECKING:
    from PIL.Image import Image

# Pictures that cover more than this part of the page make it a scan.
SCAN_COVERAGE = 0.5
# The grid on which pictures are added up, so that tiles and overlapping pictures count once.
_COVERAGE_GRID = 100
_DEEPEST_FORM = 4
# If more words are faulty, the others are doubted, too.
_MOST_SHARE_FAULTY = 0.05
# On a scan, nearly all words of the layer lie on print. A page that draws nothing at all has only its layer.
_LEAST_SHARE_ON_PRINT = 0.9
# Of any other page, hidden words are left out. If they are more than the other half, the layer is doubted instead.
_LEAST_SHARE_SEEN = 0.5
# Amounts may be drawn as outlines or small pictures. Of 121 pages of digital PDFs, 30 have no amounts, and one of these
# has print beside a line of text.
_AMOUNT = re.compile(r"\d[.,]\d\d(?!\d)")
_FEWEST_LINES_BESIDE = 2
# In points: half a millimetre. Smaller text is not meant to be read.
_LEAST_HEIGHT = 1.5


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


class Screened(NamedTuple):
    """The words of a layer that are seen on the page, and why they may differ from what it shows; empty: no doubt."""

    words: Sequence[LayerWord]
    doubts: frozenset[Doubt]


def screened(sheet: pypdfium2.PdfPage, found: Sequence[LayerWord], *, is_scan: bool) -> Screened:
    """Compares the layer with a small picture of the page."""
    picture: Image = sheet.render(scale=ink.SCALE, grayscale=True).to_pil()
    seen = found if is_scan or not ink.has_any(picture) else [each for each in found if _is_seen(each, picture)]
    # Most words are somewhere else than the print, so their places say nothing.
    is_misplaced = len(seen) < _LEAST_SHARE_SEEN * len(found)
    words = found if is_misplaced else seen
    faulty = faults.faulty(words, is_scan=is_scan)
    doubts = set[Doubt]()
    if is_misplaced or _are_doubtful(words, faulty, is_scan=is_scan) or (is_scan and _is_beside_print(picture, words)):
        doubts.add("words")
    sound = [each for place, each in enumerate(words) if place not in faulty] if faulty else words
    if faulty or _lacks_print(picture, sound):
        doubts.add("ink")
    return Screened(sound, frozenset(doubts))


def _lacks_print(picture: Image, found: Sequence[LayerWord]) -> bool:
    """Whether much of the print is not among the words, or they have no amount and print is beside their lines."""
    boxes = [each.word.box for each in found]
    if ink.is_outside(picture, boxes):
        return True
    has_amount = any(_AMOUNT.search(each.word.text) for each in found)
    return not has_amount and ink.lines_beside(picture, boxes) >= _FEWEST_LINES_BESIDE


def _is_seen(found: LayerWord, picture: Image) -> bool:
    """Whether the word is not outside the page, covered, clipped, in the colour of its ground, or microscopic."""
    left, top, right, bottom = found.word.box
    is_level = found.turn in ("upright", "upside_down")
    height = (bottom - top) * picture.height if is_level else (right - left) * picture.width
    return height >= _LEAST_HEIGHT * ink.SCALE and not ink.is_blank(picture, found.word.box)


def _pictures(sheet: pypdfium2.PdfPage) -> Iterator[Box]:
    for picture in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST_FORM):
        yield picture.get_bounds()


def _are_doubtful(found: Sequence[LayerWord], faulty: Collection[int], *, is_scan: bool) -> bool:
    text = " ".join(each.word.text for each in found)
    if len(faulty) > _MOST_SHARE_FAULTY * len(found):
        return True
    return not (letter_pairs.are_plausible(text, are_recognised=is_scan) and possible_dates.are_possible(text))


def _is_beside_print(picture: Image, found: Sequence[LayerWord]) -> bool:
    boxes = [each.word.box for each in found]
    if not ink.has_any(picture):
        return False
    return ink.share_under(picture, boxes) < _LEAST_SHARE_ON_PRINT or line_shapes.differ(picture, boxes)

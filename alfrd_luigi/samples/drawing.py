"""Draws a laid-out page on an image."""

from __future__ import annotations

from functools import cache

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.samples.layout import Placed, TextRun
from alfrd_luigi.samples.metrics import WORD_SPACE, width
from alfrd_luigi.samples.pdf import to_pdf

# The usual resolution of office scanners for text. The smallest print of the samples, 9 points, is readable.
DOTS_PER_INCH = 150

# Pages are drawn larger and reduced: letters start at whole pixels, which would look uneven at the final size.
_OVERSIZE = 2
_SCALE = DOTS_PER_INCH / 72 * _OVERSIZE
_WHITE, _INK = 250, 25
# Pillow's own font has one weight. An outline of this thickness, in ems, makes it bold.
_BOLD = 0.02


def draw(page: Placed) -> Image.Image:
    """The page in 256 greys at `DOTS_PER_INCH`: dark ink on nearly white paper."""
    return _drawn(page) if page.text.isascii() else _rendered(page)


def _rendered(page: Placed) -> Image.Image:
    """The page as PDFium renders it, because Pillow's own font has no letters with accents."""
    document = pdfium.PdfDocument(to_pdf((page,)))
    try:
        picture: Image.Image = document[0].render(scale=DOTS_PER_INCH / 72).to_pil()
        return picture.convert("L")
    finally:
        document.close()


def _drawn(page: Placed) -> Image.Image:
    image = Image.new("L", (round(page.width * _SCALE), round(page.height * _SCALE)), _WHITE)
    pen = ImageDraw.Draw(image)
    for run in (run for line in page.lines for run in line):
        _print(pen, run)
    for y in page.rules:
        ends = (page.margin * _SCALE, y * _SCALE, (page.width - page.margin) * _SCALE, y * _SCALE)
        pen.line(ends, fill=_INK, width=2 * _OVERSIZE)
    return image.reduce(_OVERSIZE)


def _print(pen: ImageDraw.ImageDraw, run: TextRun) -> None:
    size, x = run.size * _SCALE, run.x * _SCALE
    outline = _BOLD * size if run.bold else 0
    for word in run.text.split(" "):
        pen.text((x, run.y * _SCALE), word, _INK, _font(size), "ls", stroke_width=outline)
        x += (width(word) + WORD_SPACE) * size


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)

"""Prints a placed page on an image."""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.samples.layout import Placed

# What an office scanner uses for text; well readable at the smallest print of the samples, 9 points.
DOTS_PER_INCH = 150

_SCALE = DOTS_PER_INCH / 72
_WHITE, _INK = 250, 25
# Pillow's own font comes in one weight; an outline this thick, in ems, makes it bold.
_BOLD = 0.025


def draw(page: Placed) -> Image.Image:
    """The page in 256 greys, `DOTS_PER_INCH` dense: dark ink on nearly white paper."""
    image = Image.new("L", (round(page.width * _SCALE), round(page.height * _SCALE)), _WHITE)
    pen = ImageDraw.Draw(image)
    for run in (run for line in page.lines for run in line):
        size = run.size * _SCALE
        pen.text(
            (run.x * _SCALE, run.y * _SCALE),
            run.text,
            fill=_INK,
            font=_font(size),
            anchor="ls",
            stroke_width=_BOLD * size if run.bold else 0,
        )
    for y in page.rules:
        ends = (page.margin * _SCALE, y * _SCALE, (page.width - page.margin) * _SCALE, y * _SCALE)
        pen.line(ends, fill=_INK, width=2)
    return image


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)

"""Printed pages as an office scanner delivers them: A4 at 300 dpi, with the words on them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.language import catalogue
from alfrd_luigi.samples.noise import scanned

DOTS_PER_INCH = 300
_A4 = (2480, 3508)
_MARGIN, _LEADING = 240, 1.5
# Pixels of an em: 10 to 11 points.
_SIZES = (42, 44, 46)
_PAPER, _INK = 250, 25
_QUALITY = 85
# One line in this many is a row of a table: a few words and two amounts.
_TABLE = 4


def make(folder: Path, count: int, seed: int = 2024) -> dict[str, str]:
    """Write `count` files with a page each to the folder. Returns the words of each page by file name."""
    texts = {}
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        lines = list(_lines(rng, rng.choice(range(38, 48))))
        name = f"scan-{number:02}.jpg"
        image = scanned(_printed(lines, rng.choice(_SIZES)), rng)
        image.convert("RGB").save(folder / name, quality=_QUALITY, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
        texts[name] = "\n".join(" ".join(line) for line in lines)
    return texts


def _lines(rng: random.Random, count: int) -> Iterator[Sequence[str]]:
    for _ in range(count):
        if rng.randrange(_TABLE):
            yield [" ".join(rng.choices(_vocabulary(), k=rng.randint(8, 11)))]
        else:
            yield [" ".join(rng.choices(_vocabulary(), k=3)), *(f"{rng.uniform(1, 2000):,.2f}" for _ in range(2))]


@cache
def _vocabulary() -> list[str]:
    """The words of the shipped prompts."""
    return sorted(
        {word for prompt in catalogue.shipped_prompts() for word in re.findall(r"[A-Za-z]{3,9}", prompt.text)}
    )


def _printed(lines: Sequence[Sequence[str]], size: int) -> Image.Image:
    image = Image.new("L", _A4, _PAPER)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    width = _A4[0] - 2 * _MARGIN
    for number, (first, *cells) in enumerate(lines):
        y = _MARGIN + number * size * _LEADING
        pen.text((_MARGIN, y), first, _INK, font)
        for column, cell in enumerate(cells, 1):
            pen.text((_MARGIN + width * (0.4 + 0.3 * column), y), cell, _INK, font, anchor="ra")
    return image

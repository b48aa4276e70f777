"""Simulates the mild defects of a cheap scanner: slight rotation, soft edges, uneven light, grain and dust."""

from __future__ import annotations

import random

from PIL import Image, ImageChops, ImageDraw

_MOST_DEGREES = 0.7
# The brightness of the darkest corner, of 255.
_DIMMEST = 228
# Grain is uniform within this many grey levels in both directions.
_GRAIN = 5
_DUST = 60


def scanned(page: Image.Image, rng: random.Random) -> Image.Image:
    """The page as a scanner would deliver it. The same generator state gives the same pixels."""
    paper = page.getpixel((0, 0))
    turned = page.rotate(rng.uniform(-_MOST_DEGREES, _MOST_DEGREES), Image.Resampling.BILINEAR, fillcolor=paper)
    lit = ImageChops.multiply(turned, _light(page.size, rng))
    _dust(lit, rng)
    return ImageChops.add(lit, _grain(page.size, rng), offset=-_GRAIN)


def _light(size: tuple[int, int], rng: random.Random) -> Image.Image:
    quarter_turns = rng.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270))
    gradient = Image.linear_gradient("L").transpose(quarter_turns).resize(size)
    return gradient.point([_DIMMEST + level * (255 - _DIMMEST) // 255 for level in range(256)])


def _grain(size: tuple[int, int], rng: random.Random) -> Image.Image:
    noise = Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))
    return noise.point([level % (2 * _GRAIN + 1) for level in range(256)])


def _dust(page: Image.Image, rng: random.Random) -> None:
    pen = ImageDraw.Draw(page)
    for _ in range(_DUST):
        x, y = rng.randrange(page.width), rng.randrange(page.height)
        pen.ellipse((x, y, x + rng.randint(0, 1), y + rng.randint(0, 1)), fill=rng.randint(90, 200))

"""How wide a text is, in ems: times the size in points or pixels, that is its length.

Measured in the font that Pillow brings along; Helvetica, which the PDFs use, is as wide within a few percent.
"""

from __future__ import annotations

from functools import cache

from PIL import ImageFont

# Wider than the font's own space of 0.22 em, with which a text recogniser runs words together.
WORD_SPACE = 0.3

# Large enough that the rounding of each letter to whole pixels does not show.
_MEASURED_AT = 1000


@cache
def width(text: str) -> float:
    """Width of one or more words with `WORD_SPACE` between them, in ems."""
    words = text.split(" ")
    return sum(_font().getlength(word) for word in words) / _MEASURED_AT + WORD_SPACE * (len(words) - 1)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_MEASURED_AT)

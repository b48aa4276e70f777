"""The width of a text in ems: multiplied by the font size in points or pixels, it is the length.

Measured in Pillow's own font. Helvetica, which the PDFs use, has the same width within a few percent.
"""

from __future__ import annotations

from functools import cache

from PIL import ImageFont

# Wider than the font's own space of 0.22 em, at which text recognition joins words.
WORD_SPACE = 0.3

# Large enough that rounding each letter to whole pixels does not matter.
_MEASURED_AT = 1000


@cache
def width(text: str) -> float:
    """The width of one or more words with `WORD_SPACE` between them, in ems."""
    words = text.split(" ")
    return sum(_font().getlength(word) for word in words) / _MEASURED_AT + WORD_SPACE * (len(words) - 1)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_MEASURED_AT)

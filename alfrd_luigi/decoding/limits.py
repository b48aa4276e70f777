"""How much a file may ask for, and what a service takes of it."""

from __future__ import annotations

from typing import NamedTuple

_BYTES_PER_PIXEL = 3
# JSON in ASCII: a byte of Latin-1 becomes six ("\\u00e9"), a character beyond the first 65,536 twelve; a word
# brings its box and the names of its parts.
_JSON_PER_BYTE, _JSON_PER_CHARACTER, _JSON_PER_WORD, _JSON_BESIDES = 6, 12, 200, 4096


class Limits(NamedTuple):
    """Bounds of what is decoded; a file beyond one of the first three is refused, a page beyond the others scaled down.

    A text layer of more than `words`, or of more than `characters`, on a page is not used: no page that a person reads
    has as many, and bringing them into rows would take minutes.

    `pixels` are those of one page: the size at which Pillow itself speaks of a decompression bomb. `side` is that of a
    page's longer side, in pixels: more does not help recognition and costs time. A long strip, such as a shop receipt,
    would become too narrow to read: it keeps a shorter side of `strip_width`, up to a longer one of `strip_length`.
    A PDF page is drawn with `dots_per_inch`: recognition wants letters of some 20 to 40 pixels, and ten-point print has
    that at 200.
    """

    pixels: int = 180_000_000
    pages: int = 500
    text_bytes: int = 10_000_000
    side: int = 2000
    strip_width: int = 800
    strip_length: int = 6000
    dots_per_inch: int = 200
    words: int = 20_000
    characters: int = 200_000

    @property
    def most_pixel_bytes(self) -> int:
        """What the pixels of a page that keeps to this are at most, with a pixel of rounding on each side."""
        whole, strip = (self.side + 1) ** 2, (self.strip_width + 1) * (self.strip_length + 1)
        return max(whole, strip) * _BYTES_PER_PIXEL

    @property
    def most_header_bytes(self) -> int:
        """What the message around a page is at most: a text, or the words of a layer, as JSON writes them."""
        layer = self.characters * _JSON_PER_CHARACTER + self.words * _JSON_PER_WORD
        return max(self.text_bytes * _JSON_PER_BYTE, layer) + _JSON_BESIDES

    def scale(self, width: float, height: float) -> float:
        """The factor, at most 1, that brings a page of that many pixels to its size."""
        longer, shorter = max(width, height, 1), max(min(width, height), 1)
        return min(1.0, max(self.side / longer, min(self.strip_width / shorter, self.strip_length / longer)))


class Encoding(NamedTuple):
    """How a service takes a page: a file of at most `bytes` bytes, its sides of at most `side` pixels.

    A file of one of the media types `as_is` that keeps to this goes as it stands. Any other page becomes a JPEG of
    `quality` (1 to 100; lowered until it fits), scaled down to a longer side of `drawn` pixels.
    """

    bytes: int
    side: int
    as_is: tuple[str, ...]
    quality: int = 92
    drawn: int = 3000

    def drawing(self, limits: Limits) -> Limits:
        """The limits of a page that is drawn for the service, in proportion to those of one that stays here."""
        factor = min(self.drawn, self.side) / limits.side
        return limits._replace(
            side=round(limits.side * factor),
            strip_width=round(limits.strip_width * factor),
            strip_length=min(self.side, round(limits.strip_length * factor)),
            dots_per_inch=round(limits.dots_per_inch * factor),
        )

"""How much a file may ask for, and what a service takes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Limits:
    """Bounds of what is decoded; a file beyond one of the first three is refused, a page beyond the others scaled down.

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

    def scale(self, width: float, height: float) -> float:
        """The factor, at most 1, that brings a page of that many pixels to its size."""
        longer, shorter = max(width, height, 1), max(min(width, height), 1)
        return min(1.0, max(self.side / longer, min(self.strip_width / shorter, self.strip_length / longer)))


@dataclass(frozen=True)
class Encoding:
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
        return replace(
            limits,
            side=round(limits.side * factor),
            strip_width=round(limits.strip_width * factor),
            strip_length=min(self.side, round(limits.strip_length * factor)),
            dots_per_inch=round(limits.dots_per_inch * factor),
        )

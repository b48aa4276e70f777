"""How much a file may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of what is decoded; a file beyond one of the first three is refused, a page beyond the others scaled down.

    `pixels` are those of one page: the size at which Pillow itself speaks of a decompression bomb. `side` is that of a
    page's longer side, in pixels: more does not help recognition and costs time. A long strip, such as a shop receipt,
    would become too narrow to read: it keeps a shorter side of `strip_width`, up to a longer one of `strip_length`.
    """

    pixels: int = 180_000_000
    pages: int = 500
    text_bytes: int = 10_000_000
    side: int = 2000
    strip_width: int = 800
    strip_length: int = 6000

    def scale(self, width: float, height: float) -> float:
        """The factor, at most 1, that brings a page of that many pixels to its size."""
        longer, shorter = max(width, height, 1), max(min(width, height), 1)
        return min(1.0, max(self.side / longer, min(self.strip_width / shorter, self.strip_length / longer)))

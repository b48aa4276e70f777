"""Limits of decoded files, and of the files that a service accepts."""

from __future__ import annotations

from typing import NamedTuple

MOST_NAME = 1000  # characters of the name of a part
MOST_CONTENT = 200_000_000  # bytes of the content of a request: the words of all pages, as JSON
_BYTES_PER_PIXEL = 3
# For JSON in ASCII: a byte of Latin-1 becomes six ("\\u00e9"), a character beyond the first 65,536 twelve. A word also
# has its box and the names of its fields.
_JSON_PER_BYTE, _JSON_PER_CHARACTER, _JSON_PER_WORD, _JSON_BESIDES = 6, 12, 200, 4096


class Limits(NamedTuple):
    """Limits of decoding. A file beyond one of the first three is refused; a page beyond the others is scaled down.

    A text layer with more than `words` words or `characters` characters on a page is not used: no readable page has
    that many, and arranging them into rows would take minutes.

    `pixels` is the number of pixels of one page; the default is the size at which Pillow itself warns of a
    decompression bomb. `side` limits a page's longer side in pixels: more does not improve recognition, and costs time.
    A long strip, such as a shop receipt, would become too narrow to read: it keeps a shorter side of `strip_width`, up
    to a longer one of `strip_length`. A PDF page is drawn with `dots_per_inch`: recognition needs letters of about 20
    to 40 pixels, which ten-point print has at 200.

    A mail or a ZIP file may hold `parts` files of `part_bytes` bytes each. Unpacked, a ZIP file may have
    `unpacked_bytes` bytes, and `ratio` times its own size. The text of a mail with attachments becomes a note of up to
    `note_characters`.
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
    parts: int = 500
    part_bytes: int = 200_000_000
    unpacked_bytes: int = 1_000_000_000
    ratio: int = 200
    mail_bytes: int = 100_000_000
    note_characters: int = 20_000

    @property
    def most_pixel_bytes(self) -> int:
        """The maximum bytes of the pixels of a page within the limits, with a pixel of rounding on each side."""
        whole, strip = (self.side + 1) ** 2, (self.strip_width + 1) * (self.strip_length + 1)
        return max(whole, strip) * _BYTES_PER_PIXEL

    @property
    def most_header_bytes(self) -> int:
        """The maximum size in bytes of the message about a page: a text, or the words of a layer, as JSON."""
        layer = self.characters * _JSON_PER_CHARACTER + self.words * _JSON_PER_WORD
        return max(self.text_bytes * _JSON_PER_BYTE, layer) + _JSON_BESIDES

    @property
    def most_contents_bytes(self) -> int:
        """The maximum size in bytes of the message about the parts of a file, as JSON."""
        return (self.parts * MOST_NAME + self.note_characters) * _JSON_PER_CHARACTER + _JSON_BESIDES

    def scale(self, width: float, height: float) -> float:
        """The factor, at most 1, that scales a page of that many pixels to its size."""
        longer, shorter = max(width, height, 1), max(min(width, height), 1)
        return min(1.0, max(self.side / longer, min(self.strip_width / shorter, self.strip_length / longer)))


class PictureSize(NamedTuple):
    """The largest picture of a page that is made for people: `width` and `height` in pixels, and its size in bytes."""

    width: int = 1000
    height: int = 4000
    bytes: int = 8_000_000

    def drawing(self, limits: Limits) -> Limits:
        """The limits of a page that is drawn for this: one of usual proportions is a little larger than the picture."""
        return limits._replace(side=self.width * 3 // 2, strip_width=self.width, strip_length=self.height)


class Encoding(NamedTuple):
    """How a service accepts a page: a file of at most `bytes` bytes, with sides of at most `side` pixels.

    A file of one of the media types `as_is` within these limits is sent unchanged. Any other page becomes a JPEG of
    `quality` (1 to 100; lowered until it fits), scaled down to a longer side of `drawn` pixels.
    """

    bytes: int
    side: int
    as_is: tuple[str, ...]
    quality: int = 92
    drawn: int = 3000

    def drawing(self, limits: Limits) -> Limits:
        """The limits of a page that is drawn for the service, in proportion to those for local recognition."""
        factor = min(self.drawn, self.side) / limits.side
        return limits._replace(
            side=round(limits.side * factor),
            strip_width=round(limits.strip_width * factor),
            strip_length=min(self.side, round(limits.strip_length * factor)),
            dots_per_inch=round(limits.dots_per_inch * factor),
        )

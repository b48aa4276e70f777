"""Pictures that contain their own text, so that "reading" a page takes no time and always gives the same.

A PNG contains it in a text chunk with the keyword `alfrd-text`, a JPEG in a comment that begins with `alfrd-text` and a
line break. Only the headers of a picture are parsed, and no imaging library opens it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from alfrd_luigi.decoding.formats import HEAD_BYTES, JPEG, PDF, PNG, TIFF, media_type_of

KEY = b"alfrd-text"
_WIDTH, _HEIGHT = 400, 300
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Each row of the picture begins with the number of a filter. 255 is white.
_WHITE = zlib.compress((b"\0" + b"\xff" * _WIDTH) * _HEIGHT)
# JPEG frame headers, baseline to arithmetic. The excluded numbers between them are other markers.
_FRAMES = set(range(0xFFC0, 0xFFD0)) - {0xFFC4, 0xFFC8, 0xFFCC}
_COMMENT, _SCAN = 0xFFFE, 0xFFDA


@dataclass(frozen=True)
class Head:
    """The description in a picture's header. The size is 0 by 0 for files with pages."""

    media_type: str
    width: int = 0
    height: int = 0
    text: str | None = None


def picture_of(text: str) -> bytes:
    """A small white PNG with the text in a chunk that only the stand-in reads."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    # Not compressed, without a language, without a translation.
    said = KEY + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    chunks = ((b"IHDR", header), (b"iTXt", said), (b"IDAT", _WHITE), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def head_of(data: bytes) -> Head | None:
    """The header of a picture of a kind that Textract accepts, None for another. Raises ValueError for a broken one."""
    media_type = media_type_of(data[:HEAD_BYTES])
    try:
        if media_type == PNG:
            return _png(data)
        if media_type == JPEG:
            return _jpeg(data)
    except struct.error:
        raise ValueError("the file ends too early") from None
    return Head(media_type) if media_type in (PDF, TIFF) else None


def _png(data: bytes) -> Head:
    width, height = struct.unpack_from(">II", data, 16)
    return Head(PNG, width, height, next(_texts(data), None))


def _texts(data: bytes) -> Iterator[str]:
    place = len(_SIGNATURE)
    while place + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        if kind in (b"iTXt", b"tEXt") and data.startswith(KEY + b"\0", place + 8):
            content = data[place + 8 : place + 8 + size].removeprefix(KEY + b"\0")
            # In an iTXt chunk, two flags, a language and a translated keyword precede the text.
            yield content[2:].split(b"\0", 2)[2].decode() if kind == b"iTXt" else content.decode("latin-1")
        place += size + 12


def _jpeg(data: bytes) -> Head:
    place, text = 2, None
    while place < len(data):
        marker, size = struct.unpack_from(">HH", data, place)
        content = data[place + 4 : place + 2 + size]
        if marker == _COMMENT and content.startswith(KEY + b"\n"):
            text = content.removeprefix(KEY + b"\n").decode("utf-8", "replace")
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, 1)
            return Head(JPEG, width, height, text)
        elif marker == _SCAN:
            break
        place += size + 2
    raise ValueError("the picture has no frame")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

"""Pictures that carry their own text, so that a page can be "read" in no time and always alike.

A PNG carries it in a text chunk of the keyword `alfrd-text`, a JPEG in a comment that begins with `alfrd-text` and a
line break. Only the headers of a picture are looked at, and no imaging library opens it.
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
# Each row of the picture is preceded by the number of a filter; 255 is white.
_WHITE = zlib.compress((b"\0" + b"\xff" * _WIDTH) * _HEIGHT)
# Frame headers of JPEG, baseline to arithmetic; what is between them in number is something else.
_FRAMES = set(range(0xFFC0, 0xFFD0)) - {0xFFC4, 0xFFC8, 0xFFCC}
_COMMENT, _SCAN = 0xFFFE, 0xFFDA


@dataclass(frozen=True)
class Head:
    """What a picture says of itself; the size is 0 by 0 for files that have pages."""

    media_type: str
    width: int = 0
    height: int = 0
    text: str | None = None


def picture_of(text: str) -> bytes:
    """A small white PNG that says, where only the stand-in looks, what it shows."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    # Neither compressed, nor in a language, nor translated.
    said = KEY + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
    chunks = ((b"IHDR", header), (b"iTXt", said), (b"IDAT", _WHITE), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def head_of(data: bytes) -> Head | None:
    """The head of a picture of a kind that Textract takes, None for another; raises ValueError for a broken one."""
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
            # In an iTXt two flags, a language and a translated keyword go before the text.
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

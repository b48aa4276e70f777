"""Pictures that are truncated, damaged, much larger than they appear, or also another format."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, PngImagePlugin

from support.corpus.cases import Case, flipped, squeezed

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_SIZE = (60, 40)


def cases() -> Iterator[Case]:
    """All cases."""
    yield from _spoiled()
    yield from _too_large()
    yield from _odd()
    yield from _tiffs()


def picture(image_format: str, shade: int = 0, **options: Any) -> bytes:
    """A small picture, different for each shade."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(_SIZE).point(lambda value: (value + shade) % 256).save(
        buffer, image_format, **options
    )
    return buffer.getvalue()


def _spoiled() -> Iterator[Case]:
    for number, (name, image_format) in enumerate((("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF"), ("webp", "WEBP"))):
        whole = picture(image_format, shade=10 + number)
        yield Case.of_bytes(f"cut.{name}", "rejected", whole[: len(whole) // 2], "damaged")
        yield Case.of_bytes(f"head-alone.{name}", "rejected", whole[:20], "")
        for seed in (1, 2):
            yield Case.of_bytes(f"flipped-{seed}.{name}", "either", flipped(whole, seed))
    yield Case.of_bytes("wrong-checksum.png", "rejected", picture("PNG", 20).replace(b"IDAT", b"IDAX", 1))


def _too_large() -> Iterator[Case]:
    yield Case.of_bytes("claims-much.png", "rejected", png(60_000, 60_000, b""), "megapixels a page is the limit")
    yield Case.of_bytes("bomb.png", "rejected", lambda: png(12_000, 12_000, bytes(36_001), 12_000), "memory")
    large = picture("JPEG", 30)
    start = large.index(b"\xff\xc0") + 5
    claims = large[:start] + struct.pack(">HH", 65_500, 65_500) + large[start + 4 :]
    yield Case.of_bytes("claims-much.jpg", "rejected", claims, "megapixels")
    yield Case.of_bytes("text-bomb.png", "rejected", _with_text_bomb, "damaged")
    huge = b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff" * 6
    yield Case.of_bytes("claims-much.webp", "rejected", huge)


def _odd() -> Iterator[Case]:
    yield Case.of_bytes("zip-behind.jpg", "accepted", picture("JPEG", 40) + b"PK\x03\x04" + bytes(200))
    yield Case.of_bytes("program-behind.png", "accepted", picture("PNG", 41) + b"<?php system($_GET['c']); ?>")
    yield Case.of_bytes("is-a-gif.png", "rejected", b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)", "damaged")
    yield Case.of_bytes("is-a-png.pdf", "accepted", picture("PNG", 42) + b"\n%PDF-1.4\n")
    yield Case.of_bytes("is-a-zip.jpg", "rejected", b"PK\x03\x04" + bytes(100), "damaged")
    yield Case.of_bytes("drawing.svg", "rejected", b"<svg onload='alert(1)'/>", "an SVG drawing")
    yield Case.of_bytes("photo.heic", "rejected", b"\0\0\0\x18ftypheic" + bytes(40), "damaged")
    yield Case.of_bytes("empty.jpg", "rejected", b"", "is empty")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "\x1b]0;title\x07" * 50
    yield Case.of_bytes("odd-exif.jpg", "accepted", picture("JPEG", 43, exif=exif))
    yield Case.of_bytes("nothing-in-it.png", "rejected", png(0, 0, b""))


def _tiffs() -> Iterator[Case]:
    yield Case.of_bytes("pages-500.tif", "rejected", _tiff(500), "has 500 pages")
    yield Case.of_bytes("pages-3.tif", "accepted", _tiff(3))
    yield Case.of_bytes("loop.tif", "either", _tiff(2, back_to_first=True))
    claims = _tiff(1).replace(struct.pack("<HHII", 0x101, 4, 1, 8), struct.pack("<HHII", 0x101, 4, 1, 2**30), 1)
    yield Case.of_bytes("claims-much.tif", "rejected", claims, "megapixels")
    yield Case.of_bytes("beyond-its-end.tif", "rejected", b"II*\0" + struct.pack("<I", 2**31))


def png(width: int, height: int, row: bytes, rows: int = 1) -> bytes:
    """A PNG of RGB pixels that declares this size and contains `rows` rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_HEAD + _chunk(b"IHDR", head) + _chunk(b"IDAT", squeezed(row, rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with_text_bomb() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 3_000_000, zip=True)
    return picture("PNG", 44, pnginfo=info)


def _tiff(pages: int, *, back_to_first: bool = False) -> bytes:
    """Pages of 8 by 8 grey pixels, each with its own shade. With `back_to_first`, the last one links to the first."""
    entries, size = 8, 2 + 8 * 12 + 4
    first = 8 + 64 * pages
    document = b"II*\0" + struct.pack("<I", first)
    document += b"".join(bytes([page % 251]) * 64 for page in range(pages))
    for page in range(pages):
        following = first + (page + 1) * size if page + 1 < pages else first if back_to_first else 0
        fields = ((0x100, 8), (0x101, 8), (0x102, 8), (0x103, 1), (0x106, 1), (0x111, 8 + 64 * page), (0x116, 8))
        document += struct.pack("<H", entries)
        document += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in (*fields, (0x117, 64)))
        document += struct.pack("<I", following)
    return document

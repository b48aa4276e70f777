"""The size of a WebP picture, from its first bytes. See RFC 9649."""

from __future__ import annotations

import struct

HEAD_BYTES = 30
# A container with one lossy picture: no animation, no profile, no transparency.
_HEAD = struct.Struct("<4s4x4s4s7x3sHH")
_SIZE = 0x3FFF  # the other bits say how to scale it


def size(head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None if it is no plain lossy picture. Only `HEAD_BYTES` are looked at."""
    if len(head) < HEAD_BYTES:
        return None
    form, kind, chunk, start, width, height = _HEAD.unpack_from(head)
    if (form, kind, chunk, start) != (b"RIFF", b"WEBP", b"VP8 ", b"\x9d\x01\x2a"):
        return None
    return width & _SIZE, height & _SIZE

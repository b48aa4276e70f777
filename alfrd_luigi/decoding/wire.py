"""The protocol between parent and child: messages of a JSON header and raw bytes, each preceded by its length.

Only JSON and bytes: an exploited decoder must not be able to execute anything in the parent.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
Header = dict[str, Any]
Message = tuple[Header, bytes]


def send(stream: BinaryIO, header: Header, body: bytes = b"") -> None:
    """Write one message."""
    encoded = json.dumps(header).encode("ascii")
    stream.write(_LENGTHS.pack(len(encoded), len(body)) + encoded)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO, most_header: int, most_body: int) -> Message:
    """Read one message of limited size.

    Raises EOFError when the other side has ended, also inside a message. Raises ValueError for an invalid message, or
    one that exceeds the limits; such a message is not read.
    """
    header_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if header_length > most_header or body_length > most_body:
        raise ValueError("a message beyond its bounds")
    header = _header(_exactly(stream, header_length))
    return header, _exactly(stream, body_length)


def _header(encoded: bytes) -> Header:
    try:
        header = json.loads(encoded)
    except RecursionError as error:
        raise ValueError("a header that is nested too deeply") from error
    if isinstance(header, dict):
        return header
    raise ValueError("a header that is no object")


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content

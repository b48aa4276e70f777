"""How parent and child talk: messages of a JSON header and raw bytes, each preceded by its length.

Only JSON and bytes: what a decoder was tricked into saying must not be able to do anything in the parent.
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
    """Read one message of at most so many bytes.

    Raises EOFError when the other side is gone, in the middle of a message too, and ValueError for what is no message
    or exceeds the bounds; of that, nothing is read.
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

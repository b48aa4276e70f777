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


def receive(stream: BinaryIO) -> Message:
    """Read one message; raises EOFError when the other side is gone, in the middle of a message too."""
    header_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    header = json.loads(_exactly(stream, header_length))
    return header, _exactly(stream, body_length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content

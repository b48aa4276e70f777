"""What a case of the corpus is, and how the plain ones are made."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# "either": odd enough that versions of the libraries may differ; what must not happen is anything else.
Expected = Literal["accepted", "rejected", "waiting", "either"]


@dataclass(frozen=True)
class Case:
    """An entry of the inbox; `make` makes it at the path it is given. `reason` is a part of why it is rejected."""

    name: str
    expected: Expected
    make: Callable[[Path], None]
    reason: str = ""

    @classmethod
    def of_bytes(
        cls, name: str | bytes, expected: Expected, content: bytes | Callable[[], bytes], reason: str = ""
    ) -> Case:
        """A loose file; what takes long to make is made only when it is needed."""
        return cls(os.fsdecode(name), expected, lambda path: _written(path, content), reason)


def flipped(content: bytes, seed: int, flips: int = 12) -> bytes:
    """The content with some bits the other way round, behind the first 16 bytes: it is still seen what it is to be."""
    chance, spoiled = random.Random(seed), bytearray(content)
    for _ in range(flips):
        spoiled[chance.randrange(16, len(spoiled))] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def squeezed(piece: bytes, times: int) -> bytes:
    """A piece over and over, compressed, without ever having all of it in memory."""
    compressor = zlib.compressobj(9)
    parts = [compressor.compress(piece) for _ in range(times)]
    return b"".join([*parts, compressor.flush()])


def _written(path: Path, content: bytes | Callable[[], bytes]) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content())

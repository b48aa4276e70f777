"""A case of the corpus, and functions that create simple ones."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# "either": versions of the libraries may accept or reject it. Any other outcome is an error.
Expected = Literal["accepted", "rejected", "waiting", "either"]


@dataclass(frozen=True)
class Case:
    """An entry of the inbox. `make` creates it at a path. `reason` is a part of the reason for its rejection."""

    name: str
    expected: Expected
    make: Callable[[Path], None]
    reason: str = ""

    @classmethod
    def of_bytes(
        cls, name: str | bytes, expected: Expected, content: bytes | Callable[[], bytes], reason: str = ""
    ) -> Case:
        """A loose file. Content that takes long to create is created only when needed."""
        return cls(os.fsdecode(name), expected, lambda path: _written(path, content), reason)


def flipped(content: bytes, seed: int, flips: int = 12) -> bytes:
    """The content with some bits flipped after the first 16 bytes, so that its format is still recognised."""
    chance, spoiled = random.Random(seed), bytearray(content)
    for _ in range(flips):
        spoiled[chance.randrange(16, len(spoiled))] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def squeezed(piece: bytes, times: int) -> bytes:
    """A piece, repeated and compressed, without holding all of it in memory."""
    compressor = zlib.compressobj(9)
    parts = [compressor.compress(piece) for _ in range(times)]
    return b"".join([*parts, compressor.flush()])


def _written(path: Path, content: bytes | Callable[[], bytes]) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content())

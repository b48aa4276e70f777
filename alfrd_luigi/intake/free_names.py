"""Unused names in a folder, so that nothing is ever overwritten."""

from __future__ import annotations

import itertools
import os
from pathlib import Path, PurePath

NAME_MAX = 255  # bytes of a file name on common file systems
SUFFIX_MAX = 20  # bytes; a longer one is not an extension


def free_path(folder: Path, name: str, beside: str = "") -> Path:
    """The first of NAME, NAME-2, NAME-3 … that is free in `folder`, also with `beside` appended.

    The number is before the extension. A name that is too long loses the end of its stem.
    """
    candidates = (_numbered(name, number, len(beside)) for number in itertools.count(1))
    return next(
        folder / candidate
        for candidate in candidates
        if not os.path.lexists(folder / candidate) and not os.path.lexists(folder / (candidate + beside))
    )


def _numbered(name: str, number: int, reserved: int) -> str:
    suffix = PurePath(name).suffix
    suffix = suffix if len(os.fsencode(suffix)) <= SUFFIX_MAX else ""
    stem = name.removesuffix(suffix)
    tail = suffix if number == 1 else f"-{number}{suffix}"
    while len(os.fsencode(stem + tail)) + reserved > NAME_MAX:
        stem = stem[:-1]
    return stem + tail

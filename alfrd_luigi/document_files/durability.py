"""Folders and files that only their owner can read and that survive a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def sync(path: Path) -> None:
    """Wait until the content of a file, or the list of names in a folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def close_to_others(path: Path) -> None:
    """Remove other users' access to a file or folder. A link, and another user's file, is left unchanged."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            os.fchmod(descriptor, PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)
        finally:
            os.close(descriptor)


def make_private(folder: Path) -> None:
    """Create a folder and its missing parents with mode 0700, durably. An existing folder is left unchanged."""
    if folder.is_dir():
        return
    make_private(folder.parent)
    folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
    sync(folder.parent)


@contextmanager
def whole_file(path: Path, *, replaces: bool) -> Iterator[IO[bytes]]:
    """A private file to write, which gets its name when the block ends: no reader meets a part of it.

    Raises FileExistsError if there is a file of that name and this one does not replace it, and OSError.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:50]}.", delete=False) as made:
        new = Path(made.name)
        try:
            yield made.file
            made.flush()
            os.fsync(made.fileno())
            if replaces:
                new.replace(path)
            else:
                os.link(new, path)
        finally:
            new.unlink(missing_ok=True)
    sync(path.parent)

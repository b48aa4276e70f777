"""File locks of the operating system. A lock is released when the last process that has its descriptor open ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alfrd_luigi.errors import DatabaseAwayError

_SECONDS_BETWEEN_TRIES = 0.01
_WIDTH = 10  # characters of a process id in the file


def opened(path: Path) -> int:
    """A descriptor of the file, without a lock. A missing file is created, with access for its owner only.

    A file that root creates belongs to the owner of the folder, who may use the archive as well.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


def take(descriptor: int, kind: int) -> bool:
    """Take the lock, `fcntl.LOCK_EX` or `fcntl.LOCK_SH`, without waiting. Returns whether it was free."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sign(descriptor: int) -> None:
    """Write the process id to the file. Only people read it, so a full disk is ignored."""
    with suppress(OSError):
        os.pwrite(descriptor, f"{os.getpid():<{_WIDTH}}\n".encode(), 0)


def is_taken(path: Path) -> bool:
    """Whether a process holds the file's lock exclusively."""
    descriptor = opened(path)
    try:
        return not take(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


@contextmanager
def held(path: Path, seconds: float) -> Iterator[int]:
    """Hold the file's lock inside the block, which gets the descriptor. The file contains the process id of the holder.

    Raises DatabaseAwayError if other processes hold the lock for `seconds`.
    """
    descriptor = opened(path)
    try:
        _wait(descriptor, path, seconds)
        sign(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not take(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            holder = os.pread(descriptor, _WIDTH, 0).decode("ascii", "replace").strip()
            raise DatabaseAwayError(
                f"process {holder} has been starting or stopping the embedded PostgreSQL for {seconds:.0f} seconds",
                f"End that process if it hangs; it holds {path}",
            )
        time.sleep(_SECONDS_BETWEEN_TRIES)

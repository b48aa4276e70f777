"""File locks of the operating system. A lock is released when the last process that has its descriptor open ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

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


def signature(descriptor: int) -> str:
    """What is in the file: the id of the last process that signed it."""
    return os.pread(descriptor, _WIDTH, 0).decode("ascii", "replace").strip()


def is_taken(path: Path) -> bool:
    """Whether a process holds the file's lock exclusively."""
    descriptor = opened(path)
    try:
        return not take(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)

"""A hidden folder of the inbox in which a process prepares what it adds.

It has a lock of the operating system, which ends with the process. A scan removes the folders of dead processes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from alfrd_luigi import lock_files
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER
from alfrd_luigi.intake.inbox import remove

_PREFIX = ".adding-"
_LOCK = ".lock"
_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
ABANDONED_AFTER = 24 * 3600.0  # seconds; nothing is added for this long


@contextmanager
def workspace(inbox: Path) -> Iterator[Path]:
    """A new folder, which is removed at the end."""
    folder, lock = _made(inbox)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(inbox: Path) -> None:
    """Remove what belongs to no living process; where a folder cannot have a lock, what is older than a day."""
    for path in inbox.glob(f"{_PREFIX}*"):
        try:
            with _free(path) as is_free:
                if is_free:
                    remove(path)
        except OSError:
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime > ABANDONED_AFTER:
                    remove(path)


def _made(inbox: Path) -> tuple[Path, int]:
    """A folder, and its lock. A scan may remove it before it is locked: then there is another one."""
    while True:
        folder = inbox / f"{_PREFIX}{uuid4().hex}"
        folder.mkdir(PRIVATE_FOLDER)
        with suppress(FileNotFoundError):
            lock = os.open(folder / _LOCK, _OPEN, PRIVATE_FILE)
            with suppress(OSError):  # a file system without locks
                fcntl.flock(lock, fcntl.LOCK_EX)
            if (folder / _LOCK).exists():
                return folder, lock
            os.close(lock)


@contextmanager
def _free(path: Path) -> Iterator[bool]:
    """Whether no process has the folder, which none gets inside the block. Raises OSError if it has no lock."""
    inside = os.open(path, os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        lock = os.open(_LOCK, _OPEN, PRIVATE_FILE, dir_fd=inside)
        try:
            yield lock_files.take(lock, fcntl.LOCK_EX)
        finally:
            os.close(lock)
    finally:
        os.close(inside)

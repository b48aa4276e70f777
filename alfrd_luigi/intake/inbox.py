"""The inbox folder: its lock, the removal of stored entries, and cleaning up after killed processes."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from alfrd_luigi import lock_files
from alfrd_luigi.document_files.durability import PRIVATE_FILE, make_private
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.intake import rejections
from alfrd_luigi.intake.entries import Entry, observe, transfer_age, visible
from alfrd_luigi.intake.free_names import free_path
from alfrd_luigi.intake.rejections import RejectedFolder
from alfrd_luigi.names import printable
from alfrd_luigi.triggers import Point, reached

LOCK_NAME = ".lock"
CLEARED = ".cleared-"
# An invalid file waits this many times `settle_seconds`: a scanner pauses between two pages, a network for longer.
PATIENCE = 6


@contextmanager
def usable(inbox: Path) -> Iterator[None]:
    """Create the inbox and `rejected/` if they are missing. Errors with them in the block become a SettingsError."""
    try:
        make_private(inbox)
        rejections.make_folder(inbox)
        yield
    except OSError as error:
        problem = f"the inbox {printable(inbox)} cannot be used: {error.strerror}"
        raise SettingsError(problem, "Check inbox_dir, its permissions and the space on its disk") from error


@contextmanager
def locked(inbox: Path) -> Iterator[BinaryIO | None]:
    """Hold the inbox's lock, or yield None at once if another scan holds it. The lock ends with its process.

    The holder may keep notes in the lock file.
    """
    descriptor = os.open(inbox / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, PRIVATE_FILE)
    with os.fdopen(descriptor, "r+b") as file:
        yield file if lock_files.take(descriptor, fcntl.LOCK_EX) else None


@dataclass(frozen=True)
class Inbox:
    """See EntryFolder, and `scan` for the seconds."""

    folder: Path
    rejected: RejectedFolder
    settle_seconds: float
    incomplete_after: float

    def paths(self) -> list[Path]:
        """See EntryFolder."""
        return visible(self.folder)

    def observe(self, path: Path) -> Entry:
        """See EntryFolder."""
        return observe(path)

    def is_arriving(self, entry: Entry) -> bool:
        """See EntryFolder."""
        now = time.time()
        age = entry.age(now)
        if entry.is_folder:
            return not entry.has_manifest and age < self.incomplete_after
        return age < self.settle_seconds or transfer_age(entry.path, now) < self.incomplete_after

    def may_arrive(self, entry: Entry) -> bool:
        """See EntryFolder."""
        return entry.age(time.time()) < self.incomplete_after

    def may_grow(self, entry: Entry) -> bool:
        """See EntryFolder. A folder is complete: its meta.json, which is written last, exists."""
        return not entry.is_folder and observe(entry.path).age(time.time()) < PATIENCE * self.settle_seconds

    def clear(self, entry: Entry) -> bool:
        """See EntryFolder."""
        return clear(entry)

    def rejecting(self, entry: Entry, explanation: str) -> AbstractContextManager[None]:
        """See EntryFolder."""
        return self.rejected.rejecting(entry, explanation)


def clear(entry: Entry) -> bool:
    """Remove a stored entry from the inbox. If it changed since it was read, it stays, and the result is False."""
    aside = entry.path.with_name(f"{CLEARED}{uuid4().hex}")
    entry.path.rename(aside)  # at once: a partly removed folder would look like an invalid one
    if observe(aside).files != entry.files:
        aside.rename(free_path(entry.path.parent, entry.name))
        return False
    reached(Point.ENTRY_SET_ASIDE)
    remove(aside)
    reached(Point.ENTRY_CLEARED)
    return True


def sweep(inbox: Path) -> None:
    """Finish the work of killed scans: remove cleared entries."""
    for path in inbox.glob(f"{CLEARED}*"):
        remove(path)


def remove(path: Path) -> None:
    """Best effort: what cannot be removed is hidden, and every scan tries again."""
    if path.is_dir() and not path.is_symlink():
        with suppress(RecursionError):  # nested too deeply, probably on purpose
            shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()

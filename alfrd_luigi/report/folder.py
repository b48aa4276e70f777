"""The folder of a report: private files, each replaced by one rename, so that no reader meets half a page."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alfrd_luigi import lock_files
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER, make_private, sync
from alfrd_luigi.errors import AlfrdError, BusyError, SettingsError, machine_error
from alfrd_luigi.interrupts import check_going_on
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused
from alfrd_luigi.report.state import MARKER
from alfrd_luigi.triggers import Point, reached

_LOCK = ".lock"
# The file that is being written. The lock has one holder, so one name is enough, and an interruption leaves one file.
_NEW = ".new"
_OURS = {_LOCK, _NEW}
_SETTINGS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ELOOP, errno.EISDIR}
_POLL_SECONDS = 0.1


class ReportFolder:
    """A folder that holds a report and nothing else. Links in it are replaced, never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: set[Path] = set()

    @contextmanager
    def locked(self, seconds: float | None = None) -> Iterator[None]:
        """Create the folder, and keep other processes from writing in it; waits for one that does, at most `seconds`.

        Raises SettingsError for a folder that cannot be written, or that holds something else, MachineError for a full
        disk and the like, BusyError after the wait, and StoppingError.
        """
        try:
            make_private(self.root)
            self._check()
            with os.fdopen(os.open(self.root / _LOCK, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE)) as lock:
                self._wait(lock.fileno(), seconds)
                self.root.chmod(PRIVATE_FOLDER)
                yield
        except OSError as error:
            raise _trouble(error) from error

    def _check(self) -> None:
        names = {entry.name for entry in os.scandir(self.root)} - _OURS
        if names and MARKER not in names:
            raise SettingsError(
                f"the folder {printable(self.root)} holds no report but other files", "Name an empty one"
            )

    def _wait(self, lock: int, seconds: float | None) -> None:
        started = time.monotonic()
        while not lock_files.take(lock, fcntl.LOCK_EX):
            check_going_on()
            if seconds is not None and time.monotonic() - started >= seconds:
                raise BusyError("another process is writing the report", "The next run writes what changed since")
            time.sleep(_POLL_SECONDS)

    def write(self, file: str, content: str | bytes, *, durably: bool = False) -> None:
        """Write a file, whose folder is made if it is missing. It replaces the one of this name.

        A file that has this content already is left alone, so that a backup takes only what changed. A file that is
        written `durably` survives a power cut.
        """
        data = content.encode() if isinstance(content, str) else content
        path, new = self.root / file, self.root / _NEW
        self._make(path.parent)
        if _has(path, data):
            return
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as made:
            os.fchmod(descriptor, PRIVATE_FILE)
            made.write(data)
            if durably:
                made.flush()
                os.fsync(descriptor)
        reached(Point.REPORT_FILE_READY)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        new.replace(path)
        if durably:
            sync(path.parent)

    def _make(self, folder: Path) -> None:
        """Make a folder of the report and those above it. What is there and is no folder is removed, also a link."""
        if folder == self.root or folder in self._known:
            return
        self._make(folder.parent)
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            folder.unlink()
        with suppress(FileExistsError):
            folder.mkdir(PRIVATE_FOLDER)
        folder.chmod(PRIVATE_FOLDER)
        self._known.add(folder)

    def remove(self, file: str) -> None:
        """Remove a file or a folder of the report, and the folder in which it was if nothing else is there."""
        path = self.root / file
        above = [self.root / folder for folder in reversed(Path(file).parents)]
        if link := next((folder for folder in above if folder != self.root and folder.is_symlink()), None):
            link.unlink()
            return
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        self._drop(path.parent)

    def _drop(self, folder: Path) -> None:
        """Remove a folder, unless something is in it."""
        with suppress(OSError):
            folder.rmdir()
            self._known.discard(folder)

    def keep(self, folder: str, is_kept: Callable[[str], bool]) -> None:
        """Remove from a folder of the report everything that is not kept: what another report or an interruption left.

        `is_kept` gets the path of a file, or of a folder, in the report. A folder that is kept is not looked into.
        """
        path = self.root / folder
        if path.is_symlink():
            path.unlink()
        elif path.is_dir():
            self._sweep(path, folder, is_kept)

    def _sweep(self, path: Path, folder: str, is_kept: Callable[[str], bool]) -> None:
        with os.scandir(path) as found:
            for entry in found:
                name = f"{folder}/{entry.name}"
                if is_kept(name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    self._sweep(Path(entry.path), name, is_kept)
                else:
                    Path(entry.path).unlink()
        self._drop(path)


def _trouble(error: OSError) -> AlfrdError:
    if error.errno in _SETTINGS:
        return refused(error, "write", "Name another folder, or correct its permissions")
    return machine_error(error)


def _has(path: Path, data: bytes) -> bool:
    """Whether a file has this content already."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False

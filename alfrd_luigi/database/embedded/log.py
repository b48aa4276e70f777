"""The server's log, `data_dir/postgres/log`: limited in size, and without the lines of uneventful runs."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

_LARGEST_BYTES, _OLD_FILES = 5_000_000, 3
_TAIL_BYTES = 65_536
_LEAST_BYTES = 65_536  # with less space, no server starts
_FATAL = re.compile(r"(?:FATAL|PANIC): .*")
_START = b"LOG:  starting PostgreSQL"
# The shutdown terminates clients that are still connected: those of processes that are ending.
_ROUTINE = re.compile(
    rb"FATAL:  terminating connection due to administrator command"
    rb"|LOG:  (starting PostgreSQL|listening on|database system (was shut down at|is ready|is shut down)"
    rb"|received fast shutdown request|aborting any active transactions|shutting down"
    rb'|background worker "logical replication launcher" )'
)


class Log:
    """The file to which a server appends its messages."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "log"

    def open(self) -> int:
        """A descriptor to append to. A file above 5 MB is renamed to `log.1` first; `log.3` is the oldest one kept."""
        if self.size > _LARGEST_BYTES:
            for number in range(_OLD_FILES - 1, 0, -1):
                if self._old(number).exists():
                    self._old(number).replace(self._old(number + 1))
            self._path.replace(self._old(1))
        return os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self._path.stat().st_size if self._path.exists() else 0

    def reason(self, start: int) -> str:
        """Why the server ended: the last fatal message, or else the last line, after byte `start`."""
        written = self._read(start).decode("utf-8", "replace")
        fatal = _FATAL.findall(written)
        return (fatal or written.splitlines() or [self._silence()])[-1]

    def _silence(self) -> str:
        """Why nothing is here: on a full disk, the server cannot write that either."""
        is_full = shutil.disk_usage(self._path).free < _LEAST_BYTES
        return "the disk is full, also for its log" if is_full else "it wrote nothing"

    def drop_uneventful_run(self) -> None:
        """Remove the lines of the server's last run, which has ended, if it only started and stopped.

        No log level does this: `log_min_messages = fatal` would also hide PostgreSQL's warnings and errors.
        """
        start = max(0, self.size - _TAIL_BYTES)
        tail = self._read(start)
        begin = tail.rfind(b"\n", 0, max(0, tail.rfind(_START))) + 1
        run = tail[begin:].splitlines()
        if run and _START in run[0] and all(map(_ROUTINE.search, run)):
            os.truncate(self._path, start + begin)

    def _read(self, start: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read()

    def _old(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")

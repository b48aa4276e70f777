"""The operating system refuses one operation on a file: the n-th that Python makes below a folder, with an errno.

Python tells its audit hooks of an operation before it makes it (PEP 578), and an exception of a hook takes the place of
the operation. So the refusal meets the program where the system's own would, in any library written in Python.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from pathlib import Path

VARIABLE = "BENCHMARK_REFUSAL"
# The events of PEP 578's table that are operations on files, each with a path as its first argument.
_EVENTS = frozenset(
    {"open", "os.chmod", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "os.truncate"}
)


class Refusal:
    """Counts the operations below the folder, and refuses the one with this number, from 1; 0 refuses none."""

    def __init__(self, folder: str, number: int, error: int) -> None:
        self._folder, self._number, self._error = folder, number, error
        self._lock = threading.Lock()
        self.count = 0

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Refuse the operation, if it is the one."""
        if event not in _EVENTS or not self._is_below(arguments[0]):
            return
        with self._lock:
            self.count += 1
            is_the_one = self.count == self._number
        if is_the_one:
            raise OSError(self._error, os.strerror(self._error), arguments[0])

    def tell(self) -> None:
        """Write the number of operations to the file FOLDER.operations."""
        Path(f"{self._folder}.operations").write_text(str(self.count), encoding="ascii")

    def _is_below(self, path: object) -> bool:
        # Not what merely begins with its name: FOLDER.operations stands beside it, and is never refused.
        return isinstance(path, str | bytes | os.PathLike) and Path(os.fsdecode(path)).is_relative_to(self._folder)


def armed(text: str) -> Refusal | None:
    """Arm the refusal `ERRNO@NUMBER:FOLDER`, for example `EIO@17:/data/inbox`. An empty text arms none."""
    if not text:
        return None
    name, _, rest = text.partition("@")
    number, _, folder = rest.partition(":")
    refusal = Refusal(folder, int(number), getattr(errno, name))
    sys.addaudithook(refusal.hear)
    return refusal

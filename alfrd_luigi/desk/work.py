"""Long work that a person starts at the desk: a process of its own, which outlives the desk.

The desk itself holds no claim and no slot.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import NamedTuple
from uuid import uuid4
from weakref import finalize

_MOST = 50
_LONGEST = 20_000  # bytes of output


class Progress(NamedTuple):
    """The state of work: `code` is None while it goes on, then the exit code of the command."""

    command: str
    code: int | None
    said: str


class Work:
    """The processes that this desk started, the newest ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: dict[str, _Process] = {}

    def start(self, *arguments: str) -> str:
        """Start an `alfrd` command. Returns the id by which its progress is known."""
        id, process = uuid4().hex, _Process(arguments)
        with self._lock:
            self._processes[id] = process
            for old in list(self._processes)[:-_MOST]:
                del self._processes[old]
        return id

    def progress(self, id: str) -> Progress | None:
        """The state of work; None if this desk did not start it."""
        with self._lock:
            process = self._processes.get(id)
        return process.progress() if process is not None else None


class _Process:
    def __init__(self, arguments: Sequence[str]) -> None:
        self._command = " ".join(("alfrd", *arguments))
        with TemporaryFile() as output:  # not a pipe, which would end the process when the desk ends
            # A session of its own, so that Ctrl-C at the desk's terminal does not reach it.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "alfrd_luigi.cli", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._output = os.dup(output.fileno())
        finalize(self, os.close, self._output)

    def progress(self) -> Progress:
        """The state of the process, and the end of what it printed."""
        code = self._process.poll()
        size = os.fstat(self._output).st_size
        said = os.pread(self._output, _LONGEST, max(0, size - _LONGEST))
        return Progress(self._command, code, said.decode(errors="replace"))

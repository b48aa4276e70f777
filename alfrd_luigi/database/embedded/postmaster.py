"""The first process of a server, as `postmaster.pid` describes it. A signal is never sent to any other process."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from alfrd_luigi.database.embedded import sockets

_FILE = "postmaster.pid"


class Postmaster(NamedTuple):
    """The content of a folder's `postmaster.pid`. The process may have died, and another may have its process id."""

    folder: Path
    pid: int
    is_of_a_copy: bool
    socket_dir: Path
    is_ready: bool

    @property
    def is_alive(self) -> bool:
        """Whether the process is a postgres of this folder."""
        process = Path("/proc", str(self.pid))
        with suppress(OSError):  # no such process, or one that has ended and was not reaped yet
            arguments = process.joinpath("cmdline").read_bytes().split(b"\0")
            return _is_postgres(process, arguments) and _works_in(self.folder, process, arguments)
        return False

    @property
    def accepts(self) -> bool:
        """Whether a process listens on its socket. In another container, the process has another id there."""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(self.socket_dir / sockets.NAME))
            return True
        return False

    def interrupt(self) -> bool:
        """Ask it to disconnect its clients and shut down (SIGINT). Returns whether there was such a process."""
        with suppress(ProcessLookupError), _sender(self.pid) as send:
            if self.is_alive:
                send(signal.SIGINT)
                return True
        return False


def read(folder: Path) -> Postmaster | None:
    """The postmaster of the folder. None if the folder names none, or if a power cut left the file empty."""
    try:
        lines = (folder / _FILE).read_text("utf-8", "surrogateescape").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    _, written_in, _, _, socket_dir, _, _, status, *_ = [*lines, *[""] * 8]
    if pid <= 0:
        return None
    return Postmaster(folder, pid, Path(written_in) != folder, Path(socket_dir), status.strip() == "ready")


def forget(folder: Path) -> None:
    """Remove the file of a server that is gone. Otherwise PostgreSQL takes any process with that id for a server."""
    (folder / _FILE).unlink(missing_ok=True)


@contextmanager
def _sender(pid: int) -> Iterator[Callable[[int], None]]:
    """A function that signals this process, and never a later one with the same id; by process id before Linux 5.3."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        raise
    except (AttributeError, OSError):
        yield partial(os.kill, pid)
        return
    try:
        yield partial(signal.pidfd_send_signal, handle)
    finally:
        os.close(handle)


def _is_postgres(process: Path, arguments: list[bytes]) -> bool:
    try:
        program = process.joinpath("exe").readlink().name.removesuffix(" (deleted)")
    except PermissionError:  # root in a container may not inspect the processes of other users
        program = Path(os.fsdecode(arguments[0])).name
    return program == "postgres"


def _works_in(folder: Path, process: Path, arguments: list[bytes]) -> bool:
    try:
        return process.joinpath("cwd").samefile(folder)
    except PermissionError:
        return os.fsencode(folder) in arguments

"""The server of one folder: processes join it, the first one starts it, and the last to leave stops it.

Each step holds one lock beside the folder, `postgres.lock`. Two file locks inside the folder show who is alive: every
process that uses the server shares `.users.lock`, and all processes of the server hold `.server.lock`, whose descriptor
they inherit. Neither depends on a process id, which another process may have by now.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from alfrd_luigi import lock_files
from alfrd_luigi.database.embedded import cluster, postmaster, programs, sockets
from alfrd_luigi.database.embedded.log import Log
from alfrd_luigi.database.embedded.postmaster import Postmaster
from alfrd_luigi.errors import DatabaseAwayError

_LOCK_SECONDS, _START_SECONDS, _STOP_SECONDS = 60, 45, 15
_LOCK_SECONDS_AT_EXIT = 10
_SECONDS_BETWEEN_LOOKS = 0.005
_SECONDS_BETWEEN_TRIES = 0.01
# On the command line, they apply to every cluster, whichever version of this program created it.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(sockets.PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    # PostgreSQL would log the text of a failing statement, and with it the text of a document.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "lc_messages": "C",
}
# The shell detaches the server: it is not a child of the process that started it, and outlives it.
_IN_THE_BACKGROUND = ["/bin/sh", "-c", '"$@" &', "sh"]


class _Begun(NamedTuple):
    """A server that was started: the length of its log before, and the place of its socket."""

    log_size: int
    socket_dir: Path


class Server:
    """The server in `folder`, from the view of one process."""

    def __init__(self, folder: Path) -> None:
        self._lock = folder.parent.resolve() / f"{folder.name}.lock"  # beside it: a rename creates a cluster
        self._folder = folder.resolve()
        self._log = Log(self._folder)
        self._users: int | None = None

    def join(self) -> str:
        """Use the server until this process ends. It is started if it does not run. Returns its connection URL.

        Raises DatabaseAwayError if the server cannot be used. Raises OSError or SubprocessError if the system refuses
        an operation.
        """
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with step_lock(self._lock, _LOCK_SECONDS) as lock:
            account = programs.account(self._folder)
            if not cluster.is_complete(self._folder):
                cluster.create(self._folder, account, lock)
            self._register()
            running = self._running(account)
        return sockets.url(running.socket_dir)

    def url_if_running(self) -> str | None:
        """Its connection URL if it accepts connections; else None. Nothing is started, joined or waited for."""
        found = postmaster.read(self._folder)
        if found is None or not (found.accepts and sockets.is_there(found.socket_dir, self._owner)):
            return None
        return sockets.url(found.socket_dir)

    def _register(self) -> None:
        if self._users is None:
            self._users = lock_files.opened(self._folder / ".users.lock")
            atexit.register(self._leave, os.getpid())
        lock_files.take(self._users, fcntl.LOCK_SH)  # only the holder of the step lock ever takes it exclusively

    def _unregister(self) -> None:
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def _leave(self, pid: int) -> None:
        if pid != os.getpid():  # a forked child; its parent uses the server
            return
        # A process that holds the lock for longer stops the server itself, or leaves it to the next user.
        with suppress(DatabaseAwayError, OSError), step_lock(self._lock, _LOCK_SECONDS_AT_EXIT):
            if self._is_only_user():
                self._stop()
            self._unregister()

    def _is_only_user(self) -> bool:
        if self._users is None:
            return False
        is_alone = lock_files.take(self._users, fcntl.LOCK_EX)
        lock_files.take(self._users, fcntl.LOCK_SH)
        return is_alone

    def _running(self, account: programs.Account) -> Postmaster:
        """The postmaster, once it accepts connections. Waits for one that is starting or stopping."""
        begun: _Begun | None = None
        for _ in _looks(_START_SECONDS):
            found = postmaster.read(self._folder)
            if found is not None and self._is_ready(found):
                if sockets.is_there(found.socket_dir, self._owner):
                    return found
                self._stop_unreachable(found)
            elif not self._is_alive(found):
                if begun is not None:
                    raise self._failed(begun)
                begun = self._start(account, found)
        raise self._error(f"is not ready after {_START_SECONDS} seconds; it may be recovering from a crash")

    def _is_ready(self, found: Postmaster) -> bool:
        return found.is_ready and (found.is_alive or (self._has_processes() and found.accepts))

    def _is_alive(self, found: Postmaster | None) -> bool:
        return self._has_processes() or (found is not None and found.is_alive)

    def _has_processes(self) -> bool:
        return lock_files.is_taken(self._folder / ".server.lock")

    def _start(self, account: programs.Account, gone: Postmaster | None) -> _Begun:
        """Start the server of a folder in which none runs. Its processes inherit the lock that shows this."""
        self._forget(gone)
        lock, log = lock_files.opened(self._folder / ".server.lock"), self._log.open()
        try:
            if not lock_files.take(lock, fcntl.LOCK_EX):
                raise self._error("is used by a server that is still ending")
            account.own(log)
            begun = _Begun(self._log.size, sockets.place(self._folder, account))
            command = [*_IN_THE_BACKGROUND, programs.program("postgres"), "-D", str(self._folder)]
            programs.run(command + _options(begun.socket_dir), account, pass_fds=[lock], stdout=log, stderr=log)
        finally:
            os.close(lock)
            os.close(log)
        return begun

    def _failed(self, begun: _Begun) -> DatabaseAwayError:
        sockets.remove(begun.socket_dir, self._owner)
        return self._error(f"does not start: {self._log.reason(begun.log_size)}")

    def _stop(self) -> None:
        """Stop the server, unless somebody started it by hand, or an older version of this program started it."""
        found = postmaster.read(self._folder)
        if found is None or not self._has_processes() or not found.interrupt():
            return
        for _ in _looks(_STOP_SECONDS):
            if not self._is_alive(found):
                self._forget(found)
                self._log.drop_uneventful_run()
                return

    def _stop_unreachable(self, found: Postmaster) -> None:
        """Stop a server whose socket was removed, for example by a cleanup of /tmp. A server in use continues."""
        if not (self._has_processes() and self._is_only_user()):
            raise self._error(f"is running and has no private socket in {found.socket_dir}; end what uses it first")
        self._stop()

    def _forget(self, gone: Postmaster | None) -> None:
        """Remove the files that a dead server left there. In a copied folder, they name the socket of the original."""
        sockets.remove(self._folder, self._owner)
        if gone is not None and not gone.is_of_a_copy:
            sockets.remove(gone.socket_dir, self._owner)
        postmaster.forget(self._folder)

    @property
    def _owner(self) -> int:
        return self._folder.stat().st_uid

    def _error(self, what: str) -> DatabaseAwayError:
        return DatabaseAwayError(
            f"the embedded PostgreSQL in {self._folder} {what}", f"Its log is {self._folder / 'log'}"
        )


def _options(socket_dir: Path) -> list[str]:
    quoted = '"' + str(socket_dir).replace('"', '""') + '"'  # quoted, because it is an entry of a list
    settings = _SETTINGS | {"unix_socket_directories": quoted}
    return [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]


def _looks(seconds: float) -> Iterator[None]:
    """Yield every few milliseconds, for `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(_SECONDS_BETWEEN_LOOKS)


@contextmanager
def step_lock(path: Path, seconds: float) -> Iterator[int]:
    """Hold the lock of the steps inside the block, which gets the descriptor. The file contains the id of the holder.

    Raises DatabaseAwayError if other processes hold the lock for `seconds`.
    """
    descriptor = lock_files.opened(path)
    try:
        _wait(descriptor, path, seconds)
        lock_files.sign(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not lock_files.take(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            holder = lock_files.signature(descriptor)
            raise DatabaseAwayError(
                f"process {holder} has been starting or stopping the embedded PostgreSQL for {seconds:.0f} seconds",
                f"End that process if it hangs; it holds {path}",
            )
        time.sleep(_SECONDS_BETWEEN_TRIES)

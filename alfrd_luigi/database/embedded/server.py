"""The server of one folder: processes join it, the first one starts it, and the last that leaves stops it.

Each step is taken under one lock beside the folder, `postgres.lock`. Two locks in the folder say who is alive, and the
operating system keeps them: every process that uses the server shares `.users.lock`, and all processes of the server
hold `.server.lock`, whose descriptor they inherit. Neither needs a process's number, which another may have by now.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from alfrd_luigi.database.embedded import cluster, locks, postmaster, programs, sockets
from alfrd_luigi.database.embedded.log import Log
from alfrd_luigi.database.embedded.postmaster import Postmaster
from alfrd_luigi.errors import DatabaseAwayError

_LOCK_SECONDS, _START_SECONDS, _STOP_SECONDS = 60, 45, 15
_LOCK_SECONDS_AT_EXIT = 10
_SECONDS_BETWEEN_LOOKS = 0.005
# On the command line they are in force for every cluster, whichever version of this program created it.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(sockets.PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    # Of a statement that fails PostgreSQL would log the text, and with it that of a document.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "lc_messages": "C",
}
# The shell leaves the server to itself: it outlives the process that started it, whose child it is not.
_IN_THE_BACKGROUND = ["/bin/sh", "-c", '"$@" &', "sh"]


class _Begun(NamedTuple):
    """A server that was started: how long its log was, and where its socket will be."""

    log_size: int
    socket_dir: Path


class Server:
    """The server in `folder`, as one process sees it."""

    def __init__(self, folder: Path) -> None:
        self._lock = folder.parent.resolve() / f"{folder.name}.lock"  # beside it: a cluster is created by a rename
        self._folder = folder.resolve()
        self._log = Log(self._folder)
        self._users: int | None = None

    def join(self) -> str:
        """Use the server until this process ends; it is started where none runs. Its connection URL.

        Raises DatabaseAwayError when it cannot be used.
        Raises OSError or SubprocessError when the system refuses something.
        """
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locks.held(self._lock, _LOCK_SECONDS) as lock:
            account = programs.account(self._folder)
            if not cluster.is_complete(self._folder):
                cluster.create(self._folder, account, lock)
            self._register()
            running = self._running(account)
        return f"postgresql://postgres@/postgres?host={quote(str(running.socket_dir), safe='')}&port={sockets.PORT}"

    def _register(self) -> None:
        if self._users is None:
            self._users = locks.opened(self._folder / ".users.lock")
            atexit.register(self._leave, os.getpid())
        locks.take(self._users, fcntl.LOCK_SH)  # only who holds the lock of the steps ever takes it exclusively

    def _unregister(self) -> None:
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def _leave(self, pid: int) -> None:
        if pid != os.getpid():  # a forked child; the server is used by its parent
            return
        # Who holds the lock for longer stops the server, or leaves it to the next one that uses it.
        with suppress(DatabaseAwayError, OSError), locks.held(self._lock, _LOCK_SECONDS_AT_EXIT):
            if self._is_only_user():
                self._stop()
            self._unregister()

    def _is_only_user(self) -> bool:
        if self._users is None:
            return False
        is_alone = locks.take(self._users, fcntl.LOCK_EX)
        locks.take(self._users, fcntl.LOCK_SH)
        return is_alone

    def _running(self, account: programs.Account) -> Postmaster:
        """The postmaster, once it takes connections; one that is starting or stopping is waited for."""
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
        return locks.is_taken(self._folder / ".server.lock")

    def _start(self, account: programs.Account, gone: Postmaster | None) -> _Begun:
        """Start the server of a folder where none runs; its processes inherit the lock that says so."""
        self._forget(gone)
        lock, log = locks.opened(self._folder / ".server.lock"), self._log.open()
        try:
            if not locks.take(lock, fcntl.LOCK_EX):
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
        """Stop the server, unless somebody else started it, by hand or as an older version of this program."""
        found = postmaster.read(self._folder)
        if found is None or not self._has_processes() or not found.interrupt():
            return
        for _ in _looks(_STOP_SECONDS):
            if not self._is_alive(found):
                self._forget(found)
                self._log.drop_uneventful_run()
                return

    def _stop_unreachable(self, found: Postmaster) -> None:
        """Stop a server whose socket somebody removed, as a cleaner of /tmp may; one that is in use goes on."""
        if not (self._has_processes() and self._is_only_user()):
            raise self._error(f"is running and has no private socket in {found.socket_dir}; end what uses it first")
        self._stop()

    def _forget(self, gone: Postmaster | None) -> None:
        """Remove what a server that is gone left there. A copied folder names the socket of the original."""
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
    quoted = '"' + str(socket_dir).replace('"', '""') + '"'  # an entry of a list
    settings = _SETTINGS | {"unix_socket_directories": quoted}
    return [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]


def _looks(seconds: float) -> Iterator[None]:
    """Look every few milliseconds, for so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(_SECONDS_BETWEEN_LOOKS)

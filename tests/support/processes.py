"""Simulated processes that share one archive. Each can be killed at any access to the database, as by kill -9.

After that, its uncommitted changes are rolled back and its advisory locks are released.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2
import psycopg2.extensions
import pytest

from alfrd_luigi.database import connection, link, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import DatabaseAwayError


class Killed(BaseException):
    """The process was killed. The program must not catch this."""


# The exceptions that end the code of a killed process: `with` on a lost connection raises the second.
GONE = (Killed, DatabaseAwayError)


class Process:
    """The process of one run, and the number of touches of the database after which it is killed (None: never).

    A touch is a statement, the moment before a commit, or the moment after it.
    """

    def __init__(self, run: str) -> None:
        self.run = run
        self.is_dead = False
        self.died_after_commit = False
        self.touches_left: int | None = None
        self._connections: list[_Connection] = []

    def connect(self, idle: list[_Connection], url: str) -> psycopg2.extensions.connection:
        """A connection of this process: an idle one, which is reset, or a new one. It is idle again when it is closed.

        A new session of the server takes ten times the CPU of the statements of a run (see session_pool).
        """
        self.touch()
        made = idle.pop() if idle else psycopg2.connect(url, connection_factory=_Connection)
        made.process, made.idle = self, idle
        self._connections.append(made)
        return made

    def disconnect(self, connection: _Connection) -> None:
        """The connection is no longer one of this process."""
        self._connections.remove(connection)

    def touch(self, *, is_committed: bool = False) -> None:
        """Count a touch, and die if it is the last."""
        if self.is_dead:
            raise Killed
        if self.touches_left == 0:
            self.died_after_commit = is_committed
            self.die()
        if self.touches_left is not None:
            self.touches_left -= 1

    def die(self) -> None:
        """Cut all connections and raise Killed."""
        self.is_dead = True
        for made in self._connections:
            made.cut()
        raise Killed

    def backends(self) -> list[int]:
        """The process ids of the server's backends for its connections."""
        return [made.backend for made in self._connections]


class _Connection(psycopg2.extensions.connection):
    process: Process
    idle: list[_Connection]

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self.backend = self.info.backend_pid  # a closed connection does not know it

    def cursor(self, *_: Any, **__: Any) -> Any:
        self.process.touch()
        cursor = super().cursor(cursor_factory=_Cursor)
        cursor.process = self.process
        return cursor

    def cut(self) -> None:
        """End the session of the server."""
        super().close()

    def close(self) -> None:
        """Reset the session and keep it for the next process, if this one lives."""
        if self.closed or self in self.idle:
            return
        if self.process.is_dead:
            self.cut()
            return
        self.rollback()
        self.autocommit = True
        with super().cursor() as cursor:
            cursor.execute("DISCARD ALL")
        self.autocommit = False  # as in a new one
        self.process.disconnect(self)
        self.idle.append(self)


class _Cursor(psycopg2.extensions.cursor):
    process: Process

    def execute(self, query: Any, vars: Any = None) -> None:
        super().execute(query, vars)
        if query == "COMMIT":
            self.process.touch(is_committed=True)


class Host:
    """The machine of the processes. One works at a time, and the others keep their locks."""

    def __init__(self, url: str, environment: pytest.MonkeyPatch) -> None:
        self._url = url
        self._active = Process("nobody")
        self._observer = psycopg2.connect(url)
        self._observer.autocommit = True
        self._idle: list[_Connection] = []
        environment.setattr(connection, "connect", lambda _: self._active.connect(self._idle, url))
        # A process touches the database only in its turn, so pings are disabled.
        environment.setattr(link, "SECONDS_BETWEEN_PINGS", 3600)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement outside all processes. Returns its rows."""
        with self._observer.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def working(self, process: Process) -> Iterator[None]:
        """The process works inside the block. It keeps its run's lock afterwards, unless it was killed."""
        database().close()
        self._active = process
        try:
            yield
        except GONE:
            if not process.is_dead:
                raise
            self.bury(process)
        finally:
            database().close()
            self._active = Process("nobody")

    def bury(self, process: Process) -> None:
        """Wait until the server has ended the sessions of the process."""
        with suppress(Killed):  # a dead process asks the server for nothing
            runs.release(process.run)
        for backend in process.backends():
            self.sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid = %s", backend)

    def close(self) -> None:
        """Close the observer's connection and idle ones too."""
        database().close()
        self._observer.close()
        for made in self._idle:
            made.cut()

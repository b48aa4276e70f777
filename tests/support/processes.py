"""Processes that share one archive and can be killed at any touch of the database, as kill -9 would do it.

Nothing that a killed process had not committed is stored, and its advisory locks are free.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import psycopg2.extensions
import pytest

from alfrd_luigi.database import connection, link, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import DatabaseAwayError


class Killed(BaseException):
    """The process is gone: nothing of the program may catch this."""


# What code of a process that was killed ends with: `with` on a connection that is gone raises the second.
GONE = (Killed, DatabaseAwayError)


class Process:
    """One run's process, and after how many touches of the database it is killed (None: never).

    A touch is a statement, and, before and after it, a commit.
    """

    def __init__(self, run: str) -> None:
        self.run = run
        self.is_dead = False
        self.died_after_commit = False
        self.touches_left: int | None = None
        self._connections: list[_Connection] = []

    def connect(self, url: str) -> psycopg2.extensions.connection:
        """A connection of this process."""
        self.touch()
        made: _Connection = psycopg2.connect(url, connection_factory=lambda dsn: _Connection(dsn, self))
        self._connections.append(made)
        return made

    def touch(self, *, is_committed: bool = False) -> None:
        """Die if the time has come."""
        if self.is_dead:
            raise Killed
        if self.touches_left == 0:
            self.died_after_commit = is_committed
            self.die()
        if self.touches_left is not None:
            self.touches_left -= 1

    def die(self) -> None:
        """Lose all connections, and raise Killed."""
        self.is_dead = True
        for made in self._connections:
            made.close()
        raise Killed

    def backends(self) -> list[int]:
        """The process ids of the server's side of its connections."""
        return [made.backend for made in self._connections]


class _Connection(psycopg2.extensions.connection):
    def __init__(self, dsn: str, process: Process) -> None:
        super().__init__(dsn)
        self._process = process
        self.backend = self.info.backend_pid

    def cursor(self, *_: Any, **__: Any) -> Any:
        self._process.touch()
        cursor = super().cursor(cursor_factory=_Cursor)
        cursor.process = self._process
        return cursor


class _Cursor(psycopg2.extensions.cursor):
    process: Process

    def execute(self, query: Any, vars: Any = None) -> None:
        super().execute(query, vars)
        if query == "COMMIT":
            self.process.touch(is_committed=True)


class Host:
    """Where the processes run: one at a time works, the others keep what they hold."""

    def __init__(self, url: str, environment: pytest.MonkeyPatch) -> None:
        self._url = url
        self._active = Process("nobody")
        self._observer = psycopg2.connect(url)
        self._observer.autocommit = True
        environment.setattr(connection, "connect", lambda _: self._active.connect(url))
        # A process touches the database when it is its turn, and not to say that it lives.
        environment.setattr(link, "SECONDS_BETWEEN_PINGS", 3600)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What somebody sees and does who belongs to no process."""
        with self._observer.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def working(self, process: Process) -> Iterator[None]:
        """The process works in the block, and goes on holding its run's lock after it, unless it is killed in it."""
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
        """Wait until the server knows that the process is gone."""
        runs.release(process.run)
        for backend in process.backends():
            self.sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid = %s", backend)

    def close(self) -> None:
        """The observer leaves, too."""
        database().close()
        self._observer.close()

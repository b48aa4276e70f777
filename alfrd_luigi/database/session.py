"""The interface to PostgreSQL: named queries and transactions on the thread's own connection."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import starmap
from types import TracebackType
from typing import Any, Literal, TypeVar
from weakref import finalize

import psycopg2
import psycopg2.extensions
import psycopg2.extras
from psycopg2 import sql

from alfrd_luigi.database import link
from alfrd_luigi.database.driver_errors import ours
from alfrd_luigi.database.queries import query
from alfrd_luigi.errors import DatabaseAwayError, DatabaseError

Statement = str | sql.Composed
Connect = Callable[[], psycopg2.extensions.connection]

_ROWS_AT_A_TIME = 2000
_Record = TypeVar("_Record")

psycopg2.extras.register_uuid()
psycopg2.extensions.register_adapter(dict, psycopg2.extras.Json)


class _Turn:
    """A context around the single statement that a connection executes at a time, for its own thread or for `link`.

    Errors of the driver are raised as errors of ours.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_cut = False
        # The start of the statement in progress, or None; and the end of the last one.
        self.asked_at: float | None = None
        self.answered_at = time.monotonic()

    def __enter__(self) -> None:
        self._lock.acquire()
        self.asked_at = time.monotonic()

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        self.asked_at, self.answered_at = None, time.monotonic()
        self._lock.release()
        if isinstance(error, psycopg2.Error):
            raise self._ours(error) from error

    @contextmanager
    def if_idle(self, seconds: float) -> Iterator[bool]:
        """Take the turn if no statement ran for `seconds`. The block gets whether it has the turn."""
        is_idle = self.asked_at is None and time.monotonic() - self.answered_at >= seconds
        if not is_idle or not self._lock.acquire(blocking=False):
            yield False
            return
        self.asked_at = time.monotonic()
        try:
            yield True
        finally:
            self.asked_at, self.answered_at = None, time.monotonic()
            self._lock.release()

    def cut(self, end: Callable[[], None]) -> None:
        """Call `end` if a statement is in progress."""
        if self.asked_at is not None:
            self._is_cut = True
            end()

    def _ours(self, error: psycopg2.Error) -> Exception:
        if self._is_cut:
            return DatabaseAwayError("the database does not answer", "Check the server and the way to it")
        return ours(error)


class Session:
    """One connection. Statements outside `transaction()` commit by themselves.

    `into` makes the record of a row: a NamedTuple whose fields are the columns of the query, in their order. Errors of
    the driver are raised as errors of ours (see driver_errors).
    """

    def __init__(self, connection: psycopg2.extensions.connection) -> None:
        self._connection = connection
        self._connection.autocommit = True
        self._is_in_transaction = self._has_begun = False
        self._turn = _Turn()
        self.backend: int = connection.info.backend_pid
        self.pings_itself = False
        # A separate descriptor for cutting the connection: if another thread closes it, its number may soon be another
        # file's.
        self._closing = threading.Lock()
        self._descriptor = os.dup(connection.fileno())
        self._close_descriptor = finalize(self, os.close, self._descriptor)

    @contextmanager
    def transaction(self, *, is_trial: bool = False) -> Iterator[None]:
        """One transaction. Nested calls join the outer one. An exception rolls everything back, and so does a trial."""
        if self._is_in_transaction:
            yield
            return
        self._is_in_transaction = True
        try:
            yield
            self._end("ROLLBACK" if is_trial else "COMMIT")
        except BaseException:
            with suppress(DatabaseError):  # a lost connection has rolled it back
                self._end("ROLLBACK")
            raise
        finally:
            self._is_in_transaction = False

    def _end(self, how: Literal["COMMIT", "ROLLBACK"]) -> None:
        has_begun, self._has_begun = self._has_begun, False
        if has_begun:
            with self._turn, self._connection.cursor() as cursor:
                cursor.execute(how)

    def _begun(self, statement: Statement) -> Statement:
        """The statement, preceded by BEGIN if it is the first of the transaction: both in one round trip."""
        if self._has_begun or not self._is_in_transaction:
            return statement
        self._has_begun = True
        return "BEGIN;\n" + statement if isinstance(statement, str) else sql.SQL("BEGIN;\n") + statement

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A read-only transaction whose queries all see the database as of its first query."""
        with self.transaction():
            self.run("snapshots.take")
            yield

    @contextmanager
    def _executed(
        self, statement: Statement, values: Mapping[str, Any] | None = None
    ) -> Iterator[psycopg2.extensions.cursor]:
        with self._turn, self._connection.cursor() as cursor:
            cursor.execute(self._begun(statement), values)
            yield cursor

    def run(self, name: str, /, **values: Any) -> int:
        """Run the named query. Returns the number of affected rows."""
        with self._executed(query(name), values) as cursor:
            return int(cursor.rowcount)

    def script(self, statements: str) -> None:
        """Run SQL text that has no parameters: a migration."""
        with self._executed(statements):
            pass

    def copy(self, name: str, file: Any, /, **names: str | Sequence[str]) -> int:
        """Run the named COPY from or to a binary file. `names` fill its `{…}`. Returns the number of rows."""
        with self._turn, self._connection.cursor() as cursor:
            cursor.copy_expert(self._begun(_with_names(name, names)), file)
            return int(cursor.rowcount)

    def run_on(self, name: str, names: Mapping[str, str | Sequence[str]], /, **values: Any) -> Any:
        """Run the named query on the tables and columns that fill its `{…}`. Returns the first value, if any."""
        with self._executed(_with_names(name, names), values) as cursor:
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row is not None else None

    def one(self, name: str, into: Callable[..., _Record], /, **values: Any) -> _Record | None:
        """The first row of the named query, or None."""
        with self._executed(query(name), values) as cursor:
            row = cursor.fetchone()
            return into(*row) if row is not None else None

    def only(self, name: str, into: Callable[..., _Record], /, **values: Any) -> _Record:
        """The row of a named query that always returns one. Raises LookupError if it returns none."""
        row = self.one(name, into, **values)
        if row is None:
            raise LookupError(f"{name} gave no row")
        return row

    def value(self, name: str, /, **values: Any) -> Any:
        """The first column of the first row of the named query, or None when there is no row."""
        with self._executed(query(name), values) as cursor:
            row = cursor.fetchone()
            return row[0] if row is not None else None

    def all(self, name: str, into: Callable[..., _Record], /, **values: Any) -> list[_Record]:
        """Every row of the named query."""
        with self._executed(query(name), values) as cursor:
            return list(starmap(into, cursor.fetchall()))

    def values(self, name: str, /, **values: Any) -> list[Any]:
        """The first column of every row of the named query."""
        with self._executed(query(name), values) as cursor:
            return [row[0] for row in cursor.fetchall()]

    def each(self, name: str, into: Callable[..., _Record], /, **values: Any) -> Iterator[_Record]:
        """The rows of the named query as they arrive, never all in memory; inside a transaction."""
        # The driver's own named cursor would let the driver begin the transaction.
        names = {"cursor": sql.Identifier(f"each {name}"), "count": sql.Literal(_ROWS_AT_A_TIME)}
        declare = sql.SQL("DECLARE {cursor} NO SCROLL CURSOR FOR ").format(**names)
        with self._connection.cursor() as cursor:
            with self._turn:
                cursor.execute(self._begun(declare + sql.SQL(query(name))), values)
            while rows := self._fetched(cursor, sql.SQL("FETCH {count} FROM {cursor}").format(**names)):
                yield from starmap(into, rows)
            with self._turn:
                cursor.execute(sql.SQL("CLOSE {cursor}").format(**names))

    def _fetched(self, cursor: psycopg2.extensions.cursor, fetch: sql.Composed) -> list[tuple[Any, ...]]:
        with self._turn:
            cursor.execute(fetch)
            return cursor.fetchall()

    @property
    def closed(self) -> bool:
        """Whether the connection was closed, by us or by the server."""
        return bool(self._connection.closed)

    def fileno(self) -> int:
        """The connection's descriptor, to wait for unrequested messages: the server announces the end of the
        session.
        """
        with self._turn:
            return int(self._connection.fileno())

    def prepare(self) -> None:
        """Limit the waits of this session and of the server for it (see link), and read the id of its backend."""
        idle, lock = (f"{seconds}s" for seconds in (link.IDLE_SECONDS, link.LOCK_SECONDS))
        self.backend = self.value("sessions.prepare", idle=idle, lock=lock)

    @property
    def is_pooled(self) -> bool:
        """Whether a connection pooler is in between: it gives its clients backend ids of its own."""
        return bool(self._connection.info.backend_pid != self.backend)

    def ping(self, seconds: float) -> None:
        """Ping the server if no statement ran for `seconds`."""
        with self._turn.if_idle(seconds) as has_turn:
            if has_turn and not self.pings_itself:
                # The session's own thread meets any error of the connection with its next statement.
                with suppress(psycopg2.Error), self._connection.cursor() as cursor:
                    cursor.execute(query("sessions.ping"))

    def seconds_without_answer(self) -> float:
        """The age of the statement in progress in seconds; 0 if there is none."""
        asked_at = self._turn.asked_at
        return time.monotonic() - asked_at if asked_at is not None else 0.0

    def has_sign_of_life(self) -> None:
        """The server is executing the statement: wait for the answer as long again."""
        if self._turn.asked_at is not None:
            self._turn.asked_at = time.monotonic()

    def cut_if_waiting(self) -> None:
        """End the connection of a statement without an answer. The statement then raises DatabaseAwayError."""
        self._turn.cut(self._shut_down)

    def _shut_down(self) -> None:
        with self._closing:
            if self._close_descriptor.alive:
                with suppress(OSError), socket.socket(fileno=os.dup(self._descriptor)) as end:
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection. Its advisory locks are released."""
        self._connection.close()
        with self._closing:
            self._close_descriptor()


def _with_names(name: str, names: Mapping[str, str | Sequence[str]]) -> sql.Composed:
    quoted = {
        key: sql.Identifier(value) if isinstance(value, str) else sql.SQL(", ").join(map(sql.Identifier, value))
        for key, value in names.items()
    }
    return sql.SQL(query(name)).format(**quoted)


class Database:
    """Gives each thread its own session, so that an advisory lock belongs to the thread that took it."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._local = threading.local()

    def session(self) -> Session:
        """This thread's session. It is opened at first use, and again after the server closed it."""
        session: Session | None = getattr(self._local, "session", None)
        if session is None or session.closed:
            session = self._local.session = self.new_session()
        return session

    def new_session(self, *, pings_itself: bool = False) -> Session:
        """A separate session, for a lock that outlives the work of one thread.

        With `pings_itself`, its owner pings the server in time.
        """
        session = Session(self._connect())
        session.pings_itself = pings_itself
        link.guard(session, lambda: Session(self._connect()))
        try:
            session.prepare()
        except BaseException:
            session.close()
            raise
        return session

    def close(self) -> None:
        """Close this thread's session."""
        session: Session | None = getattr(self._local, "session", None)
        if session is not None:
            session.close()
            self._local.session = None

"""The narrow port to PostgreSQL: run, one, all, inside a transaction, on the thread's own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Literal

import psycopg2
import psycopg2.extensions
import psycopg2.extras
from psycopg2 import sql

from alfrd_luigi.database.driver_errors import OursInstead
from alfrd_luigi.database.queries import query
from alfrd_luigi.errors import DatabaseError

Row = dict[str, Any]
Statement = str | sql.Composed
Connect = Callable[[], psycopg2.extensions.connection]

_ROWS_AT_A_TIME = 2000
_OURS = OursInstead()

psycopg2.extras.register_uuid()
psycopg2.extensions.register_adapter(dict, psycopg2.extras.Json)


class Session:
    """One connection. Statements outside `transaction()` commit by themselves.

    What the driver raises comes as an error of ours (see driver_errors).
    """

    def __init__(self, connection: psycopg2.extensions.connection) -> None:
        self._connection = connection
        self._connection.autocommit = True
        self._is_in_transaction = self._has_begun = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction; nested calls join the outer one. An exception rolls all of it back."""
        if self._is_in_transaction:
            yield
            return
        self._is_in_transaction = True
        try:
            yield
            self._end("COMMIT")
        except BaseException:
            with suppress(DatabaseError):  # a connection that is lost has rolled it back
                self._end("ROLLBACK")
            raise
        finally:
            self._is_in_transaction = False

    def _end(self, how: Literal["COMMIT", "ROLLBACK"]) -> None:
        has_begun, self._has_begun = self._has_begun, False
        if has_begun:
            with _OURS, self._connection.cursor() as cursor:
                cursor.execute(how)

    def _begun(self, statement: Statement) -> Statement:
        """The statement, which begins the transaction where it is the first in it: both in one round trip."""
        if self._has_begun or not self._is_in_transaction:
            return statement
        self._has_begun = True
        return "BEGIN;\n" + statement if isinstance(statement, str) else sql.SQL("BEGIN;\n") + statement

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction that only reads, and in which every query sees the database as it was at the first of them."""
        with self.transaction():
            self.run("snapshots.take")
            yield

    def run(self, name: str, /, **values: Any) -> int:
        """Run the named query; the number of rows it touched."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.execute(self._begun(query(name)), values)
            return int(cursor.rowcount)

    def script(self, statements: str) -> None:
        """Run the text of statements that have no values: a migration."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.execute(self._begun(statements))

    def copy(self, name: str, file: Any, /, **names: str | Sequence[str]) -> int:
        """Run the named COPY from or to a binary file; `names` fill the `{…}` in it. The number of rows."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.copy_expert(self._begun(_with_names(name, names)), file)
            return int(cursor.rowcount)

    def run_on(self, name: str, names: Mapping[str, str | Sequence[str]], /, **values: Any) -> Any:
        """Run the named query on tables and columns whose names fill the `{…}` in it; the first value, if any."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.execute(self._begun(_with_names(name, names)), values)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row is not None else None

    def one(self, name: str, /, **values: Any) -> Row | None:
        """The first row of the named query, or None."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.execute(self._begun(query(name)), values)
            row = cursor.fetchone()
            return dict(zip(_names(cursor), row, strict=True)) if row is not None else None

    def value(self, name: str, /, **values: Any) -> Any:
        """The first column of the first row of the named query, or None when there is no row."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.execute(self._begun(query(name)), values)
            row = cursor.fetchone()
            return row[0] if row is not None else None

    def all(self, name: str, /, **values: Any) -> list[Row]:
        """Every row of the named query."""
        with _OURS, self._connection.cursor() as cursor:
            cursor.execute(self._begun(query(name)), values)
            names = _names(cursor)
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def each(self, name: str, /, **values: Any) -> Iterator[Row]:
        """The rows of the named query as they come, never all in memory; inside a transaction."""
        # One of the driver's own would have the driver begin the transaction.
        names = {"cursor": sql.Identifier(f"each {name}"), "count": sql.Literal(_ROWS_AT_A_TIME)}
        with _OURS, self._connection.cursor() as cursor:
            declare = sql.SQL("DECLARE {cursor} NO SCROLL CURSOR FOR ").format(**names)
            cursor.execute(self._begun(declare + sql.SQL(query(name))), values)
            while True:
                cursor.execute(sql.SQL("FETCH {count} FROM {cursor}").format(**names))
                if not cursor.rowcount:
                    break
                for row in cursor.fetchall():
                    yield dict(zip(_names(cursor), row, strict=True))
            cursor.execute(sql.SQL("CLOSE {cursor}").format(**names))

    @property
    def closed(self) -> bool:
        """Whether the connection is gone, by us or by the server."""
        return bool(self._connection.closed)

    def fileno(self) -> int:
        """The descriptor of the connection, to wait for what comes unasked: the server says that it ends it."""
        with _OURS:
            return int(self._connection.fileno())

    def close(self) -> None:
        """Close the connection; its advisory locks go with it."""
        self._connection.close()


def _names(cursor: psycopg2.extensions.cursor) -> list[str]:
    return [column.name for column in cursor.description or ()]


def _with_names(name: str, names: Mapping[str, str | Sequence[str]]) -> sql.Composed:
    quoted = {
        key: sql.Identifier(value) if isinstance(value, str) else sql.SQL(", ").join(map(sql.Identifier, value))
        for key, value in names.items()
    }
    return sql.SQL(query(name)).format(**quoted)


class Database:
    """Hands each thread its own session, so that an advisory lock belongs to the thread that took it."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._local = threading.local()

    def session(self) -> Session:
        """This thread's session, opened at first use and again after the server closed it."""
        session: Session | None = getattr(self._local, "session", None)
        if session is None or session.closed:
            session = self._local.session = Session(self._connect())
        return session

    def new_session(self) -> Session:
        """A session of its own, for a lock that outlives the work of any one thread."""
        return Session(self._connect())

    def close(self) -> None:
        """Close this thread's session."""
        session: Session | None = getattr(self._local, "session", None)
        if session is not None:
            session.close()
            self._local.session = None

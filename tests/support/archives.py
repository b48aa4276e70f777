"""Temporary archives on one embedded PostgreSQL, and the end of this process's sessions on them.

Functions import the program where they use it, because the environment must be set before the first import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import StringIO
from itertools import count
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import connection, cursor, make_dsn, parse_dsn

from support import caches
from support.connections import connected, end_others
from support.session_pool import SessionPool


class Server:
    """A PostgreSQL server, and the databases of tests on it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # it does not have to survive a power cut
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def create(self) -> str:
        """Create an empty database. Returns its connection string."""
        name = f"archive_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0")
        return make_dsn(self._url, dbname=name)

    def drop(self, url: str) -> None:
        """Drop a database and end its connections."""
        self._run(f"DROP DATABASE {parse_dsn(url)['dbname']} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with connected(self._url) as own:
            own.execute(statement)


Content = Mapping[str, str]


class Prepared:
    """A database with the schema and all shipped rows, restored to this state for every test.

    This takes some milliseconds; a copy of a template takes some tenths of a second. Its connection is kept, because
    most of the time goes to a new connection that reads the descriptions of the tables.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.pool = SessionPool(url)
        self._kept: connection | None = None
        with self._transaction() as own:
            own.execute("DELETE FROM page_store")  # each test has its own folder, which its first run marks
        self._content = self.content()
        # Tables with shipped rows, which few tests change. To write them again for each test would leave dead rows.
        with self._transaction() as own:
            self._versions = _versions(own, [table for table, content in self._content.items() if content])

    def content(self) -> Content:
        """The rows of every table."""
        with self._transaction() as own:
            own.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return {table: _content(own, table) for (table,) in own.fetchall()}

    def restore(self, rows: Content | None = None) -> None:
        """End the sessions in use and give every table these rows, or the shipped ones. Sequences continue."""
        with self._transaction() as own:
            end_others(own, besides=self.pool.idle())
            own.execute("SET LOCAL session_replication_role = replica")  # foreign keys are not checked
            wanted = {table: (rows or self._content).get(table, "") for table in self._content}
            versions = _versions(own, self._versions)
            kept = {table for table in versions if (wanted[table], versions[table]) == self._shipped(table)}
            other = [table for table in wanted if table not in kept]
            deletions = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in other]
            own.execute(sql.SQL("{}").format(sql.SQL("; ").join(deletions)))
            for table in filter(wanted.get, other):
                copied = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                own.copy_expert(copied, StringIO(wanted[table]))
            if rows is None:
                self._versions = _versions(own, self._versions)

    def _shipped(self, table: str) -> tuple[str, str]:
        return self._content[table], self._versions[table]

    @contextmanager
    def _transaction(self) -> Iterator[cursor]:
        with self._connection() as own, own.cursor() as made:
            yield made

    def _connection(self) -> connection:
        """The kept connection, or a new one if a test ended it."""
        if self._kept is not None:
            with suppress(psycopg2.OperationalError, psycopg2.InterfaceError), self._kept as own, own.cursor() as made:
                made.execute("SELECT")
                return own
        self._kept = psycopg2.connect(self.url)
        return self._kept


def _content(own: cursor, table: str) -> str:
    content = StringIO()
    own.copy_expert(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table)), content)
    return content.getvalue()


def _versions(own: cursor, tables: Iterable[str]) -> dict[str, str]:
    """The version of each row of the tables: its place and the transaction that wrote it."""
    version = sql.SQL("(SELECT array_agg((ctid, xmin))::text FROM {})")
    named = {table: version.format(sql.Identifier(table)) for table in tables}
    own.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(named.values())))
    (found,) = own.fetchall()
    return dict(zip(named, found, strict=True))


@dataclass(frozen=True)
class Archive:
    """The archive of one test. The settings of this process and of its child processes point to it."""

    data_dir: Path
    database_url: str
    _environment: pytest.MonkeyPatch

    @property
    def inbox(self) -> Path:
        """The inbox, which may not exist yet."""
        return self.data_dir / "inbox"

    def configure(self, **settings: object) -> None:
        """Change settings by name through the environment: `archive.configure(settle_seconds=0)`."""
        for name, value in settings.items():
            self._environment.setenv(f"ALFRD_{name.upper()}", str(value))
        caches.clear()


@contextmanager
def opened(url: str, data_dir: Path, environment: pytest.MonkeyPatch) -> Iterator[Archive]:
    """The archive of this database and folder, until the block ends."""
    made = Archive(data_dir, url, environment)
    made.configure(data_dir=data_dir, database_url=url)
    yield made
    _let_go()
    caches.clear()


def _let_go() -> None:
    """Close this thread's session and the sessions of its runs' locks. The next test may use the same run id."""
    from alfrd_luigi.database import runs
    from alfrd_luigi.database.connection import database

    runs._release_all()
    database().close()

"""The requirements of the archive on any database. Each error is one line that says what is missing and what to do."""

from __future__ import annotations

import secrets
import time
from contextlib import closing
from typing import NamedTuple

from alfrd_luigi.database import analysts, locks
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Database, Session
from alfrd_luigi.errors import DatabaseError

# A pooler with dedicated sessions ends a session and its locks right after the client has disconnected.
_SECONDS_FOR_THE_POOLER = 2.0
_POOLER_HINT = (
    "Use its session pooling (pgbouncer: pool_mode = session), or connect to PostgreSQL itself: docs/database.md"
)


class Server(NamedTuple):
    """The findings: whose tables can be created where, and how many more connections the server has for this role.

    `schema` is None if the role can use none of the `search_path`.
    """

    role: str
    database: str
    schema: str | None
    search_path: str
    encoding: str
    is_read_only: bool
    may_create: bool
    connections_left: int


def check(database: Database) -> Server:
    """Raise DatabaseError for a database that cannot hold the archive, whatever it contains. Returns the findings."""
    session = database.session()
    found = session.only("server.find", Server)
    _check_encoding(found)
    if found.is_read_only:
        raise DatabaseError(
            f"database {found.database} is read-only",
            "Set database_url to the primary server; see default_transaction_read_only of the role and the database",
        )
    if found.schema is None:
        raise DatabaseError(
            f"role {found.role} can use no schema on the search_path ({found.search_path})",
            "Grant it USAGE on one, or set search_path",
        )
    if session.is_pooled:
        _check_pooler(database, session)
    return found


def _check_encoding(found: Server) -> None:
    if found.encoding != "UTF8":
        raise DatabaseError(
            f"database {found.database} has the encoding {found.encoding}: the archive needs UTF8",
            f"Make another one: createdb --encoding UTF8 --template template0 {found.database}_utf8",
        )


def check_create(session: Session, server: Server) -> None:
    """Raise DatabaseError if the role may not create the archive's tables, or its views for analysts."""
    if not server.may_create:
        raise DatabaseError(
            f"role {server.role} may not create tables in schema {server.schema} of database {server.database}",
            f"As its owner: GRANT CREATE ON SCHEMA {server.schema} TO {server.role}; then run: alfrd init",
        )

    views = analysts.place(session)
    if not views.may_make:
        create, grant = f"CREATE SCHEMA {views.schema} AUTHORIZATION", f"GRANT CREATE ON SCHEMA {views.schema} TO"
        raise DatabaseError(
            f"role {server.role} may not make the views of the schema {views.schema} in database {server.database}",
            f"As its owner: {grant if views.is_there else create} {server.role}; then run: alfrd init",
        )


def _check_pooler(database: Database, session: Session) -> None:
    """Raise DatabaseError if locks do not belong to sessions: a lock is lost too early, or outlives its session."""
    key = secrets.randbelow(2**31)
    with closing(database.new_session()) as other:
        is_kept = locks.try_lock(other, LockClass.CHECK, key) and _is_held(session, key)
    deadline = time.monotonic() + _SECONDS_FOR_THE_POOLER
    while (is_left := _is_held(session, key)) and time.monotonic() < deadline:
        time.sleep(0.02)
    if is_left or not is_kept:
        raise DatabaseError("a connection pooler shares sessions between its clients: locks do not hold", _POOLER_HINT)


def _is_held(session: Session, key: int) -> bool:
    return bool(session.value("locks.is_held", lock_class=int(LockClass.CHECK), key=key))

"""Bringing a database to this program's schema: numbered SQL files, each applied once, in one transaction."""

from __future__ import annotations

from importlib.resources import files

import psycopg2.extensions

from alfrd_luigi.errors import DatabaseError

# Two processes that start on a new database must not both create it. The number is arbitrary: "alfrd" in ASCII.
_LOCK = 0x616C667264
_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


def migrations() -> list[tuple[int, str, str]]:
    """(version, file name, SQL) of every migration, in order."""
    folder = files(__package__).joinpath("migrations")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [(int(file.name.split("_")[0]), file.name, file.read_text("utf-8")) for file in found]


def migrate(connection: psycopg2.extensions.connection) -> list[str]:
    """Apply what is missing; the names of what was applied. Raises DatabaseError on a newer schema."""
    with connection, connection.cursor() as cursor:
        return apply(cursor, newest())


def newest() -> int:
    """The number of the last migration of this program."""
    return migrations()[-1][0]


def apply(cursor: psycopg2.extensions.cursor, last: int) -> list[str]:
    """Apply what is missing up to migration `last`, within a transaction of the caller's; see `migrate`."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    cursor.execute(_LEDGER)
    current = _version(cursor)
    missing = [(version, name, sql) for version, name, sql in migrations() if current < version <= last]
    for version, name, sql in missing:
        cursor.execute(sql)
        cursor.execute("INSERT INTO schema_migrations (version, name) VALUES (%s, %s)", (version, name))
    return [name for _, name, _ in missing]


def check(connection: psycopg2.extensions.connection) -> bool:
    """Whether the schema is this program's; raises DatabaseError when it is a newer program's."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('schema_migrations') IS NOT NULL")
        exists = cursor.fetchone() == (True,)
        return exists and _version(cursor) == newest()


def _version(cursor: psycopg2.extensions.cursor) -> int:
    cursor.execute("SELECT coalesce(max(version), 0) FROM schema_migrations")
    row = cursor.fetchone()
    version = int(row[0]) if row else 0
    if version > newest():
        raise DatabaseError(f"the database has schema {version}, made by a newer version", "Upgrade alfrd-luigi")
    return version

"""An archive of an earlier schema with rows, brought up to date."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg2

from alfrd_luigi.database import migration
from alfrd_luigi.database.session import Session
from support.archives import Archive


def migrated(empty: Archive, version: int, rows: str, query: str) -> list[tuple[Any, ...]]:
    """Make the schema of `version`, run `rows` on it, apply the later migrations. Returns the rows of `query`."""
    with closing(psycopg2.connect(empty.database_url)) as connection:
        session = Session(connection)
        with session.transaction():
            migration.apply(session, version)
            session.script(rows)
        with session.transaction():
            migration.apply(session, migration.newest())
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

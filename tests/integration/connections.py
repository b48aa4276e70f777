"""The connections of a database, ended from outside."""

from __future__ import annotations

from contextlib import closing

import psycopg2


def cut(database_url: str) -> None:
    """End every connection to this database but the one that does it."""
    with closing(psycopg2.connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

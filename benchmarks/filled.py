"""Fills an archive's tables directly with as many documents as years of use would bring."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg2

_SQL = Path(__file__).with_name("fill.sql")


def fill(url: str, documents: int, series: int) -> None:
    """Fill the archive at this connection string, whose tables must exist and be empty."""
    run(url, _SQL.read_text("utf-8"), documents=documents, series=series)


def run(url: str, statements: str, **values: int) -> None:
    """Run statements with values in a transaction, and analyze the database."""
    with closing(psycopg2.connect(url)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(statements, values)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")

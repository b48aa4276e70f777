"""An archive filled with as many documents as years would bring, put straight into its tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg2

_SQL = Path(__file__).with_name("fill.sql")


def fill(url: str, documents: int, series: int) -> None:
    """Fill the archive at this connection string, which has its tables and nothing in them."""
    statements = _SQL.read_text("utf-8")
    with closing(psycopg2.connect(url)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(statements, {"documents": documents, "series": series})
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")

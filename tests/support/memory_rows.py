"""The rows of the memory of issuers."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from support.archives import Archive
from support.connections import connected

_TABLES = ("issuers", "issuer_lessons", "issuer_marks", "issuer_fields")


def memory_rows(archive: Archive) -> dict[str, list[Any]]:
    """All rows of the memory, by table."""
    with connected(archive.database_url) as own:
        rows: dict[str, list[Any]] = {}
        for table in _TABLES:
            own.execute(sql.SQL("SELECT to_jsonb(t) FROM {} t ORDER BY 1").format(sql.Identifier(table)))
            rows[table] = own.fetchall()
    return rows

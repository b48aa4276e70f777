"""Searches an archive for texts."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""
_HOLDS = "SELECT count(*) FROM {} WHERE position(%s IN {}::text) > 0"


def columns_with(url: str, texts: Iterable[str]) -> set[str]:
    """The columns (`table.column`) that contain any of the texts."""
    found = set()
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        columns = cursor.fetchall()
        assert len(columns) > 100
        for table, column in columns:
            query = sql.SQL(_HOLDS).format(sql.Identifier(table), sql.Identifier(column))
            for text in texts:
                cursor.execute(query, (text,))
                if cursor.fetchone() != (0,):
                    found.add(f"{table}.{column}")
    return found


def files_with(folder: Path, texts: Iterable[str]) -> set[Path]:
    """The files under the folder that contain any of the texts, relative to it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder) for path in files if any(text.encode() in path.read_bytes() for text in texts)}

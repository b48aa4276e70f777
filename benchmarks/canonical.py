"""What an archive comes to, as one dictionary: rows by `canonical.sql`, page files, and what lies in the inbox."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2.extras

from alfrd_luigi.database.connection import connect
from alfrd_luigi.settings import settings

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)
# What belongs to nobody's documents: locks, and what a killed process was copying (swept after a day).
_PASSING = (".lock", ".adding-", ".staging")


def content() -> dict[str, list[Any]]:
    """The content of the archive that this process's settings name: rows by table, and names of files by folder."""
    with closing(connect(settings())) as connection:
        found = {name: _rows(connection, sql) for name, sql in _queries()}
    documents, inbox = settings().documents_dir, settings().inbox_dir
    found["page files"] = sorted(path.stem + path.suffix for path in _files(documents))
    found["inbox"] = sorted(path.relative_to(inbox).as_posix() for path in _files(inbox))
    return found


def differences(wanted: dict[str, list[Any]], found: dict[str, list[Any]]) -> list[str]:
    """What is missing and what is too much, a line each."""
    lines = []
    for name in wanted:
        lines += [f"{name}: missing {row}" for row in wanted[name] if row not in found[name]]
        lines += [f"{name}: too much {row}" for row in found[name] if row not in wanted[name]]
        if not lines and len(wanted[name]) != len(found[name]):
            lines.append(f"{name}: {len(found[name])} rows, not {len(wanted[name])}")
    return lines


def _queries() -> Iterator[tuple[str, str]]:
    parts = _NAME.split(Path(__file__).with_suffix(".sql").read_text("utf-8"))
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _rows(connection: Any, sql: str) -> list[Any]:
    with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
        cursor.execute(sql)
        rows: list[Any] = json.loads(json.dumps([dict(row) for row in cursor.fetchall()], default=str))
        return rows


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(_PASSING) for part in path.relative_to(folder).parts):
            yield path

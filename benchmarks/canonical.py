"""The content of an archive as one dictionary: rows by `canonical.sql`, page files, and the entries of the inbox."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import psycopg2.extras

from alfrd_luigi.database.connection import connect
from alfrd_luigi.settings import settings

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)
# Files that belong to no document: locks, and files that a killed process was copying (removed after a day).
_PASSING = (".lock", ".adding-", ".staging")


def content() -> dict[str, list[Any]]:
    """The content of the archive that this process's settings name: rows by table, and file names by folder."""
    with closing(connect(settings())) as connection:
        found = {name: _rows(connection, sql) for name, sql in _queries()}
    documents, inbox = settings().documents_dir, settings().inbox_dir
    found["page files"] = sorted(path.stem + path.suffix for path in _files(documents))
    found["inbox"] = sorted(path.relative_to(inbox).as_posix() for path in _files(inbox))
    if settings().has_maildir:
        found["maildir"] = sorted(path.name for path in _files(settings().maildir_dir))
    return found


def differences(
    wanted: dict[str, list[Any]], found: dict[str, list[Any]], besides: Set[str] = frozenset()
) -> list[str]:
    """A line for each missing, extra or different value. The columns named in `besides` may differ."""
    lines = []
    for name in wanted:
        before, after = _keyed(wanted[name], besides), _keyed(found[name], besides)
        lines += [f"{name}: {key} is missing" for key in before.keys() - after.keys()]
        lines += [f"{name}: {key} is too much" for key in after.keys() - before.keys()]
        for key in before.keys() & after.keys():
            lines += [f"{name}: {key}: {change}" for change in _changes(before[key], after[key])]
    return sorted(lines)


def _keyed(rows: list[Any], besides: Set[str]) -> dict[str, Any]:
    """Rows by their first columns. A second row with the same key gets a number."""
    keyed: dict[str, Any] = {}
    for row in rows:
        kept = {name: value for name, value in row.items() if name not in besides} if isinstance(row, dict) else row
        key = " ".join(str(value)[:24] for value in list(kept.values())[:3]) if isinstance(kept, dict) else str(kept)
        keyed[next(name for number in count(1) if (name := f"{key} #{number}") not in keyed)] = kept
    return keyed


def _changes(before: Any, after: Any) -> list[str]:
    if not isinstance(before, dict):
        return []
    return [
        f"{name} {str(after[name])[:80]!r}, not {str(before[name])[:80]!r}"
        for name in before
        if before[name] != after[name]
    ]


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

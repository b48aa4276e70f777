"""An archive of an earlier schema with rows, brought up to date."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from alfrd_luigi.database import migration, tables
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import settings
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


def restored(export: Path) -> None:
    """Make the configured, new archive that of an export, in the schema of the export: what the version that exported
    does when it imports.
    """
    manifest = json.loads((export / "manifest.json").read_text("utf-8"))
    with closing(database().new_session()) as session, session.transaction():
        migration.apply(session, manifest["schema"])
        tables.use_canonical_forms(session)
        found = tables.source_tables(session)
        tables.clear(session, found)
        for table in found:
            with (export / "rows" / f"{table.name}.tsv").open("rb") as rows:
                tables.copy_in(session, table, rows)
        for counter in manifest["counters"]:
            tables.set_counter(session, **counter)
    shutil.copytree(export / "documents", settings().documents_dir, dirs_exist_ok=True)
    for path in [settings().documents_dir, *settings().documents_dir.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o400)


if __name__ == "__main__":  # in a process of its own, which lets go of the embedded server
    restored(Path(sys.argv[1]))

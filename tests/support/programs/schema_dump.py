"""The schema of a database as pg_dump writes it, without the lines that depend on the server or the time.

Run in the folder of the project, it writes schema.sql and docs/schema.md.
"""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2

# Session settings, the dump's comments, and psql's guard with its random key.
_INCIDENTAL = re.compile(r"^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*)$", re.MULTILINE)

HEADER = """\
-- Written by scripts/schema from the migrations; do not edit.

SET check_function_bodies = false;

"""


def dump(url: str) -> str:
    """The schema of the database at `url`, as SQL that psycopg2 can run."""
    from alfrd_luigi.database.embedded import programs

    options = ["--schema-only", "--no-owner", "--no-privileges", "--no-comments"]
    command = [programs.program("pg_dump"), *options, "-d", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return re.sub(r"\n{3,}", "\n\n", _INCIDENTAL.sub("", done.stdout)).strip() + "\n"


def _main() -> None:
    from alfrd_luigi.database import embedded, migration
    from alfrd_luigi.database.session import Session
    from support.programs.schema_reference import reference

    # Removed last, because the server uses it until the process ends.
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = embedded.database_url(folder / "postgres")
    session = Session(psycopg2.connect(url))
    migration.migrate(session)
    session.close()
    written = {"alfrd_luigi/database/schema.sql": HEADER + dump(url), "docs/schema.md": reference(url)}
    for name, text in written.items():
        Path(name).write_text(text, "utf-8")


if __name__ == "__main__":
    _main()

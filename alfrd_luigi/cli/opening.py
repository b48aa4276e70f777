"""Opens the archive for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alfrd_luigi.archive import open_archive
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session


@contextmanager
def opened() -> Iterator[Session]:
    """A session on the archive's database. Raises DatabaseError if there is none."""
    open_archive()
    try:
        yield database().session()
    finally:
        database().close()

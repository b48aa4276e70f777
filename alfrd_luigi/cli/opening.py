"""The archive, opened for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from alfrd_luigi.archive import open_archive
from alfrd_luigi.database.connection import database, lost
from alfrd_luigi.database.session import Session


@contextmanager
def opened() -> Iterator[Session]:
    """A session on the archive; raises DatabaseError when there is none, or when it is lost on the way."""
    open_archive()
    try:
        yield database().session()
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        raise lost(error) from error
    finally:
        database().close()

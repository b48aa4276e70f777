"""The archive, opened for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from alfrd_luigi.archive import open_archive
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DatabaseError


@contextmanager
def opened() -> Iterator[Session]:
    """A session on the archive; raises DatabaseError when there is none, or when it is lost on the way."""
    open_archive()
    try:
        yield database().session()
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        reason = " ".join(str(error).split())
        raise DatabaseError(f"the database was lost: {reason}", "Check the server and try again") from error
    finally:
        database().close()

"""Connections to a database that the program knows nothing of, and the end of those that it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from psycopg2.extensions import cursor

_END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@contextmanager
def connected(url: str) -> Iterator[cursor]:
    """A cursor on a new connection, which commits each statement."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as made:
            yield made


def end_others(own: cursor) -> None:
    """End every connection to the cursor's database but its own."""
    own.execute(_END_OTHERS)


def cut(url: str) -> None:
    """End every connection to this database."""
    with connected(url) as own:
        end_others(own)

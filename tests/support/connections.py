"""Connections to a database from outside the program, and the end of the program's connections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import psycopg2
from psycopg2.extensions import cursor

_END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL (%s::integer[])
"""


@contextmanager
def connected(url: str) -> Iterator[cursor]:
    """A cursor on a new connection that commits each statement."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as made:
            yield made


def end_others(own: cursor, besides: Sequence[int] = ()) -> None:
    """End every connection to the cursor's database except its own and those of these processes of the server."""
    own.execute(_END_OTHERS, [list(besides)])


def cut(url: str) -> None:
    """End every connection to this database."""
    with connected(url) as own:
        end_others(own)

"""A household's archive, and a role that may read its views."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg2.extensions import cursor, make_dsn

from alfrd_luigi.database import analysts
from alfrd_luigi.database.connection import database
from support.analyst_archive import household
from support.archives import Archive
from support.connections import connected
from support.kept_archives import Keep

ROLE = 'read"er; DROP TABLE acts --'


@pytest.fixture
def home(archive: Archive, keep: Keep) -> Archive:
    """Two years of a household."""
    keep(household)
    return archive


@pytest.fixture
def reader(home: Archive) -> Iterator[cursor]:
    """A session of a role that may read the views. Its name is hostile."""
    assert analysts.allow(database().session(), ROLE) == []
    with connected(make_dsn(home.database_url, user=ROLE)) as own:
        own.execute("SET timezone = 'UTC'")
        yield own
    analysts.forbid(database().session(), ROLE)

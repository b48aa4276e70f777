"""An archive in which a person corrects documents."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support.archives import Archive
from support.pipeline import worked


@pytest.fixture
def bills(archive: Archive) -> list[UUID]:
    """Two filed bills of one series."""
    return worked(archive)


@pytest.fixture
def session(bills: list[UUID]) -> Session:
    """A session on their archive."""
    return database().session()

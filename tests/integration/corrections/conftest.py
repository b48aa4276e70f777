"""An archive in which a person corrects documents."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support.kept_archives import Keep
from support.pipeline import worked


@pytest.fixture
def bills(keep: Keep) -> list[UUID]:
    """Two filed bills of one series."""
    return keep(worked)


@pytest.fixture
def session(bills: list[UUID]) -> Session:
    """A session on their archive."""
    return database().session()

"""A desk on an archive with two bills."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from support.desks import ServedDesk, served
from support.kept_archives import Keep
from support.pipeline import worked


@pytest.fixture
def bills(keep: Keep) -> list[UUID]:
    """Two bills of one series."""
    return keep(worked)


@pytest.fixture(scope="session")
def one_desk() -> Iterator[ServedDesk]:
    """The desk of all tests: it looks for the archive in each request."""
    with served() as made:
        yield made


@pytest.fixture
def served_desk(one_desk: ServedDesk, bills: list[UUID]) -> ServedDesk:
    """A desk that its owner has opened."""
    one_desk.open()
    return one_desk

"""Fixtures of the tests that run the real tasks."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk


@pytest.fixture
def desk(archive: Any) -> Desk:
    """A desk on an archive of the test's own, with the scripted engine."""
    return Desk(archive)

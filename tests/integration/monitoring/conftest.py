"""Fixtures of the tests of what others learn of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support.archives import Archive
from support.message_recorder import Recorder


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    """A look at the archive that is the test's own: a command closes its session when it ends."""
    made = database().new_session()
    yield made
    made.close()


@pytest.fixture
def recorder(tmp_path: Path, archive: Archive) -> Recorder:
    """A program that takes messages, as notify_command."""
    made = Recorder.made(tmp_path)
    archive.configure(notify_command=made.command())
    return made

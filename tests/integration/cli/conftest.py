"""The `alfrd` command on the archive of the test, and the state of that archive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support import commands
from support.archives import Archive
from support.commands import AlfrdProcess


@pytest.fixture
def alfrd_process(archive: Archive) -> AlfrdProcess:
    """Run the command in a process of its own."""
    return commands.alfrd_process


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    """A look at the archive that is the test's own: the command closes its session when it ends."""
    made = database().new_session()
    yield made
    made.close()

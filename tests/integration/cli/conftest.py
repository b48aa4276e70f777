"""The `alfrd` command within this process, and as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result

from alfrd_luigi.cli import main
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session

Alfrd = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def alfrd(archive: object) -> Alfrd:
    """Run the command on an archive of the test's own: `alfrd("list", "--json")`."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="alfrd")

    return run


@pytest.fixture
def alfrd_process(archive: object) -> Process:
    """The same in a fresh process, for what loads Luigi or depends on the real stdout."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "alfrd_luigi.cli", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

    return run


@pytest.fixture
def session(archive: object) -> Iterator[Session]:
    """A look at the archive that is the test's own: the command closes its session when it ends."""
    made = database().new_session()
    yield made
    made.close()

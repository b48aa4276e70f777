"""The `alfrd` command, in this process and in a separate one."""

from __future__ import annotations

import subprocess
import sys
from typing import Protocol

from click.testing import CliRunner, Result

from alfrd_luigi.cli import main


class Alfrd(Protocol):
    """The command on the test's archive: `alfrd("list", "--json")`."""

    def __call__(self, *arguments: object) -> Result: ...


class AlfrdProcess(Protocol):
    """The same in a new process, for commands that load Luigi or depend on the real stdout."""

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]: ...


def alfrd(*arguments: object) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="alfrd")


def alfrd_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, for at most 100 seconds. Python's warnings are errors there."""
    command = [sys.executable, "-W", "error", "-m", "alfrd_luigi.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

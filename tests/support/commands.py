"""The `alfrd` command, in this process and in a separate one."""

from __future__ import annotations

import subprocess
import tempfile
from typing import Protocol

from click.testing import CliRunner, Result

from alfrd_luigi.cli import main
from support import prepared_python
from support.prepared_python import Program


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
    return _run(Program(("alfrd_luigi.cli", *map(str, arguments)), is_module=True, strict=True))


def alfrd_of_a_person(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, for at most 100 seconds, with Python's warnings as a person has them."""
    return _run(Program(("alfrd_luigi.cli", *map(str, arguments)), is_module=True))


def luigi(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the `luigi` command of this installation to its end, for at most 100 seconds."""
    return _run(Program(("luigi", *map(str, arguments)), is_module=True))


def _run(program: Program) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        code = prepared_python.run(program, stdout, stderr)
        for each in (stdout, stderr):
            each.seek(0)
        said, trouble = stdout.read().decode(), stderr.read().decode()
    return subprocess.CompletedProcess(program.command_line(), code, said, trouble)

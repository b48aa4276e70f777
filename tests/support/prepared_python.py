"""Python programs that start in some hundredths of a second, because the libraries that they import are there."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

_PROGRAM = Path(__file__).parent / "programs" / "prepared_python.py"
# What Python reads only when it starts.
_OF_THE_START = ("LANG", "LC_", "LD_", "PYTHON")
# cv2 adds a folder when a test imports it. With that in it, each program would need a Python of its own.
_LIBRARIES = "LD_LIBRARY_PATH"
_libraries = os.environ.get(_LIBRARIES)


class Program(NamedTuple):
    """A program or module and its arguments, and whether Python's warnings are errors in it."""

    command: tuple[str, ...]
    is_module: bool = False
    strict: bool = False

    def command_line(self) -> list[str]:
        """The command that runs it in a Python of its own."""
        options = [*(["-W", "error"] if self.strict else []), *(["-m"] if self.is_module else [])]
        return [sys.executable, *options, *self.command]


def run(
    program: Program,
    stdout: IO[bytes],
    stderr: IO[bytes],
    seconds: float = 100,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a program to its end in a process with this environment and working directory. Returns its exit code.

    It has no stdin. `environment` is added to that of this process. Raises subprocess.TimeoutExpired.
    """
    whole = _environment(environment or {})
    if _of_the_start(whole) == _prepared().environment:
        return _prepared().run(program, stdout, stderr, seconds, whole)
    return subprocess.run(
        program.command_line(),
        env=whole,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        timeout=seconds,
        check=False,
    ).returncode


def _environment(added: Mapping[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != _LIBRARIES}
    return {**own, **({} if _libraries is None else {_LIBRARIES: _libraries}), **added}


class _Prepared:
    """A process that has imported the libraries, from which the processes of programs are forked."""

    def __init__(self) -> None:
        whole = _environment({})
        self.environment = _of_the_start(whole)
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(_PROGRAM), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=whole,
                pass_fds=[theirs.fileno()],
            )

    def run(
        self, program: Program, stdout: IO[bytes], stderr: IO[bytes], seconds: float, environment: Mapping[str, str]
    ) -> int:
        asked = {
            "program": program.command,
            "is_module": program.is_module,
            "strict": program.strict,
            "folder": str(Path.cwd()),
            "environment": environment,
        }
        with tempfile.TemporaryFile("w+") as file, Path(os.devnull).open() as stdin:
            json.dump(asked, file)
            file.flush()
            descriptors = [each.fileno() for each in (stdin, stdout, stderr, file)]
            socket.send_fds(self._control, [b"x"], descriptors)
        self._control.settimeout(60)
        pid = self._answer()
        self._control.settimeout(seconds)
        try:
            return os.waitstatus_to_exitcode(self._answer())
        except TimeoutError as error:
            os.kill(pid, signal.SIGKILL)
            self._control.settimeout(60)
            self._answer()
            raise subprocess.TimeoutExpired(program.command, seconds) from error

    def _answer(self) -> int:
        return int.from_bytes(self._control.recv(8, socket.MSG_WAITALL))

    def close(self) -> None:
        self._control.close()
        self._process.wait(10)


@cache
def _prepared() -> _Prepared:
    made = _Prepared()
    atexit.register(made.close)
    return made


def _of_the_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_OF_THE_START)}

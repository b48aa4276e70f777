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
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

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


class Started(Protocol):
    """A process. A subprocess.Popen is one."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | Any: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...


def run(
    program: Program,
    stdout: IO[bytes],
    stderr: IO[bytes],
    seconds: float = 100,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a program to its end, as `start` does. Returns its exit code. Raises subprocess.TimeoutExpired."""
    process = start(program, stdout, stderr, environment)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        raise


def start(
    program: Program, stdout: IO[bytes], stderr: IO[bytes], environment: Mapping[str, str] | None = None
) -> Started:
    """Start a program in a process with this environment and working directory.

    It has no stdin. `environment` is added to that of this process.
    """
    whole = _environment(environment or {})
    if _of_the_start(whole) == _prepared().environment:
        return _prepared().start(program, stdout, stderr, whole)
    return subprocess.Popen(program.command_line(), env=whole, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)


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

    def start(self, program: Program, stdout: IO[bytes], stderr: IO[bytes], environment: Mapping[str, str]) -> Started:
        asked = {
            "program": program.command,
            "is_module": program.is_module,
            "strict": program.strict,
            "folder": str(Path.cwd()),
            "environment": environment,
        }
        answers, theirs = socket.socketpair()
        with theirs, tempfile.TemporaryFile("w+") as file, Path(os.devnull).open() as stdin:
            json.dump(asked, file)
            file.flush()
            descriptors = [each.fileno() for each in (stdin, stdout, stderr, file, theirs)]
            socket.send_fds(self._control, [b"x"], descriptors)
        return _Forked(program, answers)

    def close(self) -> None:
        self._control.close()
        self._process.wait(10)


class _Forked:
    """A process forked from a prepared one, which tells of it."""

    def __init__(self, program: Program, answers: socket.socket) -> None:
        self.returncode: int | None = None
        self._program, self._answers = program, answers
        self.pid = self._answer(60)

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(self._answer(timeout))
            self._answers.close()
        return self.returncode

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def _answer(self, seconds: float | None) -> int:
        self._answers.settimeout(seconds)
        try:
            answer = self._answers.recv(8)
        except (TimeoutError, BlockingIOError) as error:
            raise subprocess.TimeoutExpired(self._program.command, seconds or 0) from error
        assert len(answer) == 8, "the prepared Python has ended"
        return int.from_bytes(answer)


@cache
def _prepared() -> _Prepared:
    made = _Prepared()
    atexit.register(made.close)
    return made


def _of_the_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_OF_THE_START)}

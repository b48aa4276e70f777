"""The parent's side of a decoding process. It is started by the first request, and again after it has died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, cast

from alfrd_luigi.decoding import answers, wire
from alfrd_luigi.decoding.refusal import OverdueError, RefusalError
from alfrd_luigi.errors import machine_error

# What Python itself may need to start. Credentials and everything else are hidden from a file that exploits a decoder.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT")

_IMPORTED = ("alfrd_luigi", "PIL", "pypdfium2", "pi_heif", "pikepdf", "python_calamine", "striprtf")


class KilledError(Exception):
    """The child was killed from outside: by the kernel when memory ran out, or by a person.

    The file or the machine may be at fault.
    """


class DecodingProcess:
    """One child with a memory limit (MB) and a time limit (seconds for each request). Not thread-safe."""

    def __init__(self, megabytes: int, seconds: float) -> None:
        self._megabytes = megabytes
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, request: wire.Header, most_header: int, most_body: int, content: bytes = b"") -> wire.Message:
        """The child's answer, limited in size. Raises RefusalError if the child refuses the file or fails.

        `seconds` may limit this request further. Raises OverdueError when they end before the child's own limit,
        KilledError if the child was killed from outside, and MachineError if none can be started.
        """
        child = self._running()
        try:
            wire.send(cast(BinaryIO, child.stdin), request, content)
            header, body = wire.receive(cast(BinaryIO, child.stdout), most_header, most_body)
        except (EOFError, OSError, ValueError) as error:
            raise self._death(child, request.get("seconds", self._seconds)) from error
        answers.check_refused(header)
        return header, body

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            with suppress(BrokenPipeError):  # of data that it has not read
                cast(BinaryIO, child.stdin).close()
            # The with block ends when the pipes are closed and the child is reaped.
            with child:
                pass

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = self._started()
        return self._child

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-S", "-m", f"{__package__}.child", str(self._megabytes), str(self._seconds)]
        try:
            # A separate session: Ctrl-C on the terminal is handled by the parent only.
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise machine_error(error) from error

    def _death(self, child: subprocess.Popen[bytes], seconds: float) -> RefusalError | KilledError | OverdueError:
        # It has already ended, or sent an invalid answer and cannot be trusted with another file.
        try:
            code = child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        if code == -signal.SIGALRM and seconds < self._seconds:
            return OverdueError()
        if code == -signal.SIGALRM:
            return RefusalError(f"takes more than {self._seconds:g} s to open", "Split it, or scan it again")
        return KilledError() if code == -signal.SIGKILL else answers.failing()


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**inherited, "PYTHONPATH": os.pathsep.join(_places()), "PYTHONSAFEPATH": "1"}


@cache
def _places() -> list[str]:
    """Import paths for the child, so that it can skip `site`, which is half of the time that Python takes to start. Not
    all of `sys.path`: some libraries change it while they are loaded.
    """
    found = [spec.origin for name in _IMPORTED if (spec := find_spec(name)) is not None and spec.origin is not None]
    return list(dict.fromkeys(str(Path(origin).parents[1]) for origin in found))

"""Commands on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios
from concurrent.futures import ThreadPoolExecutor

from support import prepared_python
from support.prepared_python import Program

# A terminal that has colours, and no setting of the person who runs the tests.
_ENVIRONMENT = {"TERM": "xterm-256color", "COLUMNS": "", "NO_COLOR": ""}
_ROWS = 40


class Terminal:
    """A terminal of so many columns. A process writes to `file`."""

    def __init__(self, columns: int = 80) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
        self.file = os.fdopen(theirs, "wb", buffering=0)
        self._reader = ThreadPoolExecutor(1)
        self._shown = self._reader.submit(_read_to_end, ours)

    def close(self) -> str:
        """All that was written, once nobody can write any more."""
        self.file.close()
        self._reader.shutdown()
        return self._shown.result().replace("\r\n", "\n")


def alfrd(*arguments: object, columns: int = 80, **environment: str) -> str:
    """All that a command prints where stdout and stderr are a terminal."""
    terminal = Terminal(columns)
    command = Program(("alfrd_luigi.cli", *map(str, arguments)), is_module=True)
    prepared_python.run(command, terminal.file, terminal.file, environment={**_ENVIRONMENT, **environment})
    return terminal.close()


def without_style(shown: str) -> str:
    """The text that a terminal shows, without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def _read_to_end(terminal: int) -> str:
    shown = b""
    try:
        while read := os.read(terminal, 65536):
            shown += read
    except OSError:  # how a pseudo-terminal says that nobody writes any more
        os.close(terminal)
    return shown.decode()

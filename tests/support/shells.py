"""Shells on a terminal, into which a test types.

Run as a program, it prints the shells of tests/shells that are missing, and exits with 1 if there are any.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(alfrd completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(alfrd completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "alfrd completion fish | source"),
}
_SECONDS = 60.0
_READY = "ready"


def completed(shell: str, typed: str, wanted: str) -> str:
    """What stands on the terminal after a person has typed this and pressed Tab: at once when it has what is wanted."""
    command, setup = COMMANDS[shell]
    ours, theirs = pty.openpty()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TERM": "xterm", "PS1": "> "}
    # The terminal has to be the shell's own: fish would end.
    with subprocess.Popen(
        ["setsid", "--ctty", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        try:
            os.write(ours, f"{setup}; echo re''ady\n".encode())
            _until(ours, _READY)
            os.write(ours, f"{typed}\t".encode())
            return _until(ours, wanted)
        finally:
            process.kill()
            os.close(ours)


def _until(terminal: int, wanted: str) -> str:
    """What the shell writes until it has written what is wanted, or for a minute."""
    shown, deadline = "", time.monotonic() + _SECONDS
    while wanted not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(terminal, 65536).decode(errors="replace"))
    return shown


if __name__ == "__main__":
    missing = [shell for shell in COMMANDS if shutil.which(shell) is None]
    sys.stdout.write("".join(f"{shell}\n" for shell in missing))
    sys.exit(bool(missing))

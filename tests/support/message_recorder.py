"""A program that takes messages in place of a person, and records how it was called."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

_PROGRAM = """
import json, os, subprocess, sys, time
from pathlib import Path
folder, how, *arguments = sys.argv[1:]
if how == "hang":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(folder, "child").write_text(str(child.pid))
    time.sleep(600)
told = sys.stdin.read()
if how == "kill-first":
    os.kill(os.getppid(), 9)
    sys.exit()
time.sleep(0.5 if how == "slow" else 0)
record = {"arguments": arguments, "environment": dict(os.environ), "message": json.loads(told)}
number = len(list(Path(folder).glob("message-*")))
Path(folder, f"message-{number:03}-{os.getpid()}").write_text(json.dumps(record))
if how == "kill-last":
    os.kill(os.getppid(), 9)
print("hunter2 on stdout"); print("hunter2 on stderr", file=sys.stderr)
sys.exit(3 if how == "fail" else 0)
"""


class Recorder(NamedTuple):
    """The program, and the folder where it records its calls.

    It can `take` a message, be `slow`, `fail`, `hang`, or kill the process that sends before (`kill-first`) or after it
    recorded the message (`kill-last`).
    """

    program: Path
    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Recorder:
        """A recorder in a folder."""
        made = cls(folder / "recorder.py", folder / "told")
        made.program.write_text(_PROGRAM)
        made.folder.mkdir()
        return made

    def command(self, how: str = "take", *arguments: str) -> str:
        """The value of notify_command."""
        return " ".join([sys.executable, str(self.program), str(self.folder), how, *arguments])

    def calls(self) -> list[dict[str, Any]]:
        """What was recorded, in order."""
        return [json.loads(file.read_text()) for file in sorted(self.folder.glob("message-*"))]

    def kinds(self) -> list[list[str]]:
        """The kinds of news in each message."""
        return [[notice["kind"] for notice in call["message"]["notices"]] for call in self.calls()]

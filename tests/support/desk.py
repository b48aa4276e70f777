"""Documents of a few lines, and runs of the real tasks on them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alfrd_luigi.database import document_details, documents
from alfrd_luigi.database.connection import database
from support import prepared_python
from support.archives import Archive
from support.connections import connected
from support.prepared_python import Program

_LUIGI = Path(__file__).parent / "programs" / "luigi_with_engines.py"

RECEIPT = """CORNER BAKERY LLC
12 Mill Lane
Receipt number: {number}
Date: 0{day} March 2024

2 x Rye bread      9.00
1 x Butter         3.50
Total            $12.50
Cash             $20.00
Change            $7.50
Thank you for shopping with us
{script}
"""


class Running:
    """A program in a separate process, used as a subprocess.Popen with pipes is."""

    def __init__(self, program: Program, environment: Mapping[str, str]) -> None:
        self._said = os.fdopen(os.memfd_create("said"), "w+b")
        self._process = prepared_python.start(program, self._said, self._said, environment)
        self.pid = self._process.pid

    @property
    def returncode(self) -> int:
        """The exit code of the process, which has ended."""
        return int(self._process.returncode)

    def communicate(self, timeout: float | None = None) -> tuple[str, None]:
        """All that it has said on stdout and stderr, when it has ended. It is killed if this takes too long."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        with self._said:
            self._said.seek(0)
            return self._said.read().decode(), None

    def poll(self) -> int | None:
        """Its exit code if it has ended."""
        return self._process.poll()

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        self._process.send_signal(number)

    def terminate(self) -> None:
        """Send it SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send it SIGKILL."""
        self.send_signal(signal.SIGKILL)


class Desk:
    """The inbox of a test's archive, runs of the `luigi` command on it, and their results."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        archive.inbox.mkdir(parents=True, exist_ok=True)
        archive.configure(settle_seconds=0, language_engine="scripted")

    def receipt(self, number: int, script: str = "") -> None:
        """Put a receipt in the inbox. `script` tells the scripted engine how to answer."""
        text = RECEIPT.format(number=number, day=number % 9 + 1, script=script)
        (self._archive.inbox / f"receipt-{number}.txt").write_text(text, encoding="utf-8")

    def run(self, *arguments: str, **environment: str) -> int:
        """Run the `luigi` command with these arguments to its end. Returns its exit code, or the negative signal."""
        running = self.start(*(arguments or ("ProcessAllPending",)), **environment)
        self.said, _ = running.communicate(timeout=100)
        return running.returncode

    def start(self, *arguments: str, **environment: str) -> Running:
        """Start the `luigi` command in a separate process."""
        return Running(Program((str(_LUIGI), *arguments)), environment)

    said = ""

    def rows(self) -> list[dict[str, Any]]:
        """The row of every document, in the order of registration."""
        session = database().session()
        found = document_details.documents(session, with_text=True)
        return [{**row._asdict(), **documents.state(session, row.id)._asdict()} for row in reversed(found)]

    def statuses(self) -> list[str]:
        """The status of every document, in the order of registration: what a test waits for, without other values."""
        with connected(self._archive.database_url) as own:
            own.execute("SELECT status FROM documents ORDER BY registered_at, id DESC")
            return [status for (status,) in own.fetchall()]


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)

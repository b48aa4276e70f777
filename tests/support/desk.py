"""Documents of a few lines, and runs of the real tasks on them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alfrd_luigi.database import document_details, documents
from alfrd_luigi.database.connection import database
from support import prepared_python
from support.archives import Archive
from support.document_rows import ids
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
        with tempfile.TemporaryFile() as said:
            program = Program((str(_LUIGI), *(arguments or ("ProcessAllPending",))))
            code = prepared_python.run(program, said, said, environment=environment)
            said.seek(0)
            self.said = said.read().decode()
        return code

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the `luigi` command in a separate process."""
        command = [sys.executable, str(_LUIGI), *arguments]
        return subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    said = ""

    def rows(self) -> list[dict[str, Any]]:
        """The row of every document, in the order of registration."""
        session = database().session()
        return [
            {**document_details.document(session, id)._asdict(), **documents.state(session, id)._asdict()}
            for id in ids(session)
        ]


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)

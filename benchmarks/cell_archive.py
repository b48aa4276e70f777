"""The archive of one cell, and its commands: with its own embedded server and its own stand-in for AWS."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Literal

import forked
import psycopg2
import refusals
from scenarios import Scenario

from alfrd_luigi.standin import StandIn
from alfrd_luigi.triggers import VARIABLE

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
_LONGEST = 120.0


@dataclass
class Archive:
    """The archive of one cell, and its commands."""

    folder: Path
    scenario: Scenario
    server: StandIn
    output: str = ""  # of the last completed command
    names: dict[str, str] = field(default_factory=dict)  # of the documents that commands name
    _numbers: Iterator[int] = field(default_factory=count)

    @cached_property
    def _environment(self) -> dict[str, str]:
        return {
            **self.server.environment,
            "ALFRD_DATA_DIR": str(self.folder / "data"),
            "ALFRD_SETTLE_SECONDS": "0",
            "ALFRD_OCR_ENGINE": "textract",
            "ALFRD_LANGUAGE_ENGINE": "bedrock",
            "ALFRD_BEDROCK_MODEL_ID": MODEL,
            "ALFRD_BACKOFF_SECONDS": "0",
            "ALFRD_RETRY_SECONDS": "0",
            **{name: value.format(folder=self.folder) for name, value in self.scenario.settings.items()},
        }

    # The refusal of the operating system that the next commands meet; see refusals.
    refusal: str = ""

    def start(self, command: Sequence[str], trigger: str = "", output: Path | None = None) -> ForkServerProcess:
        """Start a command. A trigger arms its point."""
        armed = {VARIABLE: trigger, refusals.VARIABLE: self.refusal}
        return forked.start(
            command, {**self._environment, **armed}, output or self.folder / f"output-{next(self._numbers)}"
        )

    def run(self, command: Sequence[str], trigger: str = "", deed: Callable[[], None] | None = None) -> int:
        """Run a command to its end. `deed` runs while the command is held at its trigger. Returns the exit code."""
        output = self.folder / f"output-{next(self._numbers)}"
        hold = self.folder / "hold"
        process = self.start(command, f"{trigger}hold:{hold}" if deed else trigger, output)
        if deed:
            while process.is_alive() and not hold.exists():
                time.sleep(0.005)
            if hold.exists():
                deed()
                hold.unlink()
        process.join(_LONGEST)
        self.output = output.read_text("utf-8", "replace")
        if process.is_alive():
            process.kill()
            raise RuntimeError(f"{command} hangs: {self.output[-2000:]}")
        return int(process.exitcode or 0)

    def freeze(self, command: Sequence[str], trigger: str, meanwhile: Callable[[], object]) -> bool:
        """Stop a command at its trigger, drop its connections, let others work, and let the command continue.

        Returns whether the trigger was reached.
        """
        process = self.start(command, f"{trigger}freeze")
        while process.is_alive() and not _is_stopped(process.pid or 0):
            time.sleep(0.005)
        is_frozen = process.is_alive()
        if is_frozen:
            if self._postmaster_file.exists():  # `alfrd add` needs no server
                self.cut()
            meanwhile()
            os.kill(process.pid or 0, signal.SIGCONT)
        process.join(_LONGEST)
        if process.is_alive():
            process.kill()
            raise RuntimeError(f"{command} hangs after it was frozen at {trigger}")
        return is_frozen

    def content(self) -> dict[str, list[Any]]:
        """The content of the archive."""
        self.run(("content",))
        found: dict[str, list[Any]] = json.loads(self.output)
        return found

    def documents(self) -> list[dict[str, Any]]:
        """The output of `alfrd list`."""
        if self.run(("alfrd", "list", "--json")):
            raise RuntimeError(self.output)
        found: list[dict[str, Any]] = json.loads(self.output)
        return found

    def restart(self, how: Literal["fast", "immediate", "kill"] = "fast") -> None:
        """End the server, as its administrator would or with kill -9. The next connection starts it again."""
        postmaster = int(self._postmaster()[0])
        os.kill(postmaster, {"fast": signal.SIGINT, "immediate": signal.SIGQUIT, "kill": signal.SIGKILL}[how])
        while Path(f"/proc/{postmaster}").exists():
            time.sleep(0.005)

    def cut(self) -> None:
        """End every connection."""
        with closing(psycopg2.connect(host=self._postmaster()[4], user="postgres", dbname="postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                )

    def _postmaster(self) -> list[str]:
        return self._postmaster_file.read_text("utf-8").splitlines()

    @property
    def _postmaster_file(self) -> Path:
        return self.folder / "data/postgres/postmaster.pid"


def _is_stopped(pid: int) -> bool:
    """Whether the process is in state T (proc_pid_stat(5))."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "T"
    return False

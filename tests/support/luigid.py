"""A luigid of its own on loopback, and runs that use it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_TOOLS = Path(sys.executable).parent


class Luigid:
    """A luigid with the shipped configuration, and the configuration of a run that uses it, in `folder`."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self._folder = folder
        config = (_ROOT / "luigi.cfg").read_text("utf-8")
        config = config.replace("# scheduler_host = localhost", "scheduler_host = 127.0.0.1")
        config = config.replace("# scheduler_port = 8082", f"scheduler_port = {port}")
        (folder / "luigi.cfg").write_text(config, encoding="utf-8")

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.port}/"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `luigi --module alfrd_luigi` with these arguments through this luigid."""
        return subprocess.run(
            [_TOOLS / "luigi", "--module", "alfrd_luigi", *arguments],
            env={**os.environ, "LUIGI_CONFIG_PATH": str(self._folder / "luigi.cfg")},
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def tasks(self, status: str) -> list[dict[str, Any]]:
        """The tasks with a status, as the visualiser gets them."""
        return list(self._asked("task_list", status=status, upstream_status="").values())

    def error(self, task_id: str) -> str:
        """Why a task failed, as the visualiser shows it."""
        return str(self._asked("fetch_error", task_id=task_id)["error"])

    def _asked(self, method: str, **data: str) -> dict[str, Any]:
        asked = urllib.parse.quote(json.dumps(data))
        with urllib.request.urlopen(f"{self.url}api/{method}?data={asked}") as answer:
            found: dict[str, Any] = json.load(answer)["response"]
            return found


@contextmanager
def serving(folder: Path) -> Iterator[Luigid]:
    """A luigid, until the block ends. Its state is in `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [_TOOLS / "luigid", "--address", "127.0.0.1", "--port", str(port), "--state-path", folder / "state.pickle"],
        env={**os.environ, "LUIGI_CONFIG_PATH": str(_ROOT / "luigi.cfg")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _listens(port):
            assert server.poll() is None, "luigid has ended"
            time.sleep(0.05)
        yield Luigid(port, folder)
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True

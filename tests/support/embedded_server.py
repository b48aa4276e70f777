"""Archives on separate embedded servers, and processes that use them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

_USE = """
import sys, time
from pathlib import Path
from alfrd_luigi.database import connection
from alfrd_luigi.errors import DatabaseError
from alfrd_luigi.settings import Settings
connection._EMBEDDED_SECONDS = float(sys.argv[4])
connection._CONNECT_SECONDS = 2 if sys.argv[4] == "0" else 10
try:
    used = connection.connect(Settings(data_dir=Path(sys.argv[1])))
except DatabaseError as error:
    sys.exit(error.line)
used.autocommit = True
with used.cursor() as cursor:
    cursor.execute(sys.argv[2])
    print(*cursor.fetchone(), flush=True)
time.sleep(float(sys.argv[3]))
"""
SHOWN = "SELECT current_setting('max_connections'), current_setting('listen_addresses')"


class Served:
    """The data folder of an archive. Only its embedded server is used."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.folder = data_dir / "postgres"

    def start(
        self, query: str = SHOWN, *, stays: float = 0, tries: float = 8, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """A process that connects, prints the row of a query, and stays connected for `stays` seconds."""
        return subprocess.Popen(
            [sys.executable, "-c", _USE, str(self.data_dir), query, str(stays), f"{tries:g}"],
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def use(self, query: str = SHOWN, environment: Mapping[str, str] | None = None) -> str:
        """The output of such a process, which then ends."""
        said, trouble = self.start(query, environment=environment).communicate(timeout=100)
        assert said, trouble
        return said.strip()

    def refused(self, query: str = SHOWN, tries: float = 8) -> str:
        """The error of such a process that cannot connect, or whose query is wrong."""
        said, trouble = self.start(query, tries=tries).communicate(timeout=100)
        assert said == ""
        return trouble

    @contextmanager
    def user(self) -> Iterator[subprocess.Popen[str]]:
        """A connected process, which is killed with -9 at the end."""
        with self.start(stays=100) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline(), process.communicate()
                yield process
            finally:
                process.kill()

    @property
    def postmaster(self) -> int:
        """The process that `postmaster.pid` names."""
        return int((self.folder / "postmaster.pid").read_text("utf-8").splitlines()[0])

    @property
    def is_running(self) -> bool:
        """Whether a postgres runs on the folder."""
        return bool(processes(self.folder))

    def reset(self) -> None:
        """Stop the server as its last user would, in any state, and empty its log."""
        if self.is_running:
            self.use()
        for process in processes(self.folder):
            process.kill()
        (self.folder / "log").write_bytes(b"")

    def copy(self, folder: Path) -> Served:
        """A copy of this archive in a new folder."""
        subprocess.run(["cp", "-a", self.data_dir, folder], check=True)
        return Served(folder)

    def cut_power(self) -> None:
        """Kill all processes of the server at once. Their files remain."""
        children = psutil.Process(self.postmaster).children(recursive=True)
        for process in [psutil.Process(self.postmaster), *children]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(children, timeout=10)


@contextmanager
def folder_for_root() -> Iterator[Path]:
    """A temporary folder outside pytest's, so that another user can enter it: as root, the server runs as one."""
    folder = Path(tempfile.mkdtemp(prefix="alfrd-tests-"))
    yield folder
    for process in processes(folder):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def processes(below: Path) -> list[psutil.Process]:
    """The processes with a path of this folder in their command line."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(below) in argument for argument in process.info["cmdline"] or [])
    ]

"""Three hosts, each with a home, an inbox and a configuration, on one luigid, one PostgreSQL and one shared folder."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alfrd_luigi.database import document_details, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.marker import MARKER
from support import luigid
from support.archives import Archive

_TOOLS = Path(sys.executable).parent
_PAPERS = 4


class Host:
    """A machine: its processes know nothing but what is in its home."""

    def __init__(self, home: Path, archive: Archive, shared: Path, port: int) -> None:
        self._home = home
        self.inbox = home / "inbox"
        folder = home / ".config" / "alfrd"
        for each in (self.inbox, folder):
            each.mkdir(parents=True)
        (folder / "luigi.cfg").write_text(
            f"[core]\nscheduler_host = 127.0.0.1\nscheduler_port = {port}\n"
            f"[alfrd]\ndata_dir = {home}/data\ninbox_dir = {self.inbox}\ndatabase_url = {archive.database_url}\n"
            f"documents_url = {shared}\nsettle_seconds = 0\nreport = false\n"
        )

    def receive(self, *numbers: int) -> None:
        """Papers arrive in its inbox."""
        for number in numbers:
            text = f"Corner Shop\nReceipt {number}\nDate 2024-03-0{number % 9 + 1}\nTotal $1{number}.00\n"
            (self.inbox / f"receipt-{number}.txt").write_text(text)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as cron does, in the home and with nothing else in the environment."""
        return subprocess.run(
            [_TOOLS / command[0], *command[1:]],
            env={"HOME": str(self._home), "PATH": os.defpath},
            cwd=self._home,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def process(self) -> subprocess.CompletedProcess[str]:
        """A run of cron."""
        return self.run("luigi", "--module", "alfrd_luigi", "ProcessAllPending")


def test_three_hosts_share_the_work(archive: Archive, tmp_path: Path) -> None:
    shared = tmp_path / "mnt"
    with luigid.serving(tmp_path) as scheduler:
        hosts = [Host(tmp_path / f"host-{number}", archive, shared, scheduler.port) for number in range(3)]
        made = hosts[0].run("alfrd", "init")
        assert made.returncode == 0, made.stderr
        assert (shared / MARKER).exists()

        for number, host in enumerate(hosts):
            host.receive(*range(number * _PAPERS, (number + 1) * _PAPERS), 99)  # one paper comes to each of them
        with ThreadPoolExecutor(len(hosts)) as pool:
            done = list(pool.map(Host.process, hosts))
        assert [each.returncode for each in done] == [0, 0, 0], [each.stderr for each in done]

        session = database().session()
        found = document_details.documents(session)
        assert len(found) == len(hosts) * _PAPERS + 1
        assert {row.status for row in found} == {"filed"}
        assert len(runs.last(session, 10)) == len(hosts)
        pages = [path for path in shared.rglob("*.txt") if path.is_file()]
        assert len(pages) == len(found)
        assert not any((tmp_path / f"host-{number}" / "data" / "documents").exists() for number in range(3))

        # The third host loses its mount: it changes nothing, says which folder it is, and continues when it is back.
        hosts[2].receive(50)
        shared.rename(away := tmp_path / "away")
        shared.mkdir()
        lost = hosts[2].process()
        assert lost.returncode == 30, lost.stderr
        assert str(shared) in lost.stderr
        assert list(shared.iterdir()) == []
        shared.rmdir()
        away.rename(shared)
        assert hosts[2].process().returncode == 0
        assert len(document_details.documents(session)) == len(found) + 1


@pytest.mark.parametrize("url", ["mnt/alfrd", "file:///mnt/alfrd"])
def test_a_folder_is_named_by_its_whole_path(archive: Archive, tmp_path: Path, url: str) -> None:
    host = Host(tmp_path / "host", archive, Path(url), 1)
    done = host.run("alfrd", "init")
    assert (done.returncode, len(done.stderr.splitlines())) == (6, 1)
    assert "nor the whole path of a folder" in done.stderr

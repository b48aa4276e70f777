"""With luigid the same command has the same result, and the visualiser shows the whole graph."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.archives import Archive

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


@pytest.fixture
def luigid(tmp_path: Path) -> Iterator[int]:
    """The port of a luigid on loopback with the shipped configuration."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [TOOLS / "luigid", "--address", "127.0.0.1", "--port", str(port), "--state-path", tmp_path / "state.pickle"],
        env={**os.environ, "LUIGI_CONFIG_PATH": str(ROOT / "luigi.cfg")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, "luigid has ended"
            time.sleep(0.05)
    yield port
    server.terminate()
    server.wait()


def _tasks(port: int, status: str) -> Counter[str]:
    asked = urllib.parse.quote(json.dumps({"status": status, "upstream_status": ""}))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/task_list?data={asked}") as answer:
        return Counter(task["name"] for task in json.load(answer)["response"].values())


def test_a_run_through_luigid(luigid: int, archive: Archive, tmp_path: Path) -> None:
    config = (ROOT / "luigi.cfg").read_text("utf-8")
    config = config.replace("# scheduler_host = localhost", "scheduler_host = 127.0.0.1")
    config = config.replace("# scheduler_port = 8082", f"scheduler_port = {luigid}")
    (tmp_path / "luigi.cfg").write_text(config, encoding="utf-8")
    archive.inbox.mkdir(parents=True)
    for number in range(3):
        (archive.inbox / f"note-{number}.txt").write_text(f"Corner Shop\nReceipt {number}\nTotal $1{number}.00\n")
    archive.configure(settle_seconds=0)
    done = subprocess.run(
        [TOOLS / "luigi", "--module", "alfrd_luigi", "ProcessAllPending"],
        env={**os.environ, "LUIGI_CONFIG_PATH": str(tmp_path / "luigi.cfg")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = _tasks(luigid, "DONE")
    stages = (
        "OcrDocument",
        "ClassifyDocument",
        "ScoreClassification",
        "SummarizeDocument",
        "ScoreSummary",
        "FileDocument",
    )
    assert {name: shown[name] for name in (*stages, "ProcessDocument", "ProcessAllPending")} == {
        **dict.fromkeys((*stages, "ProcessDocument"), 3),
        "ProcessAllPending": 1,
    }
    assert not _tasks(luigid, "FAILED")

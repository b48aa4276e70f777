"""The embedded server: private, shared by processes, found or replaced after a kill -9."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

_CONNECT = """
import sys, time
from pathlib import Path
from alfrd_luigi.database.connection import connect
from alfrd_luigi.settings import Settings
connection = connect(Settings(data_dir=Path(sys.argv[1])))
with connection.cursor() as cursor:
    cursor.execute("SELECT current_setting('max_connections'), current_setting('listen_addresses')")
    print(*cursor.fetchone(), flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for process in psutil.process_iter(["cmdline"]):
        if str(tmp_path) in (process.info["cmdline"] or []):
            process.kill()


def _start(data_dir: Path, seconds: float = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CONNECT, str(data_dir), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _use(data_dir: Path) -> str:
    said, trouble = _start(data_dir).communicate(timeout=60)
    assert said, trouble
    return said.strip()


def _postmaster(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text("utf-8").splitlines()[0])


def test_it_is_private_and_made_for_many_connections(data_dir: Path) -> None:
    assert _use(data_dir) == "300"  # and listens on no address
    assert stat.S_IMODE((data_dir / "postgres").stat().st_mode) == 0o700


def test_processes_share_it_and_the_last_one_stops_it(data_dir: Path) -> None:
    users = [_start(data_dir, 1) for _ in range(4)]
    for user in users:
        said, trouble = user.communicate(timeout=60)
        assert said.strip() == "300", trouble
        assert "Traceback" not in trouble
    assert not (data_dir / "postgres" / "postmaster.pid").exists()


def test_a_server_left_by_a_killed_process_is_joined_and_stopped_later(data_dir: Path) -> None:
    user = _start(data_dir, 60)
    assert user.stdout is not None
    assert user.stdout.readline()
    user.kill()
    user.communicate()
    assert psutil.pid_exists(_postmaster(data_dir))
    _use(data_dir)
    assert not (data_dir / "postgres" / "postmaster.pid").exists()


def test_a_killed_server_is_replaced(data_dir: Path) -> None:
    user = _start(data_dir, 60)
    assert user.stdout is not None
    assert user.stdout.readline()
    os.kill(_postmaster(data_dir), signal.SIGKILL)
    time.sleep(0.1)
    assert _use(data_dir) == "300"
    user.kill()
    user.communicate()


def test_a_list_of_users_cut_short_is_no_obstacle(data_dir: Path) -> None:
    _use(data_dir)
    users = data_dir / "postgres" / ".handle_pids.json"
    users.write_text("[1, 2][", encoding="utf-8")
    assert _use(data_dir) == "300"
    assert json.loads(users.read_text("utf-8")) == []


def test_a_long_path_keeps_its_socket_private(tmp_path: Path) -> None:
    data_dir = tmp_path / ("long-" * 20) / "archive"
    data_dir.mkdir(parents=True)
    user = _start(data_dir, 60)
    assert user.stdout is not None
    assert user.stdout.readline(), user.stderr
    lines = (data_dir / "postgres" / "postmaster.pid").read_text("utf-8").splitlines()
    assert stat.S_IMODE(Path(lines[4]).stat().st_mode) == 0o700
    user.terminate()
    user.communicate()
    _use(data_dir)

"""The embedded server after power cuts and kills at any moment: it recovers, and harms no other process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alfrd_luigi.database import embedded
from alfrd_luigi.database.embedded import cluster, programs
from alfrd_luigi.database.embedded.log import Log
from alfrd_luigi.database.embedded.server import step_lock
from alfrd_luigi.errors import DatabaseError, ExitCode, SettingsError
from support.embedded_server import Served, folder_for_root, processes


@contextmanager
def _stranger(user: int) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has nothing to do with the archive."""
    with subprocess.Popen(["sleep", "100"], user=user if os.geteuid() == 0 else None) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("is_servers_user", [False, True])
def test_a_process_that_has_the_number_of_a_dead_server_lives(served: Served, is_servers_user: bool) -> None:
    user = programs.account(served.folder).user if is_servers_user else os.geteuid()
    with served.user(), _stranger(user) as stranger:
        served.cut_power()
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            lines = (served.folder / name).read_text("utf-8").splitlines()
            (served.folder / name).write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n", encoding="utf-8")
        assert served.use() == "300"
        assert stranger.poll() is None
    assert served.use() == "300"


def test_the_server_of_the_folder_that_this_one_is_a_copy_of_goes_on(served: Served) -> None:
    with served.user(), folder_for_root() as folder:
        copy = served.copy(folder / "data")
        assert copy.postmaster == served.postmaster
        assert copy.use() == "300"
        assert served.is_running
        assert served.use() == "300"


@pytest.mark.parametrize(
    ("place", "reason"),
    [("/proc/self/limits", "the disk is full, also for its log"), ("/dev/null", "it wrote nothing")],
)
def test_a_server_that_wrote_nothing_on_a_full_disk_says_so(tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "log").symlink_to(place)  # /proc has no free space
    assert Log(tmp_path).reason(1_000_000) == reason


@pytest.mark.parametrize("left", [b"", b"\0" * 80], ids=["empty", "zeros"])
def test_a_file_that_a_power_cut_left_half_written_is_no_obstacle(served: Served, left: bytes) -> None:
    (served.folder / "postmaster.pid").write_bytes(left)
    assert served.use() == "300"


def test_a_list_of_users_of_an_older_version_keeps_no_server_alive(served: Served) -> None:
    with _stranger(os.geteuid()) as stranger:
        (served.folder / ".handle_pids.json").write_text(json.dumps([stranger.pid]), encoding="utf-8")
        served.use()
        assert not served.is_running
        assert stranger.poll() is None


@pytest.mark.parametrize("name", ["a\nb", "\udcff"])
def test_a_folder_with_an_unusable_name_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="the name has a line break, or is not UTF-8") as caught:
        embedded.database_url(tmp_path / name / "postgres")
    assert caught.value.line.isprintable()
    assert list(tmp_path.iterdir()) == []


def test_a_creation_that_was_killed_is_repeated() -> None:
    with folder_for_root() as folder:
        served = Served(folder / "data")
        # Once without its children, as the kernel kills what takes too much memory, and once with them.
        _cut_creation(served, "PG_VERSION", with_children=False)
        _cut_creation(served, "base/1/*", with_children=True)
        assert not embedded.exists(served.folder)
        assert served.use() == "300"
        assert {path.name for path in served.data_dir.iterdir()} == {"postgres", "postgres.lock"}


def _cut_creation(served: Served, once_there_is: str, *, with_children: bool) -> None:
    with served.start() as cut:
        earlier = set(served.data_dir.glob(f"postgres*/{once_there_is}"))
        _wait_for(lambda: set(served.data_dir.glob(f"postgres*/{once_there_is}")) - earlier)
        cut.kill()
        for process in processes(served.data_dir) if with_children else []:
            process.kill()


def test_a_cluster_that_an_older_version_left_incomplete_is_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    assert not cluster.is_complete(folder)
    cluster.set_aside(folder)
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("postgres.incomplete-")
    assert [path.name for path in aside.iterdir()] == ["PG_VERSION"]


def test_a_process_that_hangs_at_a_start_is_named() -> None:
    holds = "import sys, time; from pathlib import Path; from alfrd_luigi.database.embedded.server import step_lock\n"
    holds += "with step_lock(Path(sys.argv[1]), 1): print(flush=True); time.sleep(100)"
    with folder_for_root() as folder:
        lock = folder / "postgres.lock"
        with subprocess.Popen([sys.executable, "-c", holds, str(lock)], stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            holder.send_signal(signal.SIGSTOP)
            with (
                pytest.raises(DatabaseError, match=f"process {holder.pid} has been") as raised,
                step_lock(lock, 0.2),
            ):
                pass
            assert raised.value.exit_code == ExitCode.DATABASE
            assert str(lock) in raised.value.line
            holder.kill()
        with step_lock(lock, 1):  # free when the process has died
            pass


def test_runs_that_only_start_and_stop_leave_nothing_in_the_log(served: Served) -> None:
    for _ in range(3):
        served.use()
    assert (served.folder / "log").read_bytes() == b""


def test_trouble_stays_in_the_log(served: Served) -> None:
    with served.user():
        served.cut_power()
    served.use()
    log = (served.folder / "log").read_text("utf-8")
    assert "automatic recovery in progress" in log
    served.use()
    assert (served.folder / "log").read_text("utf-8") == log  # and nothing is added
    served.refused("SELECT 1 / 0")
    assert "ERROR:  division by zero" in (served.folder / "log").read_text("utf-8")


def test_the_log_is_rotated(served: Served) -> None:
    log = served.folder / "log"
    for number in range(4):
        log.write_bytes(b"%d\n" % number + b"x" * 5_000_000)
        os.close(Log(served.folder).open())
    served.use()
    assert log.stat().st_size == 0
    kept = sorted(path.name for path in served.folder.glob("log*"))
    assert kept == ["log", "log.1", "log.2", "log.3"]
    assert [(served.folder / name).read_bytes()[:1] for name in kept[1:]] == [b"3", b"2", b"1"]
    assert (log.stat().st_mode | (served.folder / "log.1").stat().st_mode) & 0o077 == 0


def _wait_for(seen: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.001)

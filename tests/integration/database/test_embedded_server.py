"""The embedded server: private, shared by processes, and found or restarted after a kill -9."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from alfrd_luigi.database import embedded
from alfrd_luigi.database.embedded import programs
from support.embedded_server import Served, folder_for_root, processes

_LOCALE = """
SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding), lower('ÄÖ'), to_tsvector('simple', '“Müller”')
FROM pg_database WHERE datname = current_database()
"""


def test_it_is_private_and_made_for_many_connections(served: Served) -> None:
    assert served.use() == "300"  # and listens on no address
    assert stat.S_IMODE(served.folder.stat().st_mode) == 0o700


def test_a_cluster_needs_no_locale_of_the_system(served: Served) -> None:
    assert served.use(_LOCALE) == "b C.UTF-8 UTF8 äö 'müller':1"


def test_an_archive_that_was_not_created_is_not_there(tmp_path: Path, created: Served) -> None:
    assert not embedded.exists(tmp_path / "data" / "postgres")
    assert list(tmp_path.iterdir()) == []
    assert embedded.exists(created.folder)


def test_processes_share_it_and_the_last_one_stops_it() -> None:
    with folder_for_root() as folder:
        served = Served(folder / "data")
        for user in [served.start(stays=1) for _ in range(4)]:
            said, trouble = user.communicate(timeout=100)
            assert said.strip() == "300", trouble
            assert "Traceback" not in trouble
        assert not served.is_running
        assert {path.name for path in served.data_dir.iterdir()} == {"postgres", "postgres.lock"}


def test_it_goes_on_while_one_process_uses_it(served: Served) -> None:
    with served.user():
        postmaster = served.postmaster
        served.use()
        assert served.postmaster == postmaster
        assert served.is_running


def test_a_server_left_by_a_killed_process_is_joined_and_stopped_later(served: Served) -> None:
    with served.user():
        postmaster = served.postmaster
    assert served.postmaster == postmaster
    assert served.is_running
    served.use()
    assert not served.is_running


def test_a_killed_server_is_replaced(served: Served) -> None:
    with served.user():
        os.kill(served.postmaster, signal.SIGKILL)
        time.sleep(0.1)
        assert served.use() == "300"


def test_a_server_that_lost_its_socket_is_replaced_once_nobody_uses_it(served: Served) -> None:
    with served.user():
        (served.folder / ".s.PGSQL.5432").unlink()
        assert "has no private socket" in served.refused()
    assert served.use() == "300"


def test_a_server_that_somebody_else_started_is_joined_and_goes_on(served: Served) -> None:
    postgres = [programs.program("postgres"), "-D", str(served.folder), "-h", "", "-k", str(served.folder)]
    account = programs.account(served.folder)
    programs.run(["/bin/sh", "-c", '"$@" >/dev/null 2>&1 &', "sh", *postgres], account)
    assert served.use("SELECT current_setting('max_connections')") == "100"
    assert served.is_running


def test_a_server_that_does_not_answer_is_an_error_in_time(served: Served) -> None:
    with served.user():
        os.kill(served.postmaster, signal.SIGSTOP)
        trouble = served.refused(tries=0)
        os.kill(served.postmaster, signal.SIGCONT)
    assert trouble.count("\n") == 1
    assert f"the embedded PostgreSQL in {served.folder} does not answer: " in trouble
    assert f"Its log is {served.folder / 'log'}" in trouble


def test_a_server_that_cannot_start_says_why(served: Served) -> None:
    configuration = served.folder / "postgresql.conf"
    before = configuration.read_text("utf-8")
    configuration.write_text(before + "shared_buffers = plenty\n", encoding="utf-8")
    trouble = served.refused()
    configuration.write_text(before, encoding="utf-8")
    assert trouble.count("\n") == 1
    assert "does not start: " in trouble
    assert "configuration file" in trouble
    assert str(served.folder) in trouble


@pytest.mark.parametrize("name", ['"quoted" $x `x` é %20&?#@host', "long, " * 20])
def test_any_path_will_do_and_the_socket_is_private(created: Served, name: str) -> None:
    with folder_for_root() as folder:
        served = created.copy(folder / name)
        with served.user():
            socket_dir = Path((served.folder / "postmaster.pid").read_text("utf-8").splitlines()[4])
            assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
        served.use()
        assert socket_dir == served.folder or not socket_dir.exists()


def test_the_url_is_one_for_the_driver_and_for_programs(served: Served) -> None:
    code = "import sys, time; from pathlib import Path; from alfrd_luigi.database import embedded\n"
    code += "print(embedded.database_url(Path(sys.argv[1])), flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(served.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with closing(psycopg2.connect(url)):
            pass
        psql = [programs.program("psql"), "-At", "-c", "SELECT 1", url]
        assert subprocess.run(psql, capture_output=True, text=True, check=True).stdout == "1\n"
        process.communicate()
    assert processes(served.folder) == []

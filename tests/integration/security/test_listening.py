"""No process of a run or of its database can be reached from another machine."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.desk import Desk, wait_for


def test_neither_a_run_nor_its_database_has_a_socket_of_the_network(desk: Desk, archive: Archive) -> None:
    desk.receipt(1)
    run = desk.start("ProcessAllPending", ALFRD_TEST_SECONDS="0.2")
    wait_for(lambda: "ocr_completed" in desk.statuses())
    seen = [*_family(run.pid), *_family(_postmaster(archive.database_url))]
    sockets = [socket for process in seen for socket in _inet_sockets(process)]
    said = run.communicate(timeout=100)[0]
    assert run.returncode == 0, said
    assert {process.pid for process in seen} >= {run.pid}
    assert sockets == []


def test_the_stand_in_is_on_loopback(aws: StandIn) -> None:
    assert aws.server_address[0] == "127.0.0.1"


def test_the_embedded_database_keeps_documents_out_of_its_log(archive: Archive) -> None:
    assert _setting(archive.database_url, "log_min_error_statement") == "panic"
    assert _setting(archive.database_url, "log_error_verbosity") == "terse"
    assert _setting(archive.database_url, "unix_socket_permissions") == "0700"


def _family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def _inet_sockets(process: psutil.Process) -> list[Any]:
    try:
        return list(process.net_connections(kind="inet"))
    except psutil.NoSuchProcess:  # a server process of a connection that has just ended
        return []


def _postmaster(url: str) -> int:
    lines = Path(_setting(url, "data_directory"), "postmaster.pid").read_text("utf-8").splitlines()
    return int(lines[0])


def _setting(url: str, name: str) -> str:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", (name,))
        (value,) = cursor.fetchone() or ("",)
        return str(value)

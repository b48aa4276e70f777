"""The program and the address by which a person is told: their limits, their errors, and a secret address."""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest

from alfrd_luigi.database.session import Session
from alfrd_luigi.monitoring import message, sending
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd
from support.desk import Desk, wait_for
from support.message_recorder import Recorder

_ROOT = Path(__file__).parents[3]


class _Server(ThreadingHTTPServer):
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"json://anna:hunter2@127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


@pytest.fixture
def receiver() -> Iterator[_Server]:
    with _Server() as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def test_a_message_by_an_address(desk: Desk, archive: Archive, receiver: _Server) -> None:
    archive.configure(notify_url=receiver.url)
    desk.receipt(1, "[[classify: permanent]]")
    assert desk.run() == 30
    assert desk.said.count("\n") == 1  # the error of the run alone
    (got,) = receiver.got
    assert got["title"] == "alfrd: 1 document failed"
    assert got["message"] == "1 document failed. See: alfrd status"
    assert "receipt" not in str(got)


def test_an_address_that_does_not_take_it_stays_secret(
    alfrd: Alfrd, archive: Archive, receiver: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.status = 500
    for url, said in (
        (receiver.url, "the service of notify_url did not take the message"),
        ("nothing://hunter2@there", "notify_url is no address that apprise knows"),
        ("hunter2", "notify_url in the environment variable ALFRD_NOTIFY_URL cannot be used"),
    ):
        archive.configure(notify_url=url)
        result = alfrd("notify", "--test")
        assert result.exit_code != 0
        assert said in result.stderr
        assert "hunter2" not in alfrd("doctor").output + result.output
    archive.configure(notify_url=receiver.url)
    monkeypatch.setattr(sending, "find_spec", lambda _: None)
    assert "pip install 'alfrd-luigi[notify]'" in alfrd("notify", "--test").stderr


def test_a_fault_of_the_relay_is_not_blamed_on_the_service(
    alfrd: Alfrd, archive: Archive, receiver: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.configure(notify_url=receiver.url)
    monkeypatch.setattr(sending, "_RELAY", (sys.executable, "-c", "import nothing"))
    assert "the message to notify_url failed (1)" in alfrd("notify", "--test").stderr


def test_a_program_that_hangs_is_killed_with_what_it_started(
    archive: Archive, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 2)
    archive.configure(notify_command=recorder.command("hang"))
    began = time.monotonic()
    (error,) = sending.send(message.of_test())
    assert error.line == "notify_command took longer than 2 seconds. It was killed"
    assert time.monotonic() - began < 10
    child = int((recorder.folder / "child").read_text())
    wait_for(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


def test_a_run_that_is_terminated_kills_the_program(
    desk: Desk, archive: Archive, recorder: Recorder, session: Session
) -> None:
    archive.configure(notify_command=recorder.command("hang"))
    document_rows.failed(session)
    process, told = desk.start("ProcessAllPending"), recorder.folder / "child"
    wait_for(lambda: told.exists() and told.read_text())  # it exists before the number is in it
    process.terminate()
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 143, said
    child = int(told.read_text())
    wait_for(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


def test_the_command_shows_the_news_and_sends_a_test(alfrd: Alfrd, archive: Archive, recorder: Recorder) -> None:
    shown = json.loads(alfrd("notify", "--json").stdout)
    assert {row["kind"]: row["is_told"] for row in shown}["digest"] is False
    told = alfrd("notify")
    assert ("failures" in told.stdout, told.stderr) == (True, "")
    assert "digest,false," in alfrd("notify", "--csv").stdout
    assert recorder.calls() == []
    result = alfrd("notify", "--test")
    assert (result.exit_code, result.stderr) == (0, "sent\n")
    (call,) = recorder.calls()
    assert call["message"]["title"] == "alfrd: a test"
    archive.configure(notify_command="")
    assert "there is no way to tell anybody" in alfrd("notify", "--test").stderr
    assert alfrd("notify").stderr == "Nobody is told of anything: set notify_command or notify_url\n"


def test_what_is_wrong_with_the_ways_is_found(
    alfrd: Alfrd, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.inbox.mkdir(parents=True)
    archive.configure(notify_command="/nowhere/mail hunter2")
    doctor = alfrd("doctor")
    assert "the program of notify_command is not there" in doctor.stdout
    archive.configure(notify_command="mail 'hunter2")
    assert "hunter2" not in alfrd("doctor").output
    config = tmp_path / "luigi.cfg"
    shutil.copy(_ROOT / "luigi.cfg", config)
    config.write_text(config.read_text().replace("notify_url =", "notify_url = json://u:hunter2@127.0.0.1/"))
    config.chmod(0o644)
    monkeypatch.setenv("LUIGI_CONFIG_PATH", str(config))
    archive.configure(notify_command="true")
    found = alfrd("doctor").stdout
    assert "others can read" in found
    assert "hunter2" not in found
    archive.configure(notify="failures, weather")
    assert "'weather' is none of: failures, outages" in alfrd("doctor").stdout

"""luigid is killed or frozen during a run: the run ends with one line and exit code 35, and the next run continues."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
import urllib3

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.worker import checks
from alfrd_luigi.worker.luigid import Fetcher
from support.desk import Desk, wait_for
from support.slow_server import SLOW, Answering, certify, serving

ROOT = Path(__file__).parents[3]
_LIMITS = "rpc-connect-timeout = 1\nrpc-retry-wait = 1"


class Luigid(NamedTuple):
    port: int
    process: subprocess.Popen[bytes]


@pytest.fixture
def luigid(tmp_path: Path) -> Iterator[Luigid]:
    """A luigid on loopback with the shipped configuration."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "luigid"), "--address", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--state-path", str(tmp_path / "state.pickle")],
        env={**os.environ, "LUIGI_CONFIG_PATH": str(ROOT / "luigi.cfg")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        wait_for(lambda: _listens(port))
        yield Luigid(port, process)
        process.kill()


def _listens(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
        return True
    return False


def _configured(luigid: Luigid, folder: Path) -> str:
    """A luigi.cfg for runs that go through it, and that give it up soon."""
    config = (ROOT / "luigi.cfg").read_text("utf-8")
    config = config.replace("# scheduler_host = localhost", f"scheduler_host = 127.0.0.1\n{_LIMITS}")
    config = config.replace("# scheduler_port = 8082", f"scheduler_port = {luigid.port}")
    (folder / "luigi.cfg").write_text(config, encoding="utf-8")
    return str(folder / "luigi.cfg")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_luigid_gone_in_a_run_is_one_line(luigid: Luigid, desk: Desk, tmp_path: Path, number: signal.Signals) -> None:
    for document in range(4):
        desk.receipt(document)
    environment = {"LUIGI_CONFIG_PATH": _configured(luigid, tmp_path), "ALFRD_TEST_SECONDS": "0.5"}
    environment["PYTHONWARNINGS"] = "ignore"  # Luigi says that its own options of [core] are not consumed
    run = desk.start("ProcessAllPending", **environment)
    wait_for(lambda: "classified" in desk.statuses())
    luigid.process.send_signal(number)
    said = run.communicate(timeout=60)[0]
    assert run.returncode == 35, said
    assert len(said.strip().splitlines()) == 1, said
    assert f"luigid at http://127.0.0.1:{luigid.port} is gone" in said
    assert set(desk.statuses()) <= {"ocr_completed", "classified", "summarized", "filed"}
    assert desk.run() == 0, desk.said
    assert set(desk.statuses()) == {"filed"}


@pytest.mark.parametrize("is_tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("way", SLOW.values(), ids=SLOW)
def test_a_luigid_that_answers_byte_by_byte_has_a_time_limit(
    way: Answering, is_tls: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checks, "_CONNECT_SECONDS", 0.3)
    certify(tmp_path / "certificate.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    began = time.monotonic()
    with serving([way, way], tmp_path / "certificate.pem" if is_tls else None) as url:
        with pytest.raises(urllib3.exceptions.TimeoutError):
            Fetcher().fetch(f"{url}/api/get_work", {"data": "{}"}, 0.3)
        with suppress(SettingsError):  # the answer to its question has no body
            checks.check_scheduler(url)
    assert time.monotonic() - began < 3


def test_a_luigid_that_is_frozen_is_seen_before_a_run_begins(luigid: Luigid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_CONNECT_SECONDS", 0.5)
    checks.check_scheduler(f"http://127.0.0.1:{luigid.port}")
    luigid.process.send_signal(signal.SIGSTOP)
    with pytest.raises(SettingsError, match="no luigid answers"):
        checks.check_scheduler(f"http://127.0.0.1:{luigid.port}")

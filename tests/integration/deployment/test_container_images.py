"""The scripts and configurations of the containers, run without a container."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_DOCKER = _ROOT / "deploy" / "docker"
_TOOLS = Path(sys.executable).parent
_PATH = f"{_DOCKER}:{_TOOLS}:{os.defpath}"


def _run(*command: object, **environment: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        env={"PATH": _PATH, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_dockerfile_is_clean() -> None:
    done = _run(_TOOLS / "hadolint", _DOCKER / "Dockerfile")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_compose_file_has_the_form_of_the_specification() -> None:
    done = _run(_TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", _DOCKER / "compose.yaml")
    assert done.returncode == 0, done.stdout


def test_a_command_gets_the_secrets(tmp_path: Path) -> None:
    secrets = {"db_password": "a:b\\c'd", "openai_api_key": "sk-1", "aws_credentials": "[default]"}
    for name, value in secrets.items():
        (tmp_path / name).write_text(f"{value}\n")
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    for _ in range(2):
        done = _run("entrypoint", "sh", "-c", 'env; cat "$PGPASSFILE"', SECRETS_DIR=tmp_path, TMPDIR=scratch)
        assert done.returncode == 0, done.stderr
    assert len(list(scratch.iterdir())) == 1  # no command leaves a password behind
    *variables, passwords = done.stdout.splitlines()
    told = dict(line.split("=", 1) for line in variables)
    assert passwords == "*:*:*:*:a\\:b\\\\c'd"
    assert told["OPENAI_API_KEY"] == "sk-1"
    assert told["AWS_SHARED_CREDENTIALS_FILE"] == str(tmp_path / "aws_credentials")
    assert secrets["db_password"] not in told.values()
    assert stat.S_IMODE(Path(told["PGPASSFILE"]).stat().st_mode) == 0o600


def test_a_command_without_secrets_gets_none(tmp_path: Path) -> None:
    done = _run("entrypoint", "env", SECRETS_DIR=tmp_path)
    assert not any(name in done.stdout for name in ("PGPASSFILE", "OPENAI_API_KEY", "AWS_SHARED_CREDENTIALS_FILE"))


def test_every_repeats_a_command_and_passes_on_sigterm(tmp_path: Path) -> None:
    (tmp_path / "command").write_text(
        "echo run >> runs\n"
        "trap 'echo ended >> runs; exit 3' TERM\n"
        "[ $(wc -l < runs) -lt 3 ] && exit 30\n"
        "sleep 60 2>/dev/null & wait\n"
    )
    loop = subprocess.Popen(
        ["every", "0", "sh", "command"], env={"PATH": _PATH}, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    runs = tmp_path / "runs"
    _wait_for(lambda: runs.exists() and len(runs.read_text().splitlines()) == 3)
    time.sleep(0.2)  # the last command sets its trap
    loop.send_signal(signal.SIGTERM)
    _, said = loop.communicate(timeout=20)
    assert runs.read_text().splitlines() == ["run", "run", "run", "ended"]
    assert said.count("exit code 30 of: sh command") == 2
    assert loop.returncode == 3


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the container, with folders of this test."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folders = {name: str(tmp_path / name) for name in ("data", "inbox", "report", "luigid", "home")}
    for folder in folders.values():
        Path(folder).mkdir(mode=0o700)
    yield {
        "PATH": _PATH,
        "HOME": folders["home"],
        "LUIGI_CONFIG_PATH": str(_DOCKER / "luigi.cfg"),
        "ALFRD_DATA_DIR": folders["data"],
        "ALFRD_INBOX_DIR": folders["inbox"],
        "ALFRD_REPORT_DIR": folders["report"],
        "ALFRD_SETTLE_SECONDS": "0",
        "LUIGID_FOLDER": folders["luigid"],
        "LUIGID_PORT": str(port),
        "SECONDS_BETWEEN_RUNS": "1",
    }
    shutil.rmtree(folders["data"], ignore_errors=True)


def test_supervisord_runs_cron_and_luigid(place: dict[str, str]) -> None:
    command: list[str | Path] = [_TOOLS / "supervisord", "--nodaemon", "--configuration", _DOCKER / "supervisord.conf"]
    (Path(place["ALFRD_INBOX_DIR"]) / "receipt.txt").write_text("Corner Shop\nReceipt\nDate 2024-03-05\nTotal $12.00\n")
    supervisor = subprocess.Popen(command, env=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        listed: list[str | Path] = [_TOOLS / "alfrd", "list", "--json"]
        _wait_for(
            lambda: '"filed"' in subprocess.run(listed, env=place, capture_output=True, text=True, check=False).stdout,
            seconds=90,
        )
        _wait_for(lambda: (Path(place["ALFRD_REPORT_DIR"]) / "index.html").exists(), seconds=30)
        shown = subprocess.run(
            [_TOOLS / "supervisorctl", "--configuration", _DOCKER / "supervisord.conf", "status"],
            env=place,
            capture_output=True,
            text=True,
            check=False,
        )
        assert [line.split()[:2] for line in shown.stdout.splitlines()] == [["cron", "RUNNING"], ["luigid", "RUNNING"]]
    finally:
        supervisor.terminate()
        said, _ = supervisor.communicate(timeout=60)
    assert "stopped: cron" in said
    assert "stopped: luigid" in said


def _wait_for(check: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.1)

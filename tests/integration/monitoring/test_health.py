"""`alfrd status --health` judges the archive in one line, within a second, and starts no server."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from alfrd_luigi.database import events, outages, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import BudgetError
from alfrd_luigi.health import verdict
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd
from support.desk import Desk
from support.embedded_server import folder_for_root, processes

RUN = "20240101T000000-test"


def _judged(alfrd: Alfrd, *arguments: object) -> tuple[int, str]:
    result = alfrd("status", "--health", *arguments)
    (line,) = result.stdout.splitlines()
    return result.exit_code, line


@pytest.fixture
def well(archive: Archive) -> Archive:
    """An archive whose last run succeeded."""
    runs.hold(database(), RUN)
    runs.set_finished(database().session(), RUN)
    runs.release(RUN)
    return archive


def test_an_archive_that_is_well(alfrd: Alfrd, well: Archive) -> None:
    code, line = _judged(alfrd)
    assert code == 0, line
    assert line.startswith("ALFRD OK - the last run ended at 20")
    assert " | failed=0;0 rejected=0;0 free=" in line
    assert "since_success=" in line


def test_what_failed_and_who_does_not_answer_is_a_warning(alfrd: Alfrd, well: Archive) -> None:
    session = database().session()
    document_rows.failed(session)
    outages.record(session, document_rows.run_of_the_test(session), "textract", "the service is busy")
    code, line = _judged(alfrd)
    assert code == 1
    assert "ALFRD WARNING - 1 document failed; no answer from textract since 20" in line


def test_a_rejected_entry_is_a_warning_until_a_person_has_dealt_with_it(
    desk: Desk, alfrd: Alfrd, well: Archive
) -> None:
    (well.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert desk.run() == 30, desk.said
    code, line = _judged(alfrd)
    assert (code, "WARNING - 1 rejected entry in inbox/rejected" in line) == (1, True), line
    (well.inbox / "rejected" / "broken.pdf").unlink()  # the reason beside it does not count
    assert desk.run() == 0, desk.said
    assert _judged(alfrd)[0] == 0


def test_a_budget_that_is_used_up_is_a_warning(alfrd: Alfrd, well: Archive) -> None:
    session, run = database().session(), runs.new_id()
    runs.hold(database(), run)
    runs.stop(session, run, BudgetError("max_cost_per_day = 1 allows no further call"))
    runs.set_finished(session, run)
    runs.release(run)
    assert _judged(alfrd)[0] == 1
    assert "the budget stopped a run today" in _judged(alfrd)[1]


def test_no_success_for_long_is_critical(alfrd: Alfrd, well: Archive) -> None:
    time.sleep(0.1)
    code, line = _judged(alfrd, "--hours", "0.00001")
    assert code == 2
    assert "ALFRD CRITICAL - no run has succeeded since 20" in line
    runs.hold(database(), "20240102T000000-work")  # a run is at work
    code, line = _judged(alfrd, "--hours", "1")
    assert (code, "a run is at work since" in line) == (0, True)


@pytest.mark.parametrize(("is_scanned", "code"), [(True, 0), (False, 2)])
def test_only_a_run_of_the_pipeline_is_a_success(alfrd: Alfrd, archive: Archive, is_scanned: bool, code: int) -> None:
    session = database().session()
    runs.hold(database(), RUN)
    if is_scanned:
        runs.set_scanned(session, RUN)
    events.record(session, RUN, "prompt", "classifier", "compared")
    assert runs.set_finished(session, RUN) == "done"
    runs.release(RUN)
    assert _judged(alfrd)[0] == code


def test_no_run_yet_and_no_database_are_critical(alfrd: Alfrd, archive: Archive) -> None:
    assert _judged(alfrd)[0] == 2
    assert "no run has succeeded yet" in _judged(alfrd)[1]
    archive.configure(database_url="postgresql://user:hunter2@127.0.0.1:1/x")
    code, line = _judged(alfrd)
    assert (code, "the database cannot be reached" in line, "hunter2" in line) == (2, True, False)


def test_a_wrong_setting_is_unknown(alfrd: Alfrd, archive: Archive) -> None:
    archive.configure(max_pages="many")
    code, line = _judged(alfrd)
    assert code == 3
    assert line.startswith("ALFRD UNKNOWN - max_pages = 'many'")


def test_a_database_that_is_silent_is_given_up_within_a_second(alfrd: Alfrd, archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and says nothing
        archive.configure(database_url=f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        code, line = _judged(alfrd)
        assert time.monotonic() - began < 1
    assert (code, line) == (2, "ALFRD CRITICAL - the database does not answer within a second. Run: alfrd doctor")


@pytest.mark.parametrize(("free", "code"), [(1_900_000_000, 1), (190_000_000, 2)])
def test_a_disk_that_is_nearly_full(
    alfrd: Alfrd, well: Archive, monkeypatch: pytest.MonkeyPatch, free: int, code: int
) -> None:
    monkeypatch.setattr(verdict, "free_bytes", lambda _: free)
    found, line = _judged(alfrd)
    assert (found, "GB are free in data_dir" in line) == (code, True)


def _command(name: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALFRD_DATABASE")}
    environment |= {"ALFRD_DATA_DIR": str(folder)}
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)


def _cpu_seconds() -> float:
    """Of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_between_runs_no_server_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    with folder_for_root() as root:
        folder = root / "data"
        assert _command("alfrd", "status", "--health", folder=folder).returncode == 2  # there is no archive
        assert _command("alfrd", "init", folder=folder).returncode == 0
        before = _command("alfrd", "status", "--health", folder=folder)
        assert (before.returncode, "no run has ended yet" in before.stdout) == (2, True)
        tick = _command("luigi", "--module", "alfrd_luigi", "ProcessAllPending", folder=folder)
        assert (tick.returncode, tick.stderr) == (0, "")
        assert not processes(folder / "postgres")
        before_it = _cpu_seconds()
        after = _command("alfrd", "status", "--health", folder=folder)
        assert _cpu_seconds() - before_it < 1
        assert after.returncode == 0, after
        assert (folder / "health.json").stat().st_mode & 0o777 == 0o600
        assert after.stdout.startswith("ALFRD OK - the last run ended at")
        assert not processes(folder / "postgres")
        late = _command("alfrd", "status", "--health", "--hours", "0.00001", folder=folder)
        assert (late.returncode, "CRITICAL" in late.stdout) == (2, True)
        monkeypatch.setenv("ALFRD_INBOX_DIR", "/dev/null")
        assert _command("luigi", "--module", "alfrd_luigi", "ProcessAllPending", folder=folder).returncode == 30
        assert "at work" not in _command("alfrd", "status", "--health", folder=folder).stdout  # that run has ended
        monkeypatch.delenv("ALFRD_INBOX_DIR")
        _check_retry(folder)
        (folder / "health.json").write_text("{")
        assert "cannot be read" in _command("alfrd", "status", "--health", folder=folder).stdout
        shutil.rmtree(folder / "postgres")
        assert "there is no archive" in _command("alfrd", "status", "--health", folder=folder).stdout


def _check_retry(folder: Path) -> None:
    """What is due again is no failure any more, before the next run has ended."""
    kept = folder / "health.json"
    assert '"failed": 0' in kept.read_text("utf-8")
    kept.write_text(kept.read_text("utf-8").replace('"failed": 0', '"failed": 1'), encoding="utf-8")
    assert "1 document failed" in _command("alfrd", "status", "--health", folder=folder).stdout
    assert _command("alfrd", "retry", folder=folder).returncode == 0
    assert not processes(folder / "postgres")
    assert "failed=0" in _command("alfrd", "status", "--health", folder=folder).stdout


def test_the_threshold_of_a_run_at_work(well: Archive) -> None:
    runs.hold(database(), "20240102T000000-work")
    assert verdict.judge(timedelta(microseconds=1) / timedelta(hours=1)).state is verdict.State.WARNING

"""What a plugin says of the vital signs of an archive, and what is found in its folders and settings."""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from alfrd_luigi.database.vitals import Vitals
from alfrd_luigi.errors import DatabaseError, SettingsError
from alfrd_luigi.health import machine, notifying, services, verdict, vitals
from alfrd_luigi.health.verdict import State, judge
from alfrd_luigi.settings import Settings

_AT = datetime(2024, 3, 5, 7, 9, 30, tzinfo=UTC)
_SEEN = f"{_AT.astimezone():%Y-%m-%d %H:%M}"
_WELL = Vitals(_AT, _AT, "done", datetime.now(UTC), 0, 0, None, None, is_budget_spent=False, at_work_since=None)


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    inbox = tmp_path / "inbox"
    inbox.mkdir(0o700)
    return replace(Settings(), data_dir=tmp_path, inbox_dir=inbox)


def _judged(
    patch: pytest.MonkeyPatch, of: Settings, hours: float = 24, free: int = 5_000_000_000, **changes: Any
) -> tuple[State, str, str]:
    patch.setattr(verdict, "settings", lambda: of)
    patch.setattr(vitals, "read", lambda: _WELL._replace(**changes))
    patch.setattr(verdict, "free_bytes", lambda _: free)
    return judge(hours)


def _ago(**ago: float) -> datetime:
    return datetime.now(UTC) - timedelta(**ago)


@pytest.mark.parametrize(
    ("changes", "state", "said"),
    [
        ({}, State.OK, f"the last run ended at {_SEEN}"),
        ({"ended_at": None}, State.OK, f"the last run ended at {_SEEN}"),
        ({"failed": 1}, State.WARNING, "1 document failed"),
        ({"failed": 2, "files_failed": 1}, State.WARNING, "2 documents failed; 1 file summary failed"),
        ({"files_failed": 3}, State.WARNING, "3 file summaries failed"),
        ({"outages": "textract", "outage_since": _AT}, State.WARNING, f"no answer from textract since {_SEEN}"),
        ({"is_budget_spent": True}, State.WARNING, "the budget stopped a run today"),
        ({"succeeded_at": None}, State.CRITICAL, "no run has succeeded yet"),
        ({"succeeded_at": _AT}, State.CRITICAL, f"no run has succeeded since {_SEEN}"),
        ({"succeeded_at": None, "at_work_since": _AT}, State.WARNING, f"a run has been at work since {_SEEN}"),
        ({"failed": 1, "succeeded_at": None}, State.CRITICAL, "no run has succeeded yet; 1 document failed"),
        (
            {"at_work_since": _AT, "free": 100_000_000},
            State.CRITICAL,
            f"0.1 GB are free in data_dir; a run has been at work since {_SEEN}",
        ),
        ({"at": datetime.now(UTC)}, State.OK, f"the last run ended at {_SEEN}"),
        ({"free": 2_000_000_000}, State.OK, f"the last run ended at {_SEEN}"),
        ({"free": 1_999_999_999}, State.WARNING, "2.0 GB are free in data_dir"),
        ({"free": 200_000_000}, State.WARNING, "0.2 GB are free in data_dir"),
        ({"free": 199_999_999, "failed": 1}, State.CRITICAL, "0.2 GB are free in data_dir; 1 document failed"),
    ],
)
def test_the_worst_is_said_first(
    monkeypatch: pytest.MonkeyPatch, archive: Settings, changes: dict[str, Any], state: State, said: str
) -> None:
    assert _judged(monkeypatch, archive, **changes)[:2] == (state, said)


@pytest.mark.parametrize(("ago", "state"), [(23.9, State.OK), (24.1, State.CRITICAL)])
def test_a_success_is_recent_for_so_many_hours(
    monkeypatch: pytest.MonkeyPatch, archive: Settings, ago: float, state: State
) -> None:
    assert _judged(monkeypatch, archive, succeeded_at=_ago(hours=ago))[0] == state
    at_work = State.WARNING if state == State.CRITICAL else State.OK
    found = _judged(monkeypatch, archive, at_work_since=(since := _ago(hours=ago)), succeeded_at=None)
    assert found[0] == at_work
    assert f"since {since.astimezone():%Y-%m-%d %H:%M}" in found[1]


def test_the_numbers_may_be_plotted(monkeypatch: pytest.MonkeyPatch, archive: Settings) -> None:
    rejected = archive.inbox_dir / "rejected"
    rejected.mkdir()
    for name in ("a.pdf", "b", "a.pdf.reason.txt", ".hidden", "Thumbs.db"):
        (rejected / name).touch()
    _, said, numbers = _judged(monkeypatch, archive, hours=2.5, failed=3, succeeded_at=_ago(seconds=90.2))
    assert said == "3 documents failed; 2 rejected entries in inbox/rejected"
    assert numbers == "failed=3;0 rejected=2;0 free=5000000000B since_success=90s;;9000"
    ahead = _judged(monkeypatch, archive, succeeded_at=_ago(hours=-1))  # by another clock
    assert ahead[2].endswith("since_success=0s;;86400")
    assert "since_success" not in _judged(monkeypatch, archive, succeeded_at=None)[2]


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (DatabaseError("it does not answer", "Start it"), State.CRITICAL, "it does not answer. Start it"),
        (SettingsError("a wrong setting", "Correct it"), State.UNKNOWN, "a wrong setting. Correct it"),
        (PermissionError(13, "Permission denied", "inbox"), State.UNKNOWN, "[Errno 13] Permission denied: 'inbox'"),
    ],
)
def test_a_database_that_does_not_answer_is_critical_and_the_rest_unknown(
    monkeypatch: pytest.MonkeyPatch, error: Exception, state: State, said: str
) -> None:
    def failing() -> Vitals:
        raise error

    monkeypatch.setattr(vitals, "read", failing)
    assert judge(24) == (state, said, "")


@pytest.fixture
def checked(archive: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that checks read, as a list of one."""
    held = [archive]
    for module in (machine, notifying, services):
        monkeypatch.setattr(module, "settings", lambda: held[0])
    return held


@pytest.mark.parametrize(
    ("mode", "state", "said"),
    [
        (0o700, "well", "{}"),
        (0o770, "well", "{}"),
        (0o701, "doubtful", "everybody may look into the inbox {}"),
        (0o704, "doubtful", "everybody may look into the inbox {}"),
        (None, "wrong", "the inbox {} is not there"),
    ],
)
def test_an_inbox_is_there_and_is_private(checked: list[Settings], mode: int | None, state: str, said: str) -> None:
    inbox = checked[0].inbox_dir
    inbox.rmdir() if mode is None else inbox.chmod(mode)
    [(found, text, mend)] = machine.inbox()
    assert (found, text) == (state, said.format(inbox))
    assert (mend == "") == (state == "well")


@pytest.mark.parametrize(
    ("names", "states"), [(None, []), (["new", "cur"], ["well"]), (["new"], ["wrong"]), (["cur"], ["wrong"])]
)
def test_a_maildir_has_two_folders(checked: list[Settings], names: list[str] | None, states: list[str]) -> None:
    if names is not None:
        checked[0] = replace(checked[0], maildir_dir=checked[0].data_dir / "mail")
        for name in names:
            (checked[0].maildir_dir / name).mkdir(parents=True)
    assert [state for state, _, _ in machine.maildir()] == states


@pytest.mark.parametrize(
    ("free", "state", "said"),
    [
        (2_000_000_000, "well", "2.0 GB"),
        (1_999_999_999, "doubtful", "2.0 GB"),
        (200_000_000, "doubtful", "0.2 GB"),
        (199_999_999, "wrong", "0.2 GB"),
    ],
)
def test_a_disk_has_room(
    checked: list[Settings], monkeypatch: pytest.MonkeyPatch, free: int, state: str, said: str
) -> None:
    there = checked[0].data_dir
    checked[0] = replace(checked[0], data_dir=there / "not" / "yet")
    monkeypatch.setattr(shutil, "disk_usage", {there: SimpleNamespace(free=free)}.__getitem__)
    assert [found[:2] for found in machine.disk()] == [(state, f"{said} are free in {there}")]


def _scheduler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, core: str) -> tuple[str, str]:
    file = tmp_path / "luigi.cfg"
    file.write_text(core)
    monkeypatch.setattr(machine, "config_file", lambda _: file)
    [(state, said, _)] = machine.scheduler()
    return state, said


def test_luigid_answers_if_one_is_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        core = f"[core]\nscheduler_host = 127.0.0.1\nscheduler_port = {port}\n"
        assert _scheduler(monkeypatch, tmp_path, core) == ("well", f"luigid answers at 127.0.0.1:{port}")
    state, said = _scheduler(monkeypatch, tmp_path, core)
    assert (state, said.startswith(f"luigid at 127.0.0.1:{port} does not answer (")) == ("wrong", True)
    for text in ("", "[core]\n", "[core]\nscheduler_port = 8082\n"):
        assert _scheduler(monkeypatch, tmp_path, text) == ("well", "runs need no luigid")
    assert _scheduler(monkeypatch, tmp_path, "[core]\nscheduler_host = here\nscheduler_port = 80x\n")[0] == "wrong"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, [("well", "nobody is told about failures: notify_command and notify_url are empty")]),
        (
            {"notify_command": ("sh", "-c", "true")},
            [("well", "notify_command is set. To send a test message: alfrd notify --test")],
        ),
        (
            {"notify_command": ("no-such-program-here",)},
            [("wrong", "the program of notify_command is not there")],
        ),
    ],
)
def test_the_program_that_tells_somebody_is_there(
    checked: list[Settings], changes: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    checked[0] = replace(checked[0], **changes)
    assert [each[:2] for each in notifying.notifying()] == found


@pytest.mark.parametrize(
    ("changes", "state", "said"),
    [
        ({}, "well", "nothing is paid for"),
        ({"max_cost_per_run": 2}, "well", "at most 2 USD a run"),
        ({"max_cost_per_run": 2, "max_cost_per_day": 5}, "well", "at most 2 USD a run and 5 USD a day"),
        ({"max_cost_per_day": 0}, "well", "at most 0 USD a day"),
        ({"documents_url": "s3://bucket/papers"}, "doubtful", "spending is not limited"),
    ],
)
def test_spending_is_limited(checked: list[Settings], changes: dict[str, Any], state: str, said: str) -> None:
    checked[0] = replace(checked[0], **changes)
    assert [found[:2] for found in services.spending()] == [(state, said)]


def test_free_space_is_that_of_the_folder_that_is_there(tmp_path: Path) -> None:
    status = os.statvfs(tmp_path)
    size = status.f_blocks * status.f_frsize
    assert 0 <= machine.free_bytes(tmp_path / "a" / "b") <= size

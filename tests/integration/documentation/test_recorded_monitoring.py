"""The sessions in docs/monitoring.md are what the commands print, of real runs with a model over HTTP."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.language.port import Question
from alfrd_luigi.standin import Behaviour, StandIn
from support import graded_models, prepared_python, recording
from support.archives import Archive
from support.prepared_python import Program

_DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def watched(archive: Archive, aws: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with a run that the budget stopped, one that filed all, one in which a paper failed and another was
    rejected, and one without work.
    """
    for name, value in {"COLUMNS": "80", "ALFRD_PERSON": "anna", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    archive.configure(language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0", person="anna")
    archive.configure(backoff_seconds=0, settle_seconds=0, audits_per_week=0)
    archive.configure(notify_command=f"tee {tmp_path}/told.json")
    aws.behaviour = Behaviour(answers={"classify": _said})
    _put(archive, "april.txt", "july.txt", "light.txt", "market.txt", "water.txt")
    archive.configure(max_cost_per_run="0.00001")
    _run("20241129T220001-7d30", 0)
    archive.configure(max_cost_per_run="")
    _run("20241130T071001-04b2", 0)
    _put(archive, "gas.txt", "school.txt", "holiday.webm")
    _run("20241130T072001-9c1e", 30)
    _run("20241130T073001-51ff", 0)
    return archive


def _put(archive: Archive, *names: str) -> None:
    """Put papers of docs/why into the inbox."""
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        copied = Path(shutil.copy(_DOCS / "why" / name, archive.inbox))
        os.utime(copied, (recording.CHANGED_AT, recording.CHANGED_AT))


def _run(id: str, code: int) -> None:
    """What cron runs: our `luigi` command."""
    command = ("alfrd_luigi.command", "--module", "alfrd_luigi", "ProcessAllPending", "--run-id", id)
    with tempfile.TemporaryFile() as said:
        ended = prepared_python.run(Program(command, is_module=True), said, said)
        said.seek(0)
        assert ended == code, said.read().decode()


def _said(question: Question) -> Any:
    """The model knows no type for the paper of the school, nor for that of the landlord."""
    is_known = not any("HILLTOP" in page or "HARBOUR" in page for page in question.pages)
    return graded_models.right(question) if is_known else {}


def test_the_page_shows_what_the_commands_print(watched: Archive, tmp_path: Path) -> None:
    acts = {f"{name} is put into the inbox": partial(_put, watched, name) for name in ("march.txt", "rent.txt")}
    played = recording.replay(_DOCS / "monitoring.md", acts, {"/home/anna": str(tmp_path)})
    assert played.shown == played.printed

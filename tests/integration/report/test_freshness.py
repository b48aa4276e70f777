"""A run keeps the report fresh: what changed is shown after it, and a run that changed nothing touches nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.report import freshness
from alfrd_luigi.search import index
from support.archives import Archive
from support.commands import alfrd
from support.document_rows import filed
from support.kept_archives import Keep
from support.pipeline import worked

_TICK = """
import json, sys
from luigi.cmdline import luigi_run
try:
    luigi_run(["--module", "alfrd_luigi", "ProcessAllPending"])
except SystemExit as ended:
    print(json.dumps({"code": ended.code, "modules": sorted(sys.modules)}))
"""
OF_THE_REPORT = {"babel", "jinja2", "alfrd_luigi.report.folder", "alfrd_luigi.report.writing", "alfrd_luigi.web"}

OF_THE_SEARCH = {"snowballstemmer", "alfrd_luigi.search.index"}


def tick() -> dict[str, Any]:
    """A tick of cron: its exit code, the modules that it loaded, and what it said on stderr."""
    ended = subprocess.run([sys.executable, "-c", _TICK], capture_output=True, text=True, timeout=60, check=False)
    return {**json.loads(ended.stdout), "said": ended.stderr}


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in [folder, *folder.rglob("*")]}


def test_a_tick_shows_what_a_command_changed_and_another_touches_nothing(archive: Archive, keep: Keep) -> None:
    id = keep(worked)[0]
    report = archive.data_dir / "report"
    page = report / f"documents/{str(id)[:2]}/{id}.html"
    freshness.refresh(database().session())
    assert "123.50" in page.read_text("utf-8")
    assert alfrd("set", id, "total=43.21").exit_code == 0
    freshness.refresh(database().session())
    assert "43.21" in page.read_text("utf-8")
    assert alfrd("set", id, "title=A bill").exit_code == 0  # which needs no stage again

    assert (OF_THE_REPORT | OF_THE_SEARCH).issubset(tick()["modules"])
    assert index.is_current(database().session())
    assert "A bill" in page.read_text("utf-8")
    before = times(report)
    idle = tick()
    assert (idle["code"], idle["said"]) == (0, "")
    assert not (OF_THE_REPORT | OF_THE_SEARCH).intersection(idle["modules"])
    assert times(report) == before


def test_no_report_is_written_that_is_not_wanted(archive: Archive, tmp_path: Path) -> None:
    filed(database().session())
    archive.configure(report="false")
    freshness.refresh(database().session())
    assert not (archive.data_dir / "report").exists()
    archive.configure(report="true", report_dir=tmp_path / "pages")
    freshness.refresh(database().session())
    assert not (archive.data_dir / "report").exists()
    assert (tmp_path / "pages/index.html").exists()


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("full", "the folder {place} holds no report but other files. Name an empty one"),
        ("full/file", "cannot write {place}"),
    ],
)
def test_a_report_that_cannot_be_written_is_said_and_fails_no_run(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str, reason: str
) -> None:
    filed(database().session())
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("x")
    archive.configure(report_dir=tmp_path / folder)
    freshness.refresh(database().session())
    said = capsys.readouterr().err
    assert said.startswith("the report was not written: ")
    assert reason.format(place=tmp_path / folder) in said
    assert said.count("\n") == 1


def test_a_fault_in_a_page_is_said_with_its_place(
    archive: Archive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(database().session())
    monkeypatch.setattr("alfrd_luigi.report.writing.home.home", lambda session: 1 / 0)
    freshness.refresh(database().session())
    assert capsys.readouterr().err.startswith("the report was not written: ZeroDivisionError\nTraceback")


def test_what_only_a_run_changed_is_shown(archive: Archive) -> None:
    """A rejected paper is on the first page, though nothing was registered."""
    freshness.refresh(database().session())
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    (archive.inbox / "program.exe").write_bytes(b"MZ\0\0 not a paper")
    assert alfrd("process").exit_code == 30
    assert "program.exe" in (archive.data_dir / "report/index.html").read_text("utf-8")
    assert runs.last(database().session(), 1)

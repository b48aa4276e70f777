"""`alfrd process` and `alfrd rerun`, with the real pipeline in separate processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import document_details, documents, file_rows, files, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd, AlfrdProcess
from support.terminals import Terminal

BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill

Account number: 4471-220
Statement date: 2024-0{month}-05
Service period: 2024-0{month}-01 to 2024-0{month}-28
Electricity used: 31{month} kWh

Amount due: $12{month}.50
Due date: 2024-0{month}-25
"""


@pytest.fixture
def bills(archive: Archive, tmp_path: Path) -> list[Path]:
    """Two bills of one series, in the inbox."""
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    paths = [archive.inbox / f"bill-{month}.txt" for month in (3, 4)]
    for month, path in zip((3, 4), paths, strict=True):
        path.write_text(BILL.format(month=month), encoding="utf-8")
    return paths


def _listed(alfrd: Alfrd) -> list[Any]:
    listed: list[Any] = json.loads(alfrd("list", "--json").stdout)
    return listed


def _generated_at(session: Session) -> datetime:
    generated_at = file_rows.files(session)[0].generated_at
    assert generated_at is not None
    return generated_at


def _file_states(alfrd: Alfrd) -> list[tuple[str, bool]]:
    return [(row["status"], row["is_fresh"]) for row in json.loads(alfrd("status", "--json").stdout)["files"]]


@pytest.mark.usefixtures("bills")
def test_the_inbox_is_filed_and_reported(alfrd: Alfrd, alfrd_process: AlfrdProcess) -> None:
    done = alfrd_process("process")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 filed, 1 file summary" in done.stdout
    assert "bill-3.txt" in done.stdout
    assert [row["status"] for row in _listed(alfrd)] == ["filed", "filed"]
    assert {row["series"]["entity"] for row in _listed(alfrd)} == {"NORTHWIND ELECTRIC COMPANY"}
    assert _file_states(alfrd) == [("generated", True)]
    again = alfrd_process("process")
    assert (again.returncode, again.stdout, again.stderr) == (0, "Nothing to do.\n", "")


@pytest.mark.usefixtures("bills")
def test_a_run_is_reported_to_programs(alfrd_process: AlfrdProcess, archive: Archive) -> None:
    (archive.inbox / "empty.txt").touch()
    done = alfrd_process("process", "--json")
    assert done.returncode == 30
    report = json.loads(done.stdout)
    assert sorted((row["name"], row["outcome"]) for row in report["documents"]) == [
        ("bill-3.txt", "filed"),
        ("bill-4.txt", "filed"),
    ]
    assert [(row["name"], row["outcome"]) for row in report["inbox"]] == [("empty.txt", "rejected")]
    assert [row["outcome"] for row in report["files"]] == ["generated"]


@pytest.mark.usefixtures("bills")
def test_a_rejected_entry_is_named_and_costs_the_others_nothing(
    alfrd: Alfrd, alfrd_process: AlfrdProcess, archive: Archive
) -> None:
    (archive.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = alfrd_process("process")
    assert done.returncode == 30
    assert "broken.pdf" in done.stdout
    assert "2 filed, 1 rejected" in done.stdout
    assert done.stderr.splitlines()[-1].endswith("this run is over, with 1 rejected. See why with: alfrd status")
    assert len(_listed(alfrd)) == 2


@pytest.mark.usefixtures("bills")
def test_quiet_says_nothing_and_a_limit_is_kept(alfrd: Alfrd, alfrd_process: AlfrdProcess) -> None:
    done = alfrd_process("process", "--quiet", "--limit", 1)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(row["status"] for row in _listed(alfrd)) == ["filed", "pending"]


@pytest.mark.usefixtures("bills")
def test_a_terminal_gets_one_display_of_the_run(archive: Archive) -> None:
    terminal = Terminal()
    command = [sys.executable, "-m", "alfrd_luigi.cli", "process"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=terminal.file, env={**os.environ, "TERM": "xterm"}
    ) as process:
        assert process.stdout is not None
        report = process.stdout.read().decode()
    shown = terminal.close()
    assert process.returncode == 0, shown
    assert "2 of 2 documents" in shown
    assert "2 read, 2 classified, 2 summarised, 2 filed" in shown
    assert re.search(r"2 filed, 1 file summary in \d+ s\n$", report)
    assert "\x1b" not in report


def _results(session: Session, id: str) -> dict[str, Any]:
    return {row["stage"]: row for row in document_details.document(session, UUID(id)).stages}


@pytest.mark.usefixtures("bills")
def test_a_rerun_replaces_a_stage_and_what_needs_it_and_the_files_summary(
    alfrd: Alfrd, alfrd_process: AlfrdProcess, session: Session
) -> None:
    alfrd_process("process", "--quiet")
    id = _listed(alfrd)[0]["id"]
    before = _results(session, id)
    generated = _generated_at(session)

    done = alfrd_process("rerun", id[:8], "--from", "summarize")
    assert (done.returncode, done.stderr) == (0, "")
    for expected in ("summarize", "score_summary", "file", "NORTHWIND ELECTRIC COMPANY", "generated"):
        assert expected in done.stdout

    after = _results(session, id)
    assert list(after) == list(before)
    assert [stage for stage in after if after[stage]["run"] != before[stage]["run"]] == [
        "summarize",
        "score_summary",
        "file",
    ]
    assert _generated_at(session) > generated
    assert _file_states(alfrd) == [("generated", True)]
    assert [row["status"] for row in _listed(alfrd)] == ["filed", "filed"]
    assert all(run.finished_at and not run.alive for run in runs.last(session, 10))
    assert documents.state(session, UUID(id)).run_id is None


@pytest.mark.usefixtures("bills")
def test_a_rerun_that_does_not_get_through_says_so(
    alfrd: Alfrd, alfrd_process: AlfrdProcess, archive: Archive, session: Session
) -> None:
    alfrd_process("process", "--quiet")
    id = _listed(alfrd)[0]["id"]
    for stored in archive.data_dir.glob(f"documents/*/*/{id}/*"):
        stored.unlink()
    done = alfrd_process("rerun", id, "--from", "ocr", "--json")
    assert done.returncode == 30
    assert f"document {id} did not get through ocr, classify" in done.stderr
    stages = [(row["stage"], row["status"]) for row in json.loads(done.stdout)["stages"]]
    assert stages[:2] == [("ocr", "failed"), ("classify", "not run")]
    assert documents.state(session, UUID(id)).status == "failed"
    assert _file_states(alfrd) == [("generated", True)], "the file is summarised without the document"


def test_a_dry_rerun_changes_nothing(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session)
    before = alfrd("show", id, "--json").stdout
    result = alfrd("rerun", id, "--from", "classify", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout == (
        f"document {id} would run again: classify, score_classification, summarize, score_summary, file\n"
    )
    planned = json.loads(alfrd("rerun", id, "--from", "score_summary", "--dry-run", "--json").stdout)
    assert planned == {"id": str(id), "stages": ["score_summary", "file"]}
    assert alfrd("show", id, "--json").stdout == before


def test_a_document_of_a_living_run_is_left_alone(alfrd_process: AlfrdProcess, session: Session) -> None:
    id = document_rows.registered(session)
    runs.hold(database(), "living")
    assert documents.claim_one(session, "living", id)
    done = alfrd_process("rerun", id, "--from", "ocr")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith(f"error: document {id} is being processed by run living")
    assert documents.state(session, id).run_id == "living"
    assert files.due(session, "living") == []

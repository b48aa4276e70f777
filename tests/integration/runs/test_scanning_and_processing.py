"""The inbox is scanned while documents are processed, and neither delays the other."""

from __future__ import annotations

from pathlib import Path

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.desk import Desk, wait_for


def test_documents_are_filed_while_the_scan_goes_on(desk: Desk, tmp_path: Path) -> None:
    held = tmp_path / "held"
    for number in range(1, 5):
        desk.receipt(number)
    process = desk.start("ProcessAllPending", ALFRD_TRIGGER=f"entry_staged@4=hold:{held}")
    wait_for(held.exists)
    wait_for(lambda: desk.statuses() == ["filed"] * 3)
    held.unlink()
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 0, said
    assert desk.statuses() == ["filed"] * 4
    (run,) = runs.last(database().session(), 10)
    assert run.finished_at is not None


def test_a_limit_holds_while_the_scan_goes_on(desk: Desk) -> None:
    for number in range(1, 4):
        desk.receipt(number)
    assert desk.run("ProcessAllPending", "--limit", "2") == 0, desk.said
    assert sorted(desk.statuses()) == ["filed", "filed", "pending"]


def test_one_worker_is_enough(desk: Desk) -> None:
    for number in range(1, 4):
        desk.receipt(number)
    assert desk.run("ProcessAllPending", "--workers", "1") == 0, desk.said
    assert desk.statuses() == ["filed"] * 3


def test_an_inbox_that_cannot_be_scanned_holds_up_no_document(desk: Desk, archive: Archive, tmp_path: Path) -> None:
    desk.receipt(1)
    assert desk.run("ScanInbox") == 0, desk.said
    (tmp_path / "file").touch()
    archive.configure(inbox_dir=tmp_path / "file")
    assert desk.run() == 30, desk.said
    assert "the inbox" in desk.said
    assert desk.statuses() == ["filed"]

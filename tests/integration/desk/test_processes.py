"""A desk as a process: the work that it starts outlives it, and its sudden end leaves nothing behind."""

from __future__ import annotations

import json
import signal
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import document_details, documents, events, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support.archives import Archive
from support.desk import wait_for
from support.desks import Answer, ServedDesk, started
from support.pipeline import BILL


def upload(desk: ServedDesk, name: str, text: str, **headers: str) -> Answer:
    part = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{text}\r\n--x--\r\n'
    return desk.ask("POST", "/add", part, Content_Type="multipart/form-data; boundary=x", **headers)


def progress(desk: ServedDesk, page: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(desk.ask("GET", page, Accept="application/json").body)
    return told


def finished(desk: ServedDesk, page: str) -> dict[str, Any]:
    """The progress of work when it is done."""
    wait_for(lambda: progress(desk, page)["code"] is not None)
    return progress(desk, page)


def test_sigterm_ends_it_as_ctrl_c_does(archive: Archive, bills: list[UUID]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        with started() as (process, desk):
            assert desk.ask("GET", f"/documents/{bills[0]}").status == 200
            process.send_signal(number)
            assert process.wait(20) == 0


def test_a_rerun_is_a_process_whose_progress_is_shown(archive: Archive, bills: list[UUID]) -> None:
    archive.configure(report=False)
    with started() as (_, desk):
        answer = desk.ask("POST", f"/documents/{bills[0]}/rerun", "stage=classify")
        page = answer.headers["location"]
        assert (answer.status, page.startswith("/progress/")) == (303, True)
        told = finished(desk, page)
        assert (told["command"], told["code"]) == (f"alfrd rerun {bills[0]} --from classify", 0)
        shown = desk.ask("GET", page).body
    assert f"alfrd rerun {bills[0]}" in shown
    assert 'http-equiv="refresh"' not in shown
    session = database().session()
    happened = [event.event for event in events.of(session, "document", str(bills[0]))]
    assert [happened.count(f"{stage} completed") for stage in ("ocr", "classify", "file")] == [1, 2, 2]
    assert document_details.document(session, bills[0]).status == "filed"


def test_what_fails_is_told(archive: Archive, bills: list[UUID]) -> None:
    archive.configure(report=False)
    with started() as (_, desk):
        runs.hold(database(), "20240601T000000-busy")
        documents.claim_one(database().session(), "20240601T000000-busy", bills[0])
        page = desk.ask("POST", f"/documents/{bills[0]}/rerun", "stage=classify").headers["location"]
        told = finished(desk, page)
        shown = desk.ask("GET", page).body
    runs.release("20240601T000000-busy")
    assert told["code"] not in (0, None)
    assert "20240601T000000-busy" in told["said"]
    assert "20240601T000000-busy" in shown


def test_processing_outlives_the_desk(archive: Archive, tmp_path: Path) -> None:
    archive.configure(report=False, settle_seconds=0)
    held = tmp_path / "held"
    with started(ALFRD_TRIGGER=f"documents_claimed=hold:{held}") as process:
        desk = process.desk
        shown = upload(desk, "bill.txt", BILL.format(month=5))
        wait_for(held.exists)
        page = shown.body.split('http-equiv="refresh" content="2; url=')[1].split('"')[0]
        going = progress(desk, page)
        assert (going["command"], going["code"]) == ("alfrd process --quiet", None)
        assert 'http-equiv="refresh"' in desk.ask("GET", page).body
        assert process.interrupt() == 0
    (run,) = runs.last(database().session(), 10)
    assert run.alive
    held.unlink()
    wait_for(lambda: runs.is_finished(database().session(), run.id))
    (found,) = document_details.documents(database().session())
    assert (found.status, found.source) == ("filed", "desk")


@pytest.mark.parametrize("point", ["add_copied", "add_placed"])
def test_an_upload_that_is_killed_leaves_nothing_after_the_next_run(archive: Archive, point: str) -> None:
    archive.configure(settle_seconds=0)
    with started(ALFRD_TRIGGER=f"{point}=kill") as (process, desk):
        with pytest.raises((OSError, HTTPException)):
            upload(desk, "bill.txt", BILL.format(month=5), Accept="application/json")
        assert process.wait(20) == -signal.SIGKILL
    assert list(archive.inbox.glob(".adding-*"))
    runs.hold(database(), "20240401T000000-next")
    came = scan_inbox("20240401T000000-next").registered
    assert len(came) == (point == "add_placed")
    assert {path.name for path in archive.inbox.iterdir()} == {".lock", "rejected"}
    assert list(archive.data_dir.glob(".upload-*")) == []

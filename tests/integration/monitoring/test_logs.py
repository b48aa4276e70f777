"""What a run writes: silence or lines for people, or one JSON object a line; nothing of a document's text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.archives import Archive
from support.commands import alfrd_process
from support.desk import Desk
from support.document_rows import ids


def _objects(written: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in written.splitlines()]
    assert all({"time", "level", "event", "run", "message"} <= set(each) for each in found)
    return found


@pytest.fixture
def papers(desk: Desk, archive: Archive) -> Archive:
    """A receipt that is filed, one that fails, and an entry that is rejected."""
    desk.receipt(1)
    desk.receipt(2, "[[classify: permanent]]")
    (archive.inbox / "program.exe").write_bytes(b"MZ\0\0 no document")
    return archive


def test_a_run_with_json_has_an_object_a_line(desk: Desk, papers: Archive) -> None:
    papers.configure(log_format="json")
    assert desk.run("ProcessAllPending", "--log-level", "INFO") == 30
    found = _objects(desk.said)
    by_event = {each["event"]: each for each in found if each["event"] != "message"}
    assert set(by_event) == {"filed", "failed"}
    failed = by_event["failed"]
    assert (failed["level"], failed["stage"], failed["reason"]) == ("info", "classify", "the service refused")
    assert failed["message"] == f"document {failed['document']}: classify failed: the service refused"
    assert len({each["run"] for each in found}) == 1
    assert "is over, with 1 failed, 1 rejected" in found[-1]["message"]
    assert any("program.exe rejected" in each["message"] for each in found)
    assert "BAKERY" not in desk.said.upper()


def test_a_run_with_lines(desk: Desk, papers: Archive) -> None:
    assert desk.run() == 30
    assert len(desk.said.splitlines()) == 2  # the rejection, and the end of the run


def test_the_command_with_json_and_verbose(archive: Archive) -> None:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    (archive.inbox / "note.txt").write_text("Invoice 12 of 3 March 2024 of Northwind Water, total due 12.00 USD")
    done = alfrd_process("process", "--log-json", "-v", "--json")
    assert done.returncode == 0, done.stderr
    found = _objects(done.stderr)
    assert [each["event"] for each in found if "document" in each] == ["filed"]
    assert json.loads(done.stdout)["run"] == found[0]["run"]
    (archive.inbox / "other.txt").write_text("Invoice 13 of 4 March 2024 of Northwind Water, total due 13.00 USD")
    lines = alfrd_process("process", "-v", "--quiet").stderr.splitlines()
    assert f"document {_newest(archive)} filed" in lines
    archive.configure(database_url="postgresql://nobody@127.0.0.1:1/x")
    (error,) = _objects(alfrd_process("process", "--log-json").stderr)
    assert (error["level"], error["message"].startswith("error: the database cannot be reached")) == ("error", True)


def _newest(archive: Archive) -> object:
    from alfrd_luigi.database.connection import database

    return ids(database().session())[-1]

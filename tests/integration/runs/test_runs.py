"""Runs of the real `luigi` command: which documents are filed, settled or deferred, and the exit code."""

from __future__ import annotations

import json
import signal
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.database import documents, events, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.stages.graph import READING, SCORINGS, STAGES
from support.archives import Archive
from support.desk import Desk, wait_for

QUESTIONS = ("classify", "score_classification", "summarize", "score_summary", "file")


def _calls(path: Path) -> list[list[Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _overlaps(calls: list[list[Any]]) -> int:
    ordered = sorted(calls, key=lambda call: call[2])
    return sum(later[2] < earlier[3] for earlier, later in pairwise(ordered))


def test_a_run_files_everything_and_an_idle_one_changes_nothing(desk: Desk) -> None:
    for number in range(3):
        desk.receipt(number)
    assert desk.run() == 0, desk.said
    rows = desk.rows()
    assert [row["status"] for row in rows] == ["filed"] * 3
    session = database().session()
    for row in rows:
        assert {*stage_results.progress(session, row["id"]).completed, READING} == set(STAGES)
        assert row["run_id"] is None
    assert desk.run() == 0, desk.said
    assert desk.rows() == rows


def test_one_bad_document_costs_the_others_nothing(desk: Desk) -> None:
    desk.receipt(1)
    desk.receipt(2, "[[classify: permanent]]")
    desk.receipt(3, "[[summarize: bug]]")
    desk.receipt(4)
    assert desk.run() == 30
    states = Counter((row["status"], row["error_stage"]) for row in desk.rows())
    assert states == {("filed", None): 2, ("failed", "classify"): 1, ("failed", "summarize"): 1}
    assert "2 failed" in desk.said
    reason = next(row for row in desk.rows() if row["error_stage"] == "classify")
    assert (reason["error_message"], reason["error_hint"]) == ("the service refused", "Ask it why")


def test_a_run_with_nothing_new_to_complain_of_is_well_again(desk: Desk) -> None:
    desk.receipt(1, "[[classify: permanent]]")
    assert desk.run() == 30
    assert desk.run() == 0


def test_a_rejected_file_makes_the_run_complain(desk: Desk, archive: Archive) -> None:
    (archive.inbox / "broken.jpg").write_bytes(b"\xff\xd8 not a picture")
    desk.receipt(1)
    assert desk.run() == 30
    assert "1 rejected" in desk.said
    assert desk.statuses() == ["filed"]


def test_an_invalid_answer_is_asked_for_twice_and_then_fails(desk: Desk, tmp_path: Path) -> None:
    desk.receipt(1, "[[classify: nonsense]]")
    process = desk.start("ProcessAllPending", ALFRD_TEST_CALLS=str(tmp_path / "calls"))
    process.communicate(timeout=60)
    assert process.returncode == 30
    assert [call[0] for call in _calls(tmp_path / "calls")] == ["classify", "classify"]
    (row,) = desk.rows()
    assert (row["status"], row["error_stage"], row["document_type"]) == ("failed", "classify", None)
    assert "love_letter" not in str(row)


@pytest.mark.parametrize("outcome", ["permanent", "transient", "nonsense", "bug"])
def test_scoring_that_fails_is_recorded_and_stops_nothing(desk: Desk, outcome: str) -> None:
    desk.receipt(1, f"[[score_classification: {outcome}]] [[score_summary: {outcome}]]")
    assert desk.run() == 0, desk.said
    (row,) = desk.rows()
    assert row["status"] == "filed"
    assert "score_summary" not in stage_results.progress(database().session(), row["id"]).completed
    recorded = [event.event for event in events.of(database().session(), "document", row["id"])]
    assert {"score_classification failed", "score_summary failed"} <= set(recorded)


def test_a_passing_fault_puts_the_document_off_and_the_run_is_well(desk: Desk) -> None:
    desk.receipt(1, "[[summarize: transient]]")
    desk.receipt(2)
    assert desk.run() == 0, desk.said
    states = {row["status"]: row for row in desk.rows()}
    assert set(states) == {"classified", "filed"}
    assert states["classified"]["is_deferred"]
    assert states["classified"]["error_message"] == "the service is busy"
    assert desk.run() == 0
    assert stage_results.failures(database().session(), states["classified"]["id"], "summarize").attempts == 1


def test_a_document_put_off_too_often_fails(desk: Desk, archive: Archive) -> None:
    archive.configure(retry_seconds=0, max_attempts=3)
    desk.receipt(1, "[[summarize: transient]]")
    assert desk.run() == 30, desk.said
    (row,) = desk.rows()
    assert (row["status"], row["error_stage"]) == ("failed", "summarize")
    assert stage_results.failures(database().session(), row["id"], "summarize").attempts == 3


def test_retry_makes_a_failed_document_due_where_it_stopped(desk: Desk) -> None:
    desk.receipt(1, "[[summarize: permanent]]")
    assert desk.run() == 30
    (row,) = desk.rows()
    assert documents.make_due(database().session(), None) == [row["id"]]
    (row,) = desk.rows()
    assert (row["status"], row["error_stage"]) == ("classified", None)
    assert "ocr" in stage_results.progress(database().session(), row["id"]).completed


def test_the_limit_holds_for_the_whole_run(desk: Desk) -> None:
    for number in range(7):
        desk.receipt(number)
    assert desk.run("ProcessAllPending", "--limit", "5") == 0, desk.said
    assert Counter(desk.statuses()) == {"filed": 5, "pending": 2}


def test_two_runs_at_once_share_the_work(desk: Desk, tmp_path: Path) -> None:
    for number in range(24):
        desk.receipt(number)
    calls = tmp_path / "calls"
    both = [desk.start("ProcessAllPending", ALFRD_TEST_CALLS=str(calls), ALFRD_TEST_SECONDS="0.05") for _ in range(2)]
    for process in both:
        said = process.communicate(timeout=100)[0]
        assert process.returncode == 0, said
    assert desk.statuses() == ["filed"] * 24
    counted = Counter(call[0] for call in _calls(calls))
    assert counted == dict.fromkeys(QUESTIONS, 24)
    assert _overlaps([call for call in _calls(calls) if call[0] == "summarize"]) == 0


def test_a_killed_run_is_taken_over_at_once_and_nothing_is_asked_twice(desk: Desk, tmp_path: Path) -> None:
    for number in range(12):
        desk.receipt(number)
    calls = tmp_path / "calls"
    process = desk.start("ProcessAllPending", ALFRD_TEST_CALLS=str(calls), ALFRD_TEST_SECONDS="0.1")
    wait_for(lambda: len(_calls(calls)) > 10)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    in_flight = 12  # at most the pool's threads can have an answer that was not saved, and the log its line
    before = len(_calls(calls))
    following = desk.start("ProcessAllPending", ALFRD_TEST_CALLS=str(calls))
    said = following.communicate(timeout=60)[0]
    assert following.returncode == 0, said
    assert desk.statuses() == ["filed"] * 12
    assert len(_calls(calls)) - before <= 12 * 5 - before + in_flight
    dead = runs.last(database().session(), 2)[1]
    assert (dead.alive, dead.finished_at) == (False, None)


def test_a_stage_by_hand_runs_what_is_missing_and_then_itself(desk: Desk) -> None:
    desk.receipt(1)
    assert desk.run("ScanInbox") == 0, desk.said
    (row,) = desk.rows()
    assert desk.run("SummarizeDocument", "--doc-id", str(row["id"])) == 0, desk.said
    (row,) = desk.rows()
    assert row["status"] == "summarized"
    session = database().session()
    before = STAGES[: STAGES.index("summarize")]
    assert set(stage_results.progress(session, row["id"]).completed) == {*before, "summarize"} - SCORINGS
    assert desk.run("FileDocument", "--doc-id", str(row["id"])) == 0, desk.said
    assert desk.rows()[0]["status"] == "filed"


def test_a_stage_that_is_done_says_so_and_how_to_force_it(desk: Desk) -> None:
    desk.receipt(1)
    desk.run()
    (row,) = desk.rows()
    assert desk.run("SummarizeDocument", "--doc-id", str(row["id"])) == 0
    assert "done already" in desk.said
    assert f"alfrd rerun {row['id']} --from summarize" in desk.said


def test_a_stage_by_hand_does_not_settle_for_a_failure(desk: Desk) -> None:
    desk.receipt(1, "[[classify: permanent]]")
    desk.run("ScanInbox")
    (row,) = desk.rows()
    for task in ("SummarizeDocument", "ProcessDocument", "ClassifyDocument"):
        assert desk.run(task, "--doc-id", str(row["id"])) == 30
        assert "the service refused" in desk.said
        assert "Traceback" not in desk.said


def test_a_document_of_a_living_run_is_not_taken_from_it(desk: Desk) -> None:
    desk.receipt(1)
    desk.run("ScanInbox")
    (row,) = desk.rows()
    runs.hold(database(), "the-other-run")
    assert documents.claim_one(database().session(), "the-other-run", row["id"])
    assert desk.run("OcrDocument", "--doc-id", str(row["id"])) == 30
    assert "is being processed by run the-other-run" in desk.said
    assert desk.run() == 0, desk.said
    assert desk.rows()[0]["status"] == "pending"
    runs.release("the-other-run")
    assert desk.run() == 0
    assert desk.rows()[0]["status"] == "filed"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ProcessDocument", "--doc-id", "nonsense"), "no document has the id"),
        (("OcrDocument", "--doc-id", "00000000-0000-0000-0000-000000000000"), "no document has the id"),
        (("GenerateFileSummary", "--file-id", "x"), "not a file's id"),
    ],
)
def test_what_is_not_there_is_one_line(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    assert desk.run(*arguments) == 3
    assert said in desk.said
    assert len(desk.said.splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("ALFRD_OCR_ENGINE", "crystal_ball", 6),
        ("ALFRD_LANGUAGE_ENGINE", "oracle", 6),
        ("ALFRD_DOCUMENTS_URL", "ftp://x", 6),
        ("ALFRD_SETTLE_SECONDS", "soon", 6),
        ("ALFRD_DATABASE_URL", "postgresql://user:secret@127.0.0.1:1/none", 7),
    ],
)
def test_a_wrong_setting_ends_the_run_in_one_line(desk: Desk, setting: str, value: str, code: int) -> None:
    process = desk.start("ProcessAllPending", **{setting: value})
    said = process.communicate(timeout=60)[0]
    assert process.returncode == code, said
    assert len(said.splitlines()) == 1
    assert said.startswith("error: ")
    assert "secret" not in said

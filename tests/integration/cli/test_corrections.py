"""`alfrd set`, `unset`, `approve`, `history` and `undo` as a person uses them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from alfrd_luigi.cli import waiting
from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support.archives import Archive
from support.commands import Alfrd, AlfrdProcess
from support.kept_archives import Keep
from support.pipeline import worked

HOLDER = "20240501T000000-holder"


@pytest.fixture
def bill(archive: Archive, keep: Keep) -> str:
    """The id of a filed bill."""
    archive.configure(person="anna")
    return str(keep(worked)[0])


def test_set_prints_each_change_and_what_follows(alfrd: Alfrd, bill: str) -> None:
    done = alfrd("set", bill[:8], "total=42.00", "entity=City Water")
    assert done.stdout.splitlines() == ["entity: NORTHWIND ELECTRIC COMPANY -> City Water", "total: 123.50 -> 42.00"]
    assert done.stderr == "the next run repeats: file, the summary of its file\n"
    again = alfrd("set", bill, "total=43")
    assert again.stdout == "total: 42.00 -> 43.00 (was the word of anna)\n"
    assert alfrd("set", bill, "total=43").stdout == "no value changes\n"


def test_the_json_of_set_has_changes_stages_and_cost(alfrd: Alfrd, bill: str) -> None:
    found = json.loads(alfrd("set", bill, "type=insurance", "--dry-run", "--json").stdout)
    assert found["changes"][0] == {"field": "type", "before": "utility_bill", "after": "insurance", "was": None}
    assert found["stages"] == ["summarize", "score_summary", "file"]
    assert (found["cost_usd"], found["dry_run"]) == (0, True)
    assert json.loads(alfrd("show", bill, "--json").stdout)["document_type"] == "utility_bill"


def test_now_runs_what_depends_on_it_at_once(alfrd_process: AlfrdProcess, bill: str) -> None:
    done = alfrd_process("set", bill, "entity=City Water", "--now")
    assert done.returncode == 0, done.stderr
    shown = json.loads(alfrd_process("show", bill, "--json").stdout)
    assert (shown["status"], shown["series"]["entity"]) == ("filed", "City Water")
    files = json.loads(alfrd_process("files", "--json").stdout)
    assert {file["status"] for file in files} == {"generated"}


def test_a_series_says_that_its_summary_is_outdated(alfrd: Alfrd, bill: str) -> None:
    assert "outdated" not in alfrd("series", "show", "Northwind").stdout
    assert alfrd("set", bill, "total=42").exit_code == 0
    page = " ".join(alfrd("series", "show", "Northwind").stdout.split())
    assert "summary is outdated: the documents have changed since" in page


def test_a_terminal_is_asked_before_a_document_goes_for_good(alfrd: Alfrd, bill: str) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "alfrd_luigi.cli", "delete", bill, "--forever"]
    try:
        os.write(ours, b"n\ny\n")
        done = [
            subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False, timeout=60)
            for _ in range(2)
        ]
    finally:
        os.close(ours)
        os.close(theirs)
    assert [each.returncode for each in done] == [130, 0], done
    assert "Nothing brings it back. Remove 1 document for good?" in done[0].stderr
    assert "gone for good" in done[1].stdout
    assert alfrd("show", bill).exit_code == 3


def test_a_signal_ends_a_rerun_after_the_work_in_progress(
    alfrd_process: AlfrdProcess, bill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALFRD_TRIGGER", "result_committed/summarize=terminate")
    done = alfrd_process("rerun", bill, "--from", "summarize")
    assert done.returncode == 128 + signal.SIGTERM, done.stderr
    assert done.stderr.splitlines()[-1] == "the request is saved; the next run does the rest"


def test_a_signal_ends_now_after_the_work_in_progress(
    alfrd_process: AlfrdProcess, bill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALFRD_TRIGGER", "result_committed/file=terminate")
    done = alfrd_process("set", bill, "entity=City Water", "--now")
    assert done.returncode == 128 + signal.SIGTERM, done.stderr
    assert done.stderr.splitlines()[-1] == "the change is saved; the next run does the rest"
    monkeypatch.delenv("ALFRD_TRIGGER")
    files = json.loads(alfrd_process("files", "--json").stdout)
    assert "generated" not in {file["status"] for file in files if file["documents"]}


def test_show_names_the_values_that_are_a_persons_word(alfrd: Alfrd, bill: str) -> None:
    alfrd("set", bill, "total=42.00", "title=March")
    shown = alfrd("show", bill).stdout
    assert "a person's word  title, total" in " ".join(shown.split("\n")).replace("   ", "  ")
    assert json.loads(alfrd("show", bill, "--json").stdout)["words_of"]["total"] == "person"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (("set", "{bill}", "total"), "'total' is not of the form FIELD=VALUE"),
        (("set", "{bill}", "totl=1"), "a document has no value 'totl'. The values are type, entity, date, total"),
        (("set", "{bill}", "total=much"), "total cannot have the value 'much'. It is a number such as 42.00"),
        (("unset", "{bill}", "total"), "no person has set 'total' of document"),
        (("approve", "zz"), "no document has the id 'zz'"),
        (("undo",), "anna has done nothing that can be undone"),
        (("undo", "20200101T000000-none"), "run 20200101T000000-none changed no document that was filed before it"),
    ],
)
def test_a_mistake_is_one_line(alfrd: Alfrd, bill: str, command: tuple[str, ...], line: str) -> None:
    done = alfrd(*(part.format(bill=bill) for part in command))
    assert done.exit_code != 0
    assert done.stderr.startswith(f"error: {line}")
    assert done.stderr.count("\n") == 1


def test_a_command_waits_for_the_run_that_holds_the_document(alfrd: Alfrd, bill: str, session: Session) -> None:
    runs.hold(database(), HOLDER)
    assert documents.claim_one(session, HOLDER, UUID(bill))
    ending = threading.Timer(1.0, lambda: documents.release(session, UUID(bill)))
    ending.start()
    done = alfrd("set", bill, "total=42.00")
    ending.join()
    runs.release(HOLDER)
    assert done.stdout == "total: 123.50 -> 42.00\n"
    assert f"is being processed by run {HOLDER}; waiting for it" in done.stderr


def test_a_command_says_who_has_the_document_in_the_end(
    alfrd: Alfrd, bill: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_WAIT_SECONDS", 0)
    runs.hold(database(), HOLDER)
    assert documents.claim_one(session, HOLDER, UUID(bill))
    done = alfrd("approve", bill)
    runs.release(HOLDER)
    assert done.exit_code == 4
    assert f"error: document {bill} is being processed by run {HOLDER}" in done.stderr


def test_an_undo_names_the_act_by_the_time_of_this_place(
    alfrd: Alfrd, bill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as environment:
        environment.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        alfrd("set", bill, "total=42.00")
        told = alfrd("history", bill).stdout.split("registered")[-1]
        said = alfrd("undo").stdout
    time.tzset()
    hours = "%Y-%m-%d %H"
    near = {f"{datetime.now(ZoneInfo('Asia/Tokyo')) - timedelta(minutes=ago):{hours}}" for ago in (0, 2)}
    assert any(hour in said and hour in told for hour in near), (said, told)


def test_history_and_undo_name_the_person(alfrd: Alfrd, bill: str) -> None:
    alfrd("set", bill, "total=42.00")
    assert "set by anna" in alfrd("history", bill).stdout
    assert alfrd("undo").stdout.startswith("undone: set of ")
    *_, last = json.loads(alfrd("history", bill, "--json").stdout)
    assert (last["event"], last["by"]) == ("undo", "anna")
    assert last["changes"] == [{"field": "total", "before": 42.0, "after": 123.5}]

"""A person is told what is new: once a day of each kind, by one process, at least once, and without secrets."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest

from alfrd_luigi.database import documents, events, outages, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError
from alfrd_luigi.monitoring import news, notifications
from alfrd_luigi.setting_values import NEWS
from support import document_rows
from support.archives import Archive
from support.commands import alfrd
from support.connections import connected
from support.desk import Desk, wait_for
from support.message_recorder import Recorder

_YESTERDAY = "UPDATE notifications SET sent_at = sent_at - interval '1 day', looked_at = looked_at - interval '1 day'"
_NOW = "UPDATE notifications SET claimed_until = clock_timestamp()"


def _tell(archive: Archive, *, was_idle: bool = False) -> list[str]:
    session = database().session()
    return [error.line for error in notifications.tell(session, was_idle=was_idle)]


def _run(archive: Archive, statement: str) -> None:
    with connected(archive.database_url) as own:
        own.execute(statement)


def _bill(session: Session, days: int, **found: Any) -> None:
    due = (date.today() + timedelta(days)).isoformat()
    document_rows.filed(session, structured_data={"amount_due": 41.2, "due_date": due}, total_amount=41.2, **found)


def test_kinds_are_the_same_everywhere() -> None:
    assert tuple(news.KINDS) == NEWS


def test_each_kind_is_told_once(archive: Archive, session: Session, recorder: Recorder) -> None:
    archive.configure(notify=",".join(NEWS))
    document_rows.failed(session)
    run = document_rows.run_of_the_test(session)
    events.reject(session, run, "1 2 3", "secret name.exe", "it is a program", "Print it")
    outages.record(session, run, "textract", "the service is busy")
    _bill(session, 3, entity="Shop soon")
    _bill(session, -3, entity="Shop late")
    for months in range(4, 9):  # a monthly paper that has not come for long
        document_rows.filed(session, entity="Phone Co", document_date=date.today() - timedelta(30 * months))
    events.record(session, run, "prompt", "classifier", "promoted", version=2, against=1, reason="better")
    limited = runs.new_id()
    runs.hold(database(), limited)
    runs.stop(session, limited, BudgetError("max_cost_per_day = 1 allows no further call"))
    runs.release(limited)
    assert _tell(archive) == []
    ((first,), (kinds,)) = recorder.calls(), recorder.kinds()
    assert kinds == list(NEWS)
    lines = first["message"]["text"].splitlines()
    assert lines[0] == "1 document failed, 1 entry of the inbox was rejected. See: alfrd status"
    assert lines[1].startswith("textract has not answered since 20")
    assert lines[2] == "the budget is used up, and the rest waits. See: alfrd cost"
    assert lines[3] == "1 bill to be paid within 7 days, 1 bill overdue. See: alfrd due"
    assert lines[4] == "1 expected paper did not come. See: alfrd missing"
    assert lines[5] == "1 decision about prompts. See: alfrd prompts list"
    assert lines[6].startswith("the last 7 days: 8 registered, 7 filed, 0.00 USD; now: 1 failed, 0 waiting")
    assert first["message"]["title"] == "alfrd: 1 document failed, 1 entry of the inbox was rejected, and 6 more"
    assert "Shop" not in first["message"]["text"]
    by_kind = {notice["kind"]: notice["items"] for notice in first["message"]["notices"]}
    assert {item["entity"]: item["state"] for item in by_kind["due"]} == {"Shop soon": "due", "Shop late": "overdue"}

    document_rows.failed(session)
    assert (_tell(archive), len(recorder.calls())) == ([], 1)  # one of a kind a day
    _run(archive, _YESTERDAY)
    assert (_tell(archive), recorder.kinds()[1:]) == ([], [["failures"]])  # what was told is no news
    assert recorder.calls()[1]["message"]["text"] == "1 document failed. See: alfrd status"


def test_what_was_mended_is_news_if_it_fails_again(archive: Archive, session: Session, recorder: Recorder) -> None:
    id = document_rows.failed(session)
    _tell(archive)
    _run(archive, _YESTERDAY)
    assert alfrd("retry", id).exit_code == 0
    _tell(archive)
    documents.set_failed(session, id, "ocr", "the PDF is encrypted", "")
    _tell(archive)
    assert recorder.kinds() == [["failures"], ["failures"]]


@pytest.mark.parametrize(
    "ahead",
    [
        "UPDATE notifications SET sent_at = clock_timestamp() + interval '3 years', looked_at = 'infinity'",
        "UPDATE notifications SET claimed_until = clock_timestamp() + interval '3 years', looked_at = 'infinity'",
    ],
)
def test_a_clock_that_was_years_ahead_silences_nobody(
    archive: Archive, session: Session, recorder: Recorder, ahead: str
) -> None:
    document_rows.failed(session)
    _tell(archive)
    _run(archive, _YESTERDAY)
    _run(archive, ahead)
    document_rows.failed(session)
    _bill(session, 3)
    assert (_tell(archive, was_idle=True), recorder.kinds()) == ([], [["failures"], ["failures", "due"]])
    assert (_tell(archive), len(recorder.calls())) == ([], 2)


def test_a_run_tells_without_secrets(
    desk: Desk, archive: Archive, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"AWS_SECRET_ACCESS_KEY": "planted-aws", "OPENAI_API_KEY": "planted-openai", "PGPASSWORD": "planted-pg"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LC_MESSAGES", "C.UTF-8")
    archive.configure(
        notify_command=recorder.command("take", "--to", "'me and you'", "$HOME"),
        database_url=psycopg2.extensions.make_dsn(archive.database_url, password="planted-password"),
    )
    desk.receipt(1, "[[classify: permanent]]")
    assert desk.run() == 30
    assert "hunter2" not in desk.said  # what the program prints is not shown
    (call,) = recorder.calls()
    assert call["arguments"] == ["--to", "me and you", "$HOME"]
    assert {"PATH", "HOME", "LC_MESSAGES"} <= set(call["environment"])
    told = str(call)
    assert not [name for name in call["environment"] if name.startswith(("ALFRD_", "AWS_", "OPENAI_", "PG"))]
    assert "planted" not in told
    assert "BAKERY" not in told
    assert desk.run() == 0
    assert desk.said == ""
    assert len(recorder.calls()) == 1


def test_a_program_that_fails_is_one_line_and_is_tried_again(
    archive: Archive, desk: Desk, session: Session, recorder: Recorder
) -> None:
    assert desk.run() == 0, desk.said
    archive.configure(notify_command=recorder.command("fail"))
    document_rows.failed(session)
    assert desk.run() == 0, desk.said
    assert desk.said == "nobody was told: notify_command ended with exit code 3. Try it with: alfrd notify --test\n"
    assert (desk.run(), desk.said) == (0, "")  # it waits for an hour
    _run(archive, _NOW)
    archive.configure(notify_command=recorder.command())
    assert (desk.run(), desk.said, recorder.kinds()) == (0, "", [["failures"], ["failures"]])
    archive.configure(notify_command="/nowhere/program")
    _run(archive, _YESTERDAY)
    document_rows.failed(session)
    assert _tell(archive) == [
        "notify_command cannot be run: No such file or directory. Give the whole path of a program"
    ]


@pytest.mark.parametrize(("how", "messages"), [("kill-first", 0), ("kill-last", 1)])
def test_a_killed_run_loses_no_news(
    archive: Archive, desk: Desk, session: Session, recorder: Recorder, how: str, messages: int
) -> None:
    document_rows.failed(session)
    archive.configure(notify_command=recorder.command(how))
    process = desk.start("ProcessAllPending")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == -9, said
    archive.configure(notify_command=recorder.command())
    wait_for(lambda: len(recorder.calls()) == messages)
    assert (_tell(archive), len(recorder.calls())) == ([], messages)  # the claim of the killed run
    _run(archive, _NOW)
    assert (_tell(archive), len(recorder.calls())) == ([], messages + 1)
    assert (_tell(archive), len(recorder.calls())) == ([], messages + 1)


def test_of_several_processes_one_tells(archive: Archive, session: Session, recorder: Recorder) -> None:
    archive.configure(notify_command=recorder.command("slow"))
    document_rows.failed(session)
    threads = [threading.Thread(target=_tell, args=[archive]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert recorder.kinds() == [["failures"]]


def test_an_idle_run_looks_for_what_is_due_once_a_day(archive: Archive, session: Session, recorder: Recorder) -> None:
    assert _tell(archive, was_idle=True) == []
    for days in (7, 8, -1, -367):  # not what is due later, nor what has been overdue for a year
        _bill(session, days)
    _tell(archive, was_idle=True)
    assert recorder.calls() == []
    _tell(archive)
    assert recorder.kinds() == [["due"]]
    assert recorder.calls()[0]["message"]["text"] == ("1 bill to be paid within 7 days, 1 bill overdue. See: alfrd due")

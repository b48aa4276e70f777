"""`alfrd status` and `alfrd retry`: which documents wait or have failed, why, and how they continue."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alfrd_luigi.database import documents, events, files
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages.graph import STATUSES
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd


def _status(alfrd: Alfrd) -> Any:
    result = alfrd("status", "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_an_empty_archive_has_a_status(alfrd: Alfrd) -> None:
    status = _status(alfrd)
    assert status["documents"] == dict.fromkeys(STATUSES, 0)
    assert (status["deferred"], status["inbox"]["waiting"], status["files"], status["runs"]) == (0, 0, [], [])
    assert alfrd("status").exit_code == 0


def test_documents_are_counted_by_status(alfrd: Alfrd, session: Session) -> None:
    for make in (
        document_rows.registered,
        document_rows.summarized,
        document_rows.filed,
        document_rows.failed,
        document_rows.deferred,
    ):
        make(session)
    status = _status(alfrd)
    counted = {name: count for name, count in status["documents"].items() if count}
    assert counted == {"pending": 2, "summarized": 1, "filed": 1, "failed": 1}
    assert status["deferred"] == 1


def test_what_failed_or_waits_is_named_with_its_reason(alfrd: Alfrd, session: Session) -> None:
    document_rows.failed(session)
    document_rows.deferred(session)
    troubled = _status(alfrd)["troubled"]
    assert [(row["name"], row["stage"], row["message"]) for row in troubled] == [
        ("slow.pdf", "ocr", "the service is busy"),
        ("locked.pdf", "ocr", "the PDF is encrypted"),
    ]
    page = alfrd("status").stdout
    assert "the PDF is encrypted" in page
    assert "the service is busy" in page


def test_rejected_entries_are_named(alfrd: Alfrd, session: Session) -> None:
    events.reject(
        session, document_rows.run_of_the_test(session), "1 2 3", "bad\x1b.pdf", "it is broken", "Scan it again"
    )
    assert _status(alfrd)["rejected"][0]["reason"] == "it is broken"
    page = alfrd("status").stdout
    assert "it is broken" in page
    assert "\x1b" not in page


def test_a_duplicate_can_be_found_out(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session)
    events.record(session, document_rows.run_of_the_test(session), "inbox", "again.pdf", "duplicate", document=str(id))
    assert [(row["name"], row["document"]) for row in _status(alfrd)["duplicates"]] == [("again.pdf", str(id))]
    assert "again.pdf" in alfrd("status").stdout
    assert [row["name"] for row in json.loads(alfrd("show", str(id), "--json").stdout)["duplicates"]] == ["again.pdf"]
    assert "as again.pdf at" in alfrd("show", str(id)).stdout


def test_waiting_entries_of_the_inbox_are_counted(alfrd: Alfrd, archive: Archive) -> None:
    archive.inbox.mkdir(parents=True)
    for name in ("one.pdf", "two.pdf", ".hidden", "half.part"):
        (archive.inbox / name).touch()
    assert _status(alfrd)["inbox"]["waiting"] == 2


def test_files_and_runs_are_shown(alfrd: Alfrd, session: Session) -> None:
    document_rows.filed(session)
    document_rows.filed(session)
    status = _status(alfrd)
    expected = {"title": "Northwind Water bills", "status": "pending", "documents": 2, "is_fresh": False}
    assert [row.items() >= expected.items() for row in status["files"]] == [True]
    assert [(row["id"], row["alive"]) for row in status["runs"]] == [(document_rows.RUN, False)]
    page = alfrd("status").stdout
    assert "Northwind Water bills" in page
    assert "was cut off" in page


def test_of_many_files_a_few_are_shown_and_the_others_counted(alfrd: Alfrd, session: Session) -> None:
    for number in range(13):
        document_rows.filed(session, entity=f"Sender {number:02}")
    page = alfrd("status").stdout
    assert page.count("Sender ") == 10
    assert "3 more files" in page
    assert len(_status(alfrd)["files"]) == 13


def test_the_password_of_the_database_is_never_shown(
    alfrd: Alfrd, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.configure(database_url=f"{archive.database_url} password=hunter2")
    for arguments in (["status"], ["status", "--json"], ["init"]):
        result = alfrd(*arguments)
        assert result.exit_code == 0
        assert "hunter2" not in result.output


def test_retry_makes_failed_and_deferred_documents_due(alfrd: Alfrd, session: Session) -> None:
    troubled = [document_rows.failed(session), document_rows.deferred(session)]
    fine = document_rows.filed(session)
    result = alfrd("retry")
    assert (result.exit_code, result.stdout) == (0, "due now: 2 documents, 0 file summaries\n")
    assert "alfrd process" in result.stderr
    assert [documents.state(session, id).status for id in troubled] == ["pending", "pending"]
    assert documents.state(session, fine).status == "filed"
    assert alfrd("retry").stdout == "due now: 0 documents, 0 file summaries\n"


def test_retry_of_one_document_leaves_the_others(alfrd: Alfrd, session: Session) -> None:
    one, other = document_rows.failed(session), document_rows.failed(session)
    assert alfrd("retry", one).stdout == "due now: 1 document, 0 file summaries\n"
    assert documents.state(session, one).status == "pending"
    assert documents.state(session, other).status == "failed"
    assert json.loads(alfrd("retry", other, "--json").stdout) == {
        "documents": [str(other)],
        "file_summaries": 0,
        "read_again": [],
    }


def test_retry_of_a_document_that_is_fine_says_what_to_do_instead(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session)
    result = alfrd("retry", id)
    assert result.exit_code == 0
    assert f"alfrd rerun {id} --from STAGE" in result.stderr


def test_retry_makes_failed_file_summaries_due(alfrd: Alfrd, session: Session) -> None:
    document_rows.filed(session)
    run = document_rows.run_of_the_test(session)
    (file,) = files.due(session, run)
    files.claim(session, run, file)
    files.set_error(session, run, file, "the answer was invalid", Failures(1), None)
    assert files.due(session, run) == []
    assert alfrd("retry").stdout == "due now: 0 documents, 1 file summary\n"
    assert files.due(session, run) == [file]


def test_files_are_listed_with_their_summaries(alfrd: Alfrd, session: Session) -> None:
    document_rows.filed(session)
    (file,) = json.loads(alfrd("files", "--json").stdout)
    assert (file["status"], file["documents"]) == ("pending", 1)
    run = document_rows.run_of_the_test(session)
    assert files.claim(session, run, file["id"])
    series = files.state(session, file["id"]).series_id
    made = files.Summary("One bill \x1b[31m of May.", {}, files.inputs(session, series), None, "offline")
    files.set_summary(session, run, file["id"], made)
    page = alfrd("files")
    assert page.exit_code == 0
    assert "of May." in page.stdout
    assert "\x1b" not in page.stdout

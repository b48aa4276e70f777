"""`alfrd check`: an intact archive passes, and each problem is reported with its document."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import psycopg2
import pytest

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.stages.rerun import take_back
from support.archives import Archive
from support.commands import Alfrd
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on, worked


@pytest.fixture(params=["folder", "s3"])
def bills(archive: Archive, keep: Keep, request: pytest.FixtureRequest) -> list[UUID]:
    """Two filed bills, their pages in a folder or in a bucket."""
    if request.param == "folder":
        return keep(worked)
    archive.configure(documents_url=f"s3://{request.getfixturevalue('s3_bucket')}/paper")
    return worked(archive)


@pytest.fixture
def filed(keep: Keep) -> list[UUID]:
    """Two filed bills, their pages in a folder."""
    return keep(worked)


def problems(alfrd: Alfrd, *arguments: str) -> dict[str, dict[str, str]]:
    """What is off, by claim; the exit code fits."""
    result = alfrd("check", "--json", *arguments)
    found = json.loads(result.stdout)["problems"]
    assert result.exit_code == (9 if any(problem["state"] == "damaged" for problem in found) else 0)
    return {problem["claim"]: problem for problem in found}


def spoil(archive: Archive, statement: str, *values: object) -> None:
    with psycopg2.connect(archive.database_url) as connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
    connection.close()


def stored(id: UUID) -> Path:
    (file,) = documents.files(database().session(), id)
    with page_store().fetch(file.key, file.sha256) as path:
        return path


@pytest.mark.parametrize("arguments", [(), ("--quick",)])
@pytest.mark.usefixtures("bills")
def test_an_archive_that_is_whole(alfrd: Alfrd, arguments: tuple[str, ...]) -> None:
    done = alfrd("check", *arguments)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 documents, 2 page files" in done.stderr
    assert "0 damaged, 0 doubtful" in done.stderr


def test_an_empty_archive_is_whole(alfrd: Alfrd) -> None:
    assert problems(alfrd) == {}


def test_a_file_that_is_missing(alfrd: Alfrd, bills: list[UUID]) -> None:
    (file,) = documents.files(database().session(), bills[0])
    page_store().delete([file.key])
    for arguments in ((), ("--quick",)):
        (problem,) = problems(alfrd, *arguments).values()
        assert (problem["claim"], problem["subject"]) == ("missing_files", str(bills[0]))
        assert file.key in problem["said"]
        assert file.sha256 in problem["mend"]
    assert f"document {bills[0]}: its file {file.key} (bill-3.txt) is missing." in alfrd("check").stdout
    chosen = alfrd("check", "--csv", "--columns", "claim,subject,state")
    assert chosen.exit_code == 9
    assert chosen.output.splitlines() == ["claim,subject,state", f"missing_files,{bills[0]},damaged"]


def test_a_file_of_other_content(alfrd: Alfrd, filed: list[UUID]) -> None:
    path = stored(filed[1])
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().swapcase())
    assert problems(alfrd, "--quick") == {}
    assert problems(alfrd)["damaged_files"]["subject"] == str(filed[1])
    path.write_bytes(b"short")
    assert "has 5 bytes" in problems(alfrd, "--quick")["damaged_files"]["said"]


def test_a_folder_is_no_file(alfrd: Alfrd, filed: list[UUID]) -> None:
    path = stored(filed[0])
    path.unlink()
    path.mkdir()
    assert set(problems(alfrd)) == {"missing_files"}


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        (None, None),
        ("UPDATE deletions SET kept = jsonb_set(kept, '{pages}', '[]')", "bin_differs"),
        ("UPDATE deletions SET files = '[]'", "bin_differs"),
        ("UPDATE deletions SET content_hash = repeat('0', 64)", "bin_differs"),
        ("UPDATE deletions SET document_id = (SELECT id FROM documents)", "bin_differs"),
    ],
)
def test_a_document_in_the_bin(
    alfrd: Alfrd, archive: Archive, filed: list[UUID], change: str | None, claim: str | None
) -> None:
    assert alfrd("delete", filed[0]).exit_code == 0
    if change is not None:
        spoil(archive, change)
    assert claim in {None, *(problems(alfrd))}
    assert bool(problems(alfrd)) == (claim is not None)


def test_a_file_of_the_bin_that_is_missing(alfrd: Alfrd, filed: list[UUID]) -> None:
    path = stored(filed[0])
    assert alfrd("delete", filed[0]).exit_code == 0
    path.unlink()
    assert problems(alfrd)["missing_files"]["subject"] == str(filed[0])


def test_a_file_that_no_document_has(alfrd: Alfrd, archive: Archive, filed: list[UUID]) -> None:
    stray = stored(filed[0]).with_name("stray \udcff\n.txt")
    stray.write_bytes(b"x")
    (problem,) = problems(alfrd).values()
    assert problem["claim"] == "unknown_files"
    assert "stray \\udcff\\n.txt" in problem["subject"]


def _folder(inbox: Path, id: UUID) -> Path:
    listed = [{"file": "letter.txt", "type": "text", "order": 1}]
    (inbox / "scan").mkdir()
    meta = inbox / "scan" / "meta.json"
    meta.write_text(json.dumps({"id": str(id), "created_at": "2024-03-01T00:00:00Z", "documents": listed}))
    return meta


def _loose(inbox: Path, id: UUID) -> Path:
    entry = inbox / "letter.txt"
    entry.write_text("Dear reader")
    os.utime(entry, ns=(10**18, 10**18))
    return entry


@pytest.mark.parametrize("entry", [_folder, _loose])
def test_what_a_killed_scan_had_stored_is_not_off_while_its_entry_waits(
    alfrd: Alfrd, archive: Archive, entry: Callable[[Path, UUID], Path]
) -> None:
    take_in(archive, "past")
    _loose(archive.inbox, uuid4())
    (id,) = scan_inbox("past").registered
    waiting = entry(archive.inbox, id)
    spoil(archive, "DELETE FROM documents WHERE id = %s", id)
    assert problems(alfrd) == {}
    waiting.unlink()
    assert problems(alfrd)["unknown_files"]["subject"].endswith(f"{id}/001.txt")


@pytest.mark.parametrize(
    ("statement", "claim", "mend"),
    [
        ("UPDATE documents SET status = 'classified' WHERE id = %s", "stages_ahead", "rerun {} --from summarize"),
        (
            "DELETE FROM stage_results WHERE document_id = %s AND stage = 'classify'",
            "stages_missing",
            "--from classify",
        ),
        ("UPDATE documents SET text = NULL WHERE id = %s", "text_missing", "rerun {} --from ocr"),
        ("DELETE FROM pages WHERE document_id = %s", "text_missing", "rerun {} --from ocr"),
        ("UPDATE documents SET document_type = NULL WHERE id = %s", "findings_missing", "rerun {} --from classify"),
        ("UPDATE document_files SET position = 2 WHERE document_id = %s", "files_missing", "backup"),
        ("UPDATE document_files SET sha256 = repeat('0', 64) WHERE document_id = %s", "content_differs", "backup"),
        (
            "UPDATE documents SET status = 'failed', error_stage = 'ocr' WHERE id = %s",
            "failed_without_reason",
            "alfrd retry {}",
        ),
    ],
)
def test_rows_of_a_document_that_do_not_fit(
    alfrd: Alfrd, archive: Archive, filed: list[UUID], statement: str, claim: str, mend: str
) -> None:
    spoil(archive, statement, filed[0])
    problem = problems(alfrd)[claim]
    assert problem["subject"] == str(filed[0])
    assert mend.format(filed[0]) in problem["mend"]


@pytest.mark.parametrize(
    ("statement", "claim", "subject"),
    [
        (
            "UPDATE prompts SET is_active = false WHERE document_type = 'tax'",
            "prompts_without_active",
            "summarizer of tax",
        ),
        ("DELETE FROM prompts WHERE kind = 'answer_judge'", "prompts_without_active", "answer_judge"),
        (
            "INSERT INTO prompt_trials (purpose, kind, candidate_id, incumbent_id, number, seed) SELECT 'challenge',"
            " 'classifier', c.id, i.id, 1, 's' FROM prompts c, prompts i"
            " WHERE c.kind = 'classifier' AND i.kind = 'series_detector'",
            "trials_of_other_keys",
            "classifier",
        ),
        ("UPDATE files SET fingerprint = md5('x')", "summaries_stale", ""),
        ("DELETE FROM files", "series_without_file", ""),
    ],
)
@pytest.mark.usefixtures("filed")
def test_other_rows_that_do_not_fit(alfrd: Alfrd, archive: Archive, statement: str, claim: str, subject: str) -> None:
    spoil(archive, statement)
    (problem,) = problems(alfrd).values()
    assert problem["claim"] == claim
    assert subject in problem["subject"]


def test_a_summary_that_a_living_run_may_be_about_to_make_is_not_off(alfrd: Alfrd, archive: Archive) -> None:
    worked(archive)
    spoil(archive, "UPDATE files SET fingerprint = md5('x')")
    runs.hold(database(), "living")
    assert problems(alfrd) == {}


def test_the_advice_is_good(alfrd: Alfrd, archive: Archive, filed: list[UUID]) -> None:
    spoil(archive, "UPDATE documents SET status = 'classified' WHERE id = %s", filed[0])
    spoil(archive, "DELETE FROM stage_results WHERE document_id = %s AND stage = 'ocr'", filed[1])
    assert set(problems(alfrd)) == {"stages_ahead", "stages_missing", "summaries_stale"}
    take_back(filed[0], "summarize", "mending")
    take_back(filed[1], "ocr", "mending")
    work_on(filed, "mending")
    assert problems(alfrd) == {}


def test_a_call_of_a_dead_run_is_only_doubtful(alfrd: Alfrd, archive: Archive, filed: list[UUID]) -> None:
    session = database().session()
    documents.claim_one(session, "20240401T000000-past", filed[0])
    paid = {"service": "bedrock", "operation": "classify", "model": "m", "key": "0" * 64, "attempt": 1}
    session.run(
        "calls.open",
        run="20240401T000000-past",
        document=filed[0],
        file=None,
        trial=None,
        proposal=None,
        stage="classify",
        reserved="0.5",
        **paid,
    )
    problem = problems(alfrd)["calls_cut_off"]
    assert problem["state"] == "doubtful"
    assert "up to 0.5 USD" in problem["said"]


def test_what_others_can_read_is_told(alfrd: Alfrd, archive: Archive, filed: list[UUID]) -> None:
    archive.data_dir.chmod(0o711)
    archive.inbox.chmod(0o755)
    (problem,) = problems(alfrd).values()
    assert (problem["claim"], problem["subject"]) == ("privacy", str(archive.inbox))
    archive.data_dir.chmod(0o700)
    assert problems(alfrd) == {}
    outside = archive.data_dir.with_name("outside")
    outside.mkdir(mode=0o755)
    archive.configure(inbox_dir=outside)
    assert problems(alfrd)["privacy"]["subject"] == str(outside)


def test_a_check_beside_a_run_reports_nothing(alfrd: Alfrd, archive: Archive) -> None:
    """The archive is intact at every step of a document: registered, in progress or filed."""
    (id,) = take_in(archive, "living", bill=BILL.format(month=5))
    assert problems(alfrd) == {}
    work_on([id], "living")
    assert problems(alfrd) == {}

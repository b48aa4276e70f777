"""Files are summarised when their inputs change. A rerun removes only the results that depend on its stage."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi.database import document_details, documents, file_rows, files, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.errors import BusyError, NotFoundError
from alfrd_luigi.stages import rerun
from alfrd_luigi.stages.graph import GRAPH, READING, STAGES, StageName, with_dependents
from support.archives import Archive, Content, Prepared
from support.desk import Desk
from support.pipeline import OFFLINE_STAGES

BILL = """Pacific Gas and Electric Company
Account Number: 1234567890-1
Statement Date: {month:02d}/15/2024
Due Date: {month:02d}/28/2024
Service period: {month:02d}/01/2024 - {month:02d}/28/2024

Electric charges   ${electric:.2f}
Gas charges        $20.00
Total Amount Due   ${total:.2f}
"""


_filed: list[tuple[Content, Path]] = []


@pytest.fixture
def bills(desk: Desk, archive: Archive, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three utility bills of one series, which a run has filed. Every test has a copy of its rows and files."""
    archive.configure(language_engine="offline")
    if not _filed:
        _file_bills(desk, archive)
        folder = tmp_path_factory.mktemp("bills") / "data"
        _filed.append((prepared.content(), Path(shutil.copytree(archive.data_dir, folder))))
    else:
        rows, folder = _filed[0]
        prepared.restore(rows)
        shutil.copytree(folder, archive.data_dir, dirs_exist_ok=True)
    return desk


def _file_bills(desk: Desk, archive: Archive) -> None:
    for month in (1, 2, 3):
        text = BILL.format(month=month, electric=100 + month, total=120 + month)
        (archive.inbox / f"bill-{month}.txt").write_text(text, encoding="utf-8")
    assert desk.run() == 0, desk.said


def _file() -> file_rows.File:
    (file,) = file_rows.files(database().session())
    return file


def test_bills_of_one_sender_form_one_series_with_a_summary_of_sums(bills: Desk) -> None:
    file = _file()
    assert (file.status, file.documents, file.is_fresh) == ("generated", 3, True)
    statistics = file.statistics or {}
    assert statistics["total"] == 366.0
    assert (statistics["first_date"], statistics["last_date"]) == ("2024-01-15", "2024-03-15")
    assert "366" in (file.summary or "")


def test_a_new_member_makes_the_file_outdated_and_the_same_run_refreshes_it(bills: Desk, archive: Archive) -> None:
    before = _file().summary
    text = BILL.format(month=4, electric=180, total=200)
    (archive.inbox / "bill-4.txt").write_text(text, encoding="utf-8")
    assert bills.run() == 0, bills.said
    file = _file()
    assert (file.documents, file.status) == (4, "generated")
    assert "566" in (file.summary or "")
    assert file.summary != before


def test_a_change_during_the_summary_leaves_the_file_outdated(bills: Desk) -> None:
    session = database().session()
    file = _file()
    runs.hold(database(), "r")
    claimed = files.claim(session, "r", file.id)
    assert claimed is not None
    made = files.Summary("x", {}, "of inputs that are no more", None, "offline")
    files.set_summary(session, "r", file.id, made)
    assert _file().status == "outdated"
    runs.release("r")
    assert bills.run() == 0
    assert _file().status == "generated"


@pytest.mark.parametrize("stage", OFFLINE_STAGES)
def test_a_rerun_removes_a_stage_and_what_needs_it(bills: Desk, stage: StageName) -> None:
    session = database().session()
    row = bills.rows()[0]
    assert [*rerun.take_back(row["id"], stage, "by-hand"), READING] == with_dependents(stage)
    left = [name for name in STAGES if name in stage_results.progress(session, row["id"]).completed]
    assert left == [name for name in STAGES if name not in with_dependents(stage)]
    assert documents.state(session, row["id"]).status == GRAPH[stage].before
    assert bool(documents.page_texts(session, row["id"])) == (stage != "ocr")
    assert _file().status == "outdated"
    runs.release("by-hand")
    assert bills.run() == 0, bills.said
    after = bills.rows()[0]
    compared = ("status", "document_type", "entity", "total_amount", "document_date", "summary")
    assert [after[name] for name in compared] == [row[name] for name in compared]
    assert documents.series_of(session, row["id"]) == _file().series_id
    assert (_file().status, _file().documents) == ("generated", 3)


def test_a_rerun_of_what_was_never_reached_keeps_what_is_there(desk: Desk, archive: Archive) -> None:
    desk.receipt(1, "[[classify: permanent]]")
    desk.run()
    (row,) = desk.rows()
    archive.configure(language_engine="offline")
    rerun.take_back(row["id"], "summarize", "by-hand")
    state = documents.state(database().session(), row["id"])
    assert (state.status, state.error_stage) == (GRAPH["classify"].before, None)
    runs.release("by-hand")


def test_a_rerun_leaves_the_document_of_another_living_run_alone(bills: Desk) -> None:
    row = bills.rows()[0]
    runs.hold(database(), "cron")
    assert documents.claim_one(database().session(), "cron", row["id"])
    with pytest.raises(BusyError, match="cron"):
        rerun.take_back(row["id"], "file", "by-hand")
    assert bills.rows()[0]["status"] == "filed"
    runs.release("cron")


def test_a_rerun_of_no_document_is_refused(archive: Archive) -> None:
    with pytest.raises(NotFoundError):
        rerun.take_back(UUID(int=0), "ocr", "by-hand")
    runs.release("by-hand")


def test_a_file_that_cannot_be_summarised_is_put_off_and_then_fails(bills: Desk) -> None:
    session = database().session()
    file = _file()
    for attempt in (1, 2):
        runs.hold(database(), "r")
        assert files.claim(session, "r", file.id) is not None
        files.set_error(session, "r", file.id, "the service is busy", Failures(1), None if attempt == 2 else 60)
        runs.release("r")
    assert _file().status == "failed"
    assert files.due(session, "r") == []
    assert files.make_due(session) == 1
    assert _file().status == "outdated"


def test_a_series_goes_by_the_name_most_of_its_documents_have(desk: Desk, archive: Archive) -> None:
    archive.configure(language_engine="offline")
    names = ("Pacific Gas and Electrlc Company", "Pacific Gas and Electric Company", "Pacific Gas and Electric Company")
    for month, name in enumerate((*names, "Pacific Gas and Electrlc Company"), start=1):
        text = BILL.format(month=month, electric=100, total=120).replace(names[1], name)
        (archive.inbox / f"bill-{month}.txt").write_text(text, encoding="utf-8")
        assert desk.run() == 0, desk.said
    file = _file()
    assert (file.entity, file.documents) == (names[1], 4)
    assert file.title.startswith(names[1])


def test_what_of_a_long_text_was_left_out_is_recorded(desk: Desk, archive: Archive) -> None:
    lines = "\n".join(f"Line {number} of a very long letter about the garden club." for number in range(2000))
    (archive.inbox / "long.txt").write_text(f"San Mira Garden Club\n{lines}", encoding="utf-8")
    archive.configure(language_engine="offline")
    assert desk.run() == 0, desk.said
    (row,) = desk.rows()
    document = document_details.document(database().session(), row["id"])
    omitted = {stage["stage"]: stage["omitted"] for stage in document.stages}
    assert omitted["ocr"] is None
    assert omitted["classify"] == omitted["summarize"] == {"shortened": {"page": 1, "characters": 40_000}}
    assert len(document.text or "") > 100_000  # nothing is lost of the text itself


def test_a_file_that_another_run_is_summarising_is_left_to_it(bills: Desk) -> None:
    session = database().session()
    rerun.take_back(bills.rows()[0]["id"], "file", "elsewhere")
    file = str(_file().id)
    runs.hold(database(), "elsewhere")
    assert files.claim(session, "elsewhere", UUID(file)) is not None
    assert bills.run("GenerateFileSummary", "--file-id", file) == 30
    assert "is being summarised by another run" in bills.said
    assert bills.run("GenerateFileSummary", "--file-id", file, "--settle") == 0, bills.said
    assert not _file().is_fresh

"""The word of a person replaces what was found, at once and for good, and what depends on it runs again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections.consequences import attempt
from alfrd_luigi.corrections.correction import approve, set_values, unset_values
from alfrd_luigi.database import document_details, documents, file_rows, revisions, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, ConflictError, InvalidInputError, NotFoundError
from alfrd_luigi.stages import lifecycle, load, rerun
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.graph import StageName
from support.archives import Archive
from support.pipeline import OFFLINE_STAGES, work_on

LATER = "20240501T000000-later"


@pytest.fixture
def holder() -> Iterator[str]:
    """A living run."""
    runs.hold(database(), LATER)
    yield LATER
    runs.release(LATER)


def _shown(session: Session, id: UUID) -> dict[str, Any]:
    return document_details.document(session, id)._asdict()


def _again(id: UUID, stage: StageName) -> None:
    """Run the stage and its dependents again."""
    rerun.take_back(id, stage, LATER)
    work_on([id], LATER)


def test_a_value_counts_at_once_and_says_whose_it_is(bills: list[UUID], session: Session) -> None:
    made = set_values(session, bills[0], {"total": "42.00", "title": "March"}, "anna")

    assert [(each.field, each.before, each.after) for each in made.changes] == [
        ("total", 123.5, 42.0), ("title", None, "March"),
    ]  # fmt: skip
    shown = _shown(session, bills[0])
    assert (float(shown["total_amount"]), shown["title"], shown["status"]) == (42.0, "March", "filed")
    assert shown["words_of"]["total"] == "person"
    assert shown["words_of"]["date"] == "engine"
    assert shown["confidences"]["total"] == 1
    assert "total" not in shown["uncertain"]
    assert "total" not in shown["places"]
    assert "total_amount" not in shown["evidence"]


@pytest.mark.parametrize("stage", OFFLINE_STAGES)
def test_no_rerun_overwrites_it(bills: list[UUID], session: Session, stage: StageName) -> None:
    said = {"type": "insurance", "total": "42.00", "date": "2024-07-01", "entity": "City Water", "currency": "eur"}
    set_values(session, bills[0], said, "anna")
    work_on(bills, LATER)
    _again(bills[0], stage)

    shown = _shown(session, bills[0])
    assert [str(shown[name]) for name in ("document_type", "total_amount", "document_date", "entity", "currency")] == [
        "insurance", "42.00", "2024-07-01", "City Water", "EUR",
    ]  # fmt: skip
    assert shown["status"] == "filed"
    assert shown["series"]["entity"] == "City Water"


@pytest.mark.parametrize("said", [{}, {"total": "42.00", "entity": "City Water", "field.account_number": "99-1"}])
def test_a_classification_sets_all_that_depends_on_it(
    bills: list[UUID], session: Session, said: dict[str, str]
) -> None:
    set_values(session, bills[0], {"note": "Paid in cash", **said}, "anna")
    rerun.take_back(bills[0], "classify", LATER)
    lifecycle.run(DocumentStage(load("classify"), bills[0], LATER))
    found = _shown(session, bills[0])
    assert found["document_type"] == "utility_bill"

    documents.derive(session, bills[0])

    assert _shown(session, bills[0]) == found
    runs.release(LATER)


def test_a_payment_runs_nothing_again(bills: list[UUID], session: Session) -> None:
    made = set_values(session, bills[0], {"paid": "2024-03-20"}, "anna")
    assert [(each.field, each.before, each.after) for each in made.changes] == [("paid", None, "2024-03-20")]
    assert (made.stages, made.series) == ([], None)
    (file,) = file_rows.files(session)
    assert file.status == "generated"


@pytest.mark.parametrize(
    ("field", "value", "again"),
    [
        ("type", "insurance", ["summarize", "score_summary", "file"]),
        ("entity", "City Water", ["file"]),
        ("field.account_number", "99-1", ["file"]),
        ("total", "42.00", []),
        ("note", "Paid in cash", []),
    ],
)
def test_what_depends_on_it_runs_again(
    bills: list[UUID], session: Session, field: str, value: str, again: list[str]
) -> None:
    made = set_values(session, bills[0], {field: value}, "anna")
    assert made.stages == again
    (file,) = file_rows.files(session)
    assert file.status == "outdated"

    work_on([bills[0]], LATER)
    assert _shown(session, bills[0])["status"] == "filed"
    assert {file.status for file in file_rows.files(session)} == {"generated"}


def test_a_total_is_in_the_sums_of_its_file(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"total": "1000"}, "anna")
    work_on([], LATER)
    (file,) = file_rows.files(session)
    assert (file.statistics or {})["total"] == 1124.5


def test_a_dry_run_says_the_same_and_changes_nothing(bills: list[UUID], session: Session) -> None:
    before = _shown(session, bills[0])
    correct = partial(set_values, session, bills[0], {"type": "insurance"}, "anna")
    made, after = attempt(session, correct, "anna", is_trial=True)
    assert made.stages == ["summarize", "score_summary", "file"]
    assert _shown(session, bills[0]) == before
    assert [each.stages for each in after.documents] == [made.stages]
    assert attempt(session, correct, "anna") == (made, after)


def test_a_withdrawn_word_leaves_what_was_found(bills: list[UUID], session: Session) -> None:
    before = _shown(session, bills[0])
    set_values(session, bills[0], {"total": "42.00"}, "anna")
    unset_values(session, bills[0], ["total"], "anna")
    assert _shown(session, bills[0]) == before
    with pytest.raises(InvalidInputError, match="no person has set 'date'"):
        unset_values(session, bills[0], ["date"], "anna")


def test_an_empty_value_says_that_there_is_none(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"total": "", "field.due_date": ""}, "anna")
    shown = _shown(session, bills[0])
    assert (shown["total_amount"], shown["structured_data"]["due_date"]) == (None, None)
    assert shown["words_of"]["total"] == "person"


def test_an_approval_keeps_every_value_as_it_is(bills: list[UUID], session: Session, archive: Archive) -> None:
    before = _shown(session, bills[0])
    approve(session, bills[0], "anna")
    archive.configure(blank_below=0.9999)
    _again(bills[0], "ocr")

    shown = _shown(session, bills[0])
    compared = ("document_type", "entity", "document_date", "total_amount", "currency", "structured_data")
    assert [shown[name] for name in compared] == [before[name] for name in compared]
    assert shown["uncertain"] == []
    assert set(shown["words_of"].values()) == {"person"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"totl": "1"}, "a document has no value 'totl'"),
        ({"field.color": "red"}, "a document has no value 'field.color'"),
        ({"total": "much"}, "total cannot have the value 'much'"),
        ({"date": "2024-02-30"}, "date cannot have the value '2024-02-30'"),
        ({"currency": "Euro"}, "currency cannot have the value 'EURO'"),
        ({"summary": ""}, "summary cannot have the value None"),
        ({"total": "1", "date": "soon"}, "date cannot have the value 'soon'"),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(
    bills: list[UUID], session: Session, values: dict[str, str], message: str
) -> None:
    before = _shown(session, bills[0])
    with pytest.raises(InvalidInputError, match=message):
        set_values(session, bills[0], values, "anna")
    assert _shown(session, bills[0]) == before


def test_a_type_that_is_not_known_is_refused(bills: list[UUID], session: Session) -> None:
    with pytest.raises(NotFoundError, match="no document type 'nothing'"):
        set_values(session, bills[0], {"type": "nothing"}, "anna")


def test_the_word_on_a_field_counts_while_the_type_has_it(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"field.account_number": "99-1"}, "anna")
    set_values(session, bills[0], {"type": "receipt"}, "anna")
    work_on([bills[0]], LATER)
    assert "account_number" not in (_shown(session, bills[0])["structured_data"] or {})
    set_values(session, bills[0], {"type": "utility_bill"}, "anna")
    work_on([bills[0]], LATER)
    assert _shown(session, bills[0])["structured_data"]["account_number"] == "99-1"


def test_a_document_that_a_run_processes_is_left_alone(bills: list[UUID], session: Session, holder: str) -> None:
    assert documents.claim_one(session, holder, bills[0])
    with pytest.raises(BusyError, match=holder):
        set_values(session, bills[0], {"total": "1"}, "anna")


def test_the_second_of_two_people_is_told_what_changed(bills: list[UUID], session: Session) -> None:
    seen = revisions.last_id(session, bills[0])
    set_values(session, bills[0], {"total": "1"}, "anna", seen=seen)
    with pytest.raises(ConflictError, match=r"by anna: total from 123.5 to 1"):
        set_values(session, bills[0], {"total": "2"}, "ben", seen=seen)
    assert float(_shown(session, bills[0])["total_amount"]) == 1.0

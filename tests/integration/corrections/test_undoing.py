"""An undo gives documents and files back what they had, and leaves out what was changed since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.undo import undo_act, undo_run
from alfrd_luigi.database import document_details, file_rows
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, InvalidInputError
from alfrd_luigi.stages import rerun
from alfrd_luigi.stages.graph import StageName
from support.archives import Archive
from support.pipeline import BILL, OFFLINE_STAGES, take_in, work_on

LATER, LATEST = "20240501T000000-later", "20240502T000000-latest"


def _everything(session: Session) -> tuple[Any, ...]:
    """Every document but the times at which its copies were found, and every file but the number of its series."""
    documents = [document_details.document(session, row.id) for row in document_details.documents(session)]
    files = [each._asdict() | {"series_id": None} for each in file_rows.files(session)]
    return ([each._replace(pairs=_untimed(each.pairs)) for each in documents], files)


def _untimed(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(({**pair, "at": None} for pair in pairs), key=lambda pair: str(pair["document"]))


@pytest.mark.parametrize("processed", [False, True], ids=["before the next run", "after the next run"])
@pytest.mark.parametrize(
    "values", [{"total": "1"}, {"entity": "City Water"}, {"type": "insurance", "title": "A policy"}], ids=str
)
def test_undo_gives_back_all_that_an_act_changed(
    bills: list[UUID], session: Session, values: dict[str, str], processed: bool
) -> None:
    before = _everything(session)
    set_values(session, bills[0], values, "anna")
    if processed:
        work_on([bills[0]], LATER)
        assert _everything(session) != before
    undone = undo_act(session, "anna")
    assert (undone.documents, undone.left_out) == ([bills[0]], [])
    assert _everything(session) == before


def test_acts_are_undone_one_after_another(bills: list[UUID], session: Session) -> None:
    states = [_everything(session)]
    for total in ("1", "2", "3"):
        set_values(session, bills[0], {"total": total}, "anna")
        work_on([], LATER)
        states.append(_everything(session))
    for state in reversed(states[:-1]):
        undo_act(session, "anna")
        assert _everything(session)[0] == state[0]
    with pytest.raises(InvalidInputError, match="anna has done nothing"):
        undo_act(session, "anna")


def test_an_act_that_another_followed_is_not_undone(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"total": "1"}, "anna")
    set_values(session, bills[0], {"total": "2"}, "ben")
    with pytest.raises(ConflictError, match="was changed since: set by ben"):
        undo_act(session, "anna")
    assert str(document_details.document(session, bills[0]).total_amount) == "2.00"
    undo_act(session, "ben")
    undo_act(session, "anna")
    assert str(document_details.document(session, bills[0]).total_amount) == "123.50"


def test_an_act_before_a_rerun_is_withdrawn(bills: list[UUID], session: Session) -> None:
    before = _everything(session)
    set_values(session, bills[0], {"entity": "City Water"}, "anna")
    rerun.take_back(bills[0], "ocr", LATER)
    work_on([bills[0]], LATER)
    undo_act(session, "anna")
    assert document_details.document(session, bills[0]).entity == "NORTHWIND ELECTRIC COMPANY"
    work_on([bills[0]], LATEST)
    files = [(each.title, each.summary) for each in file_rows.files(session) if each.documents]
    assert files == [(each["title"], each["summary"]) for each in before[1]]


@pytest.mark.parametrize("stage", OFFLINE_STAGES)
def test_undo_of_a_run_gives_back_what_it_processed_again(
    bills: list[UUID], session: Session, archive: Archive, stage: StageName
) -> None:
    before = _everything(session)
    archive.configure(blank_below=0.99)
    for id in bills:
        rerun.take_back(id, stage, LATER)
    work_on(bills, LATER)
    undone = undo_run(session, LATER, "anna")
    assert sorted(undone.documents) == sorted(bills)
    assert _everything(session) == before


def test_undo_of_a_run_leaves_out_what_a_person_touched(bills: list[UUID], session: Session, archive: Archive) -> None:
    archive.configure(blank_below=0.9999)
    for id in bills:
        rerun.take_back(id, "summarize", LATER)
    work_on(bills, LATER)
    approve(session, bills[0], "ben")
    undone = undo_run(session, LATER, "anna")
    assert undone.documents == [bills[1]]
    ((left, reason),) = undone.left_out
    assert (left, "approve by ben" in reason) == (bills[0], True)


def test_a_run_that_filed_documents_first_has_nothing_to_undo(bills: list[UUID], session: Session) -> None:
    with pytest.raises(InvalidInputError, match="changed no document"):
        undo_run(session, "20240401T000000-past", "anna")


def test_the_history_has_each_change_with_who_made_it(bills: list[UUID], session: Session, archive: Archive) -> None:
    set_values(session, bills[0], {"total": "1"}, "anna")
    archive.configure(blank_below=0.9999)
    rerun.take_back(bills[0], "summarize", LATER)
    work_on([bills[0]], LATER)
    found = history(session, bills[0])
    by_event = {entry.event: entry for entry in found}
    said, again = by_event["set"], by_event["taken back"]
    assert (said.by, [tuple(each) for each in said.changes]) == ("anna", [("total", 123.5, 1)])
    assert (again.by, again.engine, again.prompt_version) == (LATER, "offline", 1)
    assert ("entity", "NORTHWIND ELECTRIC COMPANY", None) in [tuple(each) for each in again.changes]
    assert "total" not in [each.field for each in again.changes]
    assert [entry.at for entry in found] == sorted(entry.at for entry in found)
    assert [entry.event for entry in found][:2] == ["registered", "ocr completed"]


def test_an_undone_act_is_marked_in_the_history(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"total": "1"}, "anna")
    undo_act(session, "anna")
    *_, said, undone = history(session, bills[0])
    assert (said.event, said.is_undone) == ("set", True)
    assert (undone.event, [tuple(each) for each in undone.changes]) == ("undo", [("total", 1, 123.5)])


def test_undo_of_many_reruns_gives_equal_rows(archive: Archive) -> None:
    papers = {
        f"paper-{number}": BILL.format(month=number % 9 + 1).replace("4471-220", f"4471-{number // 9:03}")
        for number in range(20)
    }
    filed = take_in(archive, LATER, **papers)
    work_on(filed, LATER)
    session = database().session()
    before = _everything(session)
    archive.configure(blank_below=0.95, uncertain_below=0.99)
    for id in filed:
        rerun.take_back(id, "classify", LATEST)
    work_on(filed, LATEST)
    changed = _everything(session)
    assert sum(one != other for one, other in zip(before[0], changed[0], strict=True)) == len(filed)
    undo_run(session, LATEST, "anna")
    assert _everything(session) == before

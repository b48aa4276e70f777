"""A person's tags stay: on documents, on later ones, and through every rerun; an undo gives equal rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.checking import rows
from alfrd_luigi.corrections import tags, types
from alfrd_luigi.corrections.correction import set_values, unset_values
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.undo import undo_act, undo_run
from alfrd_luigi.database import document_details, documents, file_rows, runs
from alfrd_luigi.database import tags as known
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, InvalidInputError, NotFoundError
from alfrd_luigi.stages import rerun
from alfrd_luigi.stages.graph import StageName
from support.archives import Archive
from support.pipeline import BILL, take_in, work_on

LATER, LATEST = "20240501T000000-later", "20240502T000000-latest"


def _tags(session: Session, id: UUID) -> set[str]:
    """The tags of a document but for that of its series."""
    return {tag for tag in known.of_document(session, id) if not tag.startswith("series:")}


def _everything(session: Session) -> tuple[Any, ...]:
    shown = [document_details.document(session, row.id) for row in document_details.documents(session)]
    files = [each._asdict() | {"series_id": None} for each in file_rows.files(session)]
    return (shown, files, known.listing(session), known.former_names(session, ["electricity", "power", "2024"]))


def _again(id: UUID, stage: StageName = "ocr", run: str = LATER) -> None:
    rerun.take_back(id, stage, run)
    work_on([id], run)


def _is_whole(session: Session) -> bool:
    with session.transaction():
        return [each for each in rows.broken(session) if each.claim == "document_tags_differ"] == []


@pytest.mark.parametrize("stage", ["ocr", "classify", "file"])
def test_no_rerun_changes_what_a_person_said_of_tags(bills: list[UUID], session: Session, stage: StageName) -> None:
    assert _tags(session, bills[0]) == {"utility_bill", "electricity", "2024"}
    tags.add(session, "Home  Office", [bills[0]], "anna")
    tags.add(session, "electricity", [bills[0]], "anna")
    tags.remove(session, "2024", [bills[0]], "anna")
    tags.remove(session, "utility_bill", [bills[0]], "anna")
    assert _tags(session, bills[0]) == {"home office", "electricity"}
    _again(bills[0], stage)
    assert _tags(session, bills[0]) == {"home office", "electricity"}
    assert len(known.of_document(session, bills[0])) == 3
    assert _tags(session, bills[1]) == {"utility_bill", "electricity", "2024"}
    assert _is_whole(session)


def test_a_tag_that_came_with_the_document_can_be_removed(session: Session, archive: Archive) -> None:
    (id,) = take_in(archive, LATER, bill=BILL.format(month=5))
    known.arrive(session, id, ["mine"])
    work_on([id], LATER)
    assert "mine" in _tags(session, id)
    tags.remove(session, "mine", [id], "anna")
    _again(id, run=LATEST)
    assert "mine" not in _tags(session, id)
    undo_act(session, "anna")
    assert "mine" in _tags(session, id)


@pytest.mark.parametrize("act", [tags.rename, lambda *asked: tags.merge(asked[0], [asked[1]], *asked[2:])])
def test_a_former_name_is_replaced_on_later_documents(
    bills: list[UUID], session: Session, archive: Archive, act: Any
) -> None:
    if act is not tags.rename:
        tags.add(session, "power", bills[:1], "anna")
    done = act(session, "electricity", "power", "anna")
    assert (done.tag, sorted(done.documents)) == ("power", sorted(bills))
    _again(bills[0], "classify")
    (new,) = take_in(archive, LATEST, bill=BILL.format(month=5))
    work_on([new], LATEST)
    for id in (*bills, new):
        assert _tags(session, id) == {"utility_bill", "power", "2024"}
    assert "power" in documents.common_tags(session, 10, 10)
    assert "electricity" not in {each.tag for each in known.listing(session)}
    assert _is_whole(session)


@pytest.mark.parametrize("processed", [False, True], ids=["before the next run", "after a rerun"])
@pytest.mark.parametrize("act", ["add", "remove", "rename", "merge"])
def test_an_undo_gives_equal_rows(bills: list[UUID], session: Session, act: str, processed: bool) -> None:
    tags.remove(session, "2024", bills[:1], "ben")
    if processed:
        _again(bills[0], run="20240430T000000-before")
    before = _everything(session)
    if act in ("add", "remove"):
        getattr(tags, act)(session, "electricity", bills, "anna")
    elif act == "rename":
        tags.rename(session, "electricity", "power", "anna")
    else:
        tags.merge(session, ["electricity", "2024"], "utility_bill", "anna")
        assert _tags(session, bills[0]) == {"utility_bill"}
    if processed:
        _again(bills[0])
    undo_act(session, "anna")
    if not processed:
        assert _everything(session) == before
    assert _everything(session)[2:] == before[2:]
    assert _is_whole(session)
    _again(bills[0], "classify", LATEST)
    assert _tags(session, bills[0]) == {"utility_bill", "electricity"}


def test_renames_follow_each_other_and_come_back(bills: list[UUID], session: Session) -> None:
    tags.rename(session, "electricity", "power", "anna")
    tags.rename(session, "power", "current", "anna")
    assert known.former_names(session, ["current"]) == {"electricity": "current", "power": "current"}
    tags.rename(session, "electricity", "electricity bill", "anna")
    assert _tags(session, bills[0]) == {"utility_bill", "electricity bill", "2024"}
    tags.rename(session, "electricity bill", "electricity", "anna")
    assert known.former_names(session, ["electricity"]) == dict.fromkeys(
        ("power", "current", "electricity bill"), "electricity"
    )
    for _ in range(4):
        undo_act(session, "anna")
    assert known.former_names(session, ["electricity", "power", "current", "electricity bill"]) == {}
    assert _tags(session, bills[0]) == {"utility_bill", "electricity", "2024"}


def test_a_merged_tag_stays_on_documents_that_lost_the_other(bills: list[UUID], session: Session) -> None:
    tags.remove(session, "electricity", bills[:1], "anna")
    tags.remove(session, "2024", bills[1:], "anna")
    tags.merge(session, ["electricity"], "2024", "anna")
    for id in bills:
        _again(id, "classify")
        assert _tags(session, id) == {"utility_bill", "2024"}
        rerun.take_back(id, "classify", LATER)
    work_on(bills, LATER)
    undo_act(session, "anna")
    assert [_tags(session, id) for id in bills] == [{"utility_bill", "2024"}, {"utility_bill", "electricity"}]


def test_an_undo_of_a_run_keeps_what_a_person_said_before_it(bills: list[UUID], session: Session) -> None:
    tags.rename(session, "electricity", "power", "anna")
    before = _everything(session)
    _again(bills[0], "classify")
    undo_run(session, LATER, "anna")
    assert _everything(session) == before


def test_the_history_has_the_tags_before_and_after(bills: list[UUID], session: Session) -> None:
    tags.rename(session, "2024", "last year", "anna")
    set_values(session, bills[0], {"total": "1"}, "ben")
    renamed, said = history(session, bills[0])[-2:]
    (change,) = renamed.changes
    assert (renamed.event, renamed.by, change.field) == ("tag rename", "anna", "tags")
    assert set(change.before) - set(change.after) == {"2024"}
    assert set(change.after) - set(change.before) == {"last year"}
    assert [each.field for each in said.changes] == ["total"]


MISTAKES: list[tuple[str, Any, type[Exception], str]] = [
    ("rename", ("electricity", "2024"), InvalidInputError, "the name '2024' is in use"),
    ("rename", ("electricity", "Electricity "), InvalidInputError, "is called 'electricity' already"),
    ("rename", ("elektricity", "power"), NotFoundError, "no document has the tag 'elektricity'"),
    ("rename", ("series:1:x", "power"), InvalidInputError, "is the program's own"),
    ("rename", ("electricity", "series:1:x"), InvalidInputError, "is the program's own"),
    ("rename", ("electricity", "  "), InvalidInputError, "has no characters"),
    ("rename", ("electricity", "x" * 101), InvalidInputError, "101 characters"),
    ("merge", (["electricity", "2024"], "2024"), InvalidInputError, "cannot be merged with itself"),
    ("merge", (["electricity"], "power"), NotFoundError, "no document has the tag 'power'"),
    ("merge", (["electricity"], "series:1:x"), InvalidInputError, "is the program's own"),
]


def test_a_mistake_changes_nothing(bills: list[UUID], session: Session) -> None:
    before = _everything(session)
    for act, asked, error, message in MISTAKES:
        with pytest.raises(error, match=message):
            getattr(tags, act)(session, *asked, "anna")
    assert _everything(session) == before


def test_a_name_that_became_another_is_not_given_to_a_third(bills: list[UUID], session: Session) -> None:
    tags.rename(session, "electricity", "power", "anna")
    with pytest.raises(InvalidInputError, match="is a former name of 'power'"):
        tags.rename(session, "2024", "electricity", "anna")
    assert tags.add(session, "electricity", bills[:1], "anna").tag == "power"


def test_a_tag_that_is_not_there_is_not_removed(bills: list[UUID], session: Session) -> None:
    with pytest.raises(InvalidInputError, match="does not have the tag 'power'"):
        tags.remove(session, "power", bills, "anna")
    with pytest.raises(InvalidInputError, match="is the program's own"):
        tags.remove(session, next(tag for tag in known.of_document(session, bills[0]) if ":" in tag), bills, "anna")


def test_a_document_that_a_run_processes_is_left_alone(bills: list[UUID], session: Session) -> None:
    runs.hold(database(), LATER)
    assert documents.claim_one(session, LATER, bills[0])
    for act in (lambda: tags.add(session, "x", bills, "anna"), lambda: tags.rename(session, "2024", "x", "anna")):
        with pytest.raises(BusyError, match=LATER):
            act()
    runs.release(LATER)
    assert "x" not in _tags(session, bills[1])


def test_the_tag_of_the_type_follows_the_word_on_it(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"type": "insurance"}, "anna")
    assert _tags(session, bills[0]) == {"insurance", "electricity", "2024"}
    _again(bills[0])
    assert _tags(session, bills[0]) == {"insurance", "electricity", "2024"}
    assert _is_whole(session)

    types.rename(session, "insurance", "policy", "anna")
    assert _tags(session, bills[0]) == {"policy", "electricity", "2024"}
    undo_act(session, "anna")
    assert _tags(session, bills[0]) == {"insurance", "electricity", "2024"}

    unset_values(session, bills[0], ["type"], "anna")
    assert _tags(session, bills[0]) == {"utility_bill", "electricity", "2024"}
    undo_act(session, "anna")
    assert _tags(session, bills[0]) == {"insurance", "electricity", "2024"}
    assert _is_whole(session)

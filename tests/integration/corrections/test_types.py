"""A person's document types: added, renamed and retired ones, and decisions about proposed ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi import archive as opening
from alfrd_luigi.checking import rows
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.corrections import audit, tags
from alfrd_luigi.corrections import types as acts
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import audits, document_details, prompt_answers, prompts, runs, types
from alfrd_luigi.database import tags as known_tags
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, ConflictError, InvalidInputError, NotFoundError
from alfrd_luigi.language import field_schemas
from alfrd_luigi.stages import rerun
from support.archives import Archive
from support.filled_archive import contents
from support.pipeline import BILL, take_in, work_on

LATER, LATEST = "20240501T000000-later", "20240502T000000-latest"
# What an act and its undo leave: the acts themselves, and names that nothing uses.
_KEPT = {"acts", "events", "tags", "sequences"}


def _rows(archive: Archive) -> dict[str, list[str]]:
    return {table: rows for table, rows in contents(archive.database_url).items() if table not in _KEPT}


def _broken(session: Session) -> list[Any]:
    with session.transaction():
        return list(rows.broken(session))


def _again(id: UUID, run: str = LATER) -> None:
    rerun.take_back(id, "ocr", run)
    work_on([id], run)


def _renamed(*asked: Any) -> int:
    """Rename a type, once the server has noticed that the last run has ended."""
    return when_free(partial(acts.rename, *asked))


def _type(session: Session, id: UUID) -> str | None:
    return document_details.document(session, id).document_type


def _set(name: str) -> Callable[[Session, UUID], Any]:
    return lambda session, id: set_values(session, id, {"type": name}, "anna")


def test_a_type_of_a_person_can_be_set_and_has_its_fields(bills: list[UUID], session: Session) -> None:
    acts.add(session, "gym", "A membership\nof a gym", field_schemas.of_pairs(["member:text", "since:date"]), "anna")
    assert types.get(session, "gym").description == "A membership of a gym"
    assert ("gym", "A membership of a gym") in [tuple(each) for each in types.known(session)]
    assert prompts.active(session, Key("summarizer", "gym")).version == 1
    _set("gym")(session, bills[0])
    work_on([bills[0]], LATER)
    set_values(session, bills[0], {"field.since": "2024-03-01", "field.member": "77"}, "anna")
    shown = document_details.document(session, bills[0])
    assert (shown.document_type, shown.status) == ("gym", "filed")
    assert shown.structured_data == {"member": "77", "since": "2024-03-01"}
    _again(bills[0])
    assert _type(session, bills[0]) == "gym"
    assert _broken(session) == []


@pytest.mark.parametrize("new", ["energy", "utility"])
def test_a_renamed_type_keeps_what_the_program_knows_of_it(
    bills: list[UUID], session: Session, archive: Archive, new: str
) -> None:
    before = [document_details.document(session, id) for id in bills]
    set_values(session, bills[0], {"type": "insurance"}, "anna")
    set_values(session, bills[0], {"type": "utility_bill"}, "anna")
    work_on([bills[0]], LATER)
    assert _renamed(session, "utility_bill", new, "anna") == 2
    assert [_type(session, id) for id in bills] == [new, new]
    assert _broken(session) == []
    opening.initialise()
    assert "utility_bill" not in {each.name for each in types.listing(session)}
    assert prompts.active(session, Key("summarizer", new)).version == 1
    for id in bills:
        _again(id)
    (third,) = take_in(archive, LATEST, bill=BILL.format(month=5))
    work_on([third], LATEST)
    for id in (*bills, third):
        shown = document_details.document(session, id)
        assert (shown.document_type, shown.structured_data and shown.structured_data["account_number"]) == (
            new, "4471-220",
        )  # fmt: skip
        assert new in shown.tags
        assert "utility_bill" not in shown.tags
    assert document_details.document(session, bills[1]).summary == before[1].summary
    assert len({str(document_details.document(session, id).series) for id in (*bills, third)}) == 1
    entry = next(each for each in history(session, bills[0]) if each.event == "type rename")
    assert (entry.by, entry.details) == ("anna", {"from": "utility_bill", "to": new})
    assert types.proposals(session) == []
    assert _broken(session) == []


def test_what_audits_and_answers_say_of_types_follows_a_rename(bills: list[UUID], session: Session) -> None:
    audit.draw(session, 2)
    for id in bills:
        audit.paper(session, id)
    set_values(session, bills[0], {"type": "insurance"}, "anna")
    approve(session, bills[1], "anna")
    version = prompts.active(session, Key("classifier")).id
    prompt_answers.keep(session, bills[0], version, ("bedrock", "m"), {}, {"document_type": "utility_bill"})
    _renamed(session, "utility_bill", "energy", "anna")

    verdicts = {each.document: (each.verdicts or {})["type"] for each in audits.listing(session)}
    assert verdicts == {
        bills[0]: {"right": False, "found": "energy", "is": "insurance"},
        bills[1]: {"right": True, "found": "energy", "is": "energy"},
    }
    said = prompt_answers.of(session, bills[0], version)
    assert said is not None
    assert said.answer == {"document_type": "energy"}


def test_an_undo_of_each_act_gives_equal_rows(bills: list[UUID], session: Session, archive: Archive) -> None:
    for name in ("love_letter", "poem"):
        types.propose(session, name, "Of the heart", bills[0])
    acts.refuse(session, "poem", "ben")
    acts.retire(session, "junk", "ben")
    steps: tuple[tuple[Any, tuple[Any, ...]], ...] = (
        (acts.add, ("gym", "A gym", None)),
        (acts.add, ("love_letter", "A letter", None)),
        (acts.accept, ("love_letter",)),
        (acts.accept, ("poem",)),
        (acts.refuse, ("love_letter",)),
        (acts.retire, ("utility_bill",)),
        (acts.unretire, ("junk",)),
        (acts.add, ("junk", "Other junk", None)),
        (acts.rename, ("utility_bill", "energy")),
        (acts.rename, ("receipt", "electricity")),
    )
    for act, asked in steps:
        before = _rows(archive)
        when_free(partial(act, session, *asked, "anna"))
        assert _rows(archive) != before, act
        when_free(partial(undo_act, session, "anna"))
        assert _rows(archive) == before, act


def test_acts_before_a_rename_are_undone_after_it(bills: list[UUID], session: Session, archive: Archive) -> None:
    before = _rows(archive)
    set_values(session, bills[0], {"type": "insurance"}, "anna")
    _renamed(session, "utility_bill", "energy", "ben")
    undo_act(session, "anna")
    assert [_type(session, id) for id in bills] == ["energy", "energy"]
    when_free(partial(undo_act, session, "ben"))
    same = {"documents", "stage_results", "document_tags", "document_types", "prompts", "files", "series"}
    assert {table: _rows(archive)[table] for table in same} == {table: before[table] for table in same}


def test_a_person_s_name_for_the_tag_of_a_type_stays(bills: list[UUID], session: Session) -> None:
    tags.rename(session, "utility_bill", "power", "anna")
    tags.remove(session, "power", bills[:1], "anna")
    _renamed(session, "utility_bill", "energy", "anna")
    for id in bills:
        _again(id)
    assert [{"power", "energy"} & set(known_tags.of_document(session, id)) for id in bills] == [set(), {"power"}]


def test_a_retired_type_is_given_to_no_document(bills: list[UUID], session: Session, archive: Archive) -> None:
    acts.retire(session, "utility_bill", "anna")
    assert [_type(session, id) for id in bills] == ["utility_bill", "utility_bill"]
    opening.initialise()
    (third,) = take_in(archive, LATER, bill=BILL.format(month=5))
    work_on([third], LATER)
    assert _type(session, third) == "other"
    with pytest.raises(InvalidInputError, match="'utility_bill' is retired"):
        _set("utility_bill")(session, third)
    set_values(session, bills[0], {"field.account_number": "1"}, "anna")
    acts.unretire(session, "utility_bill", "anna")
    _again(third, LATEST)
    assert _type(session, third) == "utility_bill"
    assert _broken(session) == []


def test_a_type_of_a_person_comes_back_with_another_description(session: Session) -> None:
    acts.add(session, "gym", "A gym", None, "anna")
    acts.retire(session, "gym", "anna")
    acts.add(session, "gym", "A gym or a pool", None, "anna")
    assert types.get(session, "gym").description == "A gym or a pool"
    undo_act(session, "anna")
    assert (types.get(session, "gym").description, types.get(session, "gym").retired_at is None) == ("A gym", False)


def test_a_type_has_the_general_fields_whatever_their_type_is_called(session: Session) -> None:
    general = types.get(session, "other").fields_schema
    _renamed(session, "other", "misc", "anna")
    acts.add(session, "gym", "A gym", None, "anna")
    assert types.get(session, "gym").fields_schema == general


def test_a_refused_proposal_does_not_come_back_to_the_list(bills: list[UUID], session: Session) -> None:
    types.propose(session, "poem", "Verses", bills[0])
    acts.refuse(session, "poem", "anna")
    types.propose(session, "poem", "Verses", bills[1])
    assert types.proposals(session) == []
    with pytest.raises(NotFoundError, match="no type 'poem' is proposed"):
        acts.refuse(session, "poem", "anna")
    acts.accept(session, "poem", "anna")
    assert types.get(session, "poem").description == "Verses"


def test_a_type_that_documents_have_is_not_taken_out(bills: list[UUID], session: Session) -> None:
    acts.add(session, "gym", "A gym", None, "anna")
    set_values(session, bills[0], {"type": "gym"}, "ben")
    with pytest.raises(ConflictError, match="it was given to documents"):
        undo_act(session, "anna")
    assert _type(session, bills[0]) == "gym"


def test_a_rename_waits_for_runs(session: Session) -> None:
    runs.hold(database(), LATER)
    with pytest.raises(BusyError, match=LATER):
        acts.rename(session, "utility_bill", "energy", "anna")
    runs.release(LATER)


MISTAKES: list[tuple[Any, tuple[Any, ...], type[Exception], str]] = [
    (acts.add, ("Gym", "x", None), InvalidInputError, "'Gym' cannot be the name"),
    (acts.add, ("gym", " ", None), InvalidInputError, "is empty"),
    (acts.add, ("receipt", "x", None), InvalidInputError, "there is a type 'receipt' already"),
    (acts.rename, ("receipt", "invoice"), InvalidInputError, "there is a type 'invoice' already"),
    (acts.rename, ("receipt", "receipt"), InvalidInputError, "there is a type 'receipt' already"),
    (acts.rename, ("nothing", "gym"), NotFoundError, "no document type 'nothing'"),
    (acts.rename, ("receipt", "a b"), InvalidInputError, "'a b' cannot be the name"),
    (acts.retire, ("nothing",), NotFoundError, "no document type 'nothing'"),
    (acts.retire, ("other",), InvalidInputError, "'other' cannot be retired"),
    (acts.unretire, ("receipt",), InvalidInputError, "'receipt' is not retired"),
    (acts.accept, ("nothing",), NotFoundError, "no type 'nothing' is proposed"),
    (acts.refuse, ("nothing",), NotFoundError, "no type 'nothing' is proposed"),
]


def test_a_mistake_changes_nothing(session: Session, archive: Archive) -> None:
    before = _rows(archive)
    for act, asked, error, message in MISTAKES:
        with pytest.raises(error, match=message):
            act(session, *asked, "anna")
    assert _rows(archive) == before


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "it has no properties"),
        ('{"properties": {}}', "it has no properties"),
        ('{"properties": {"A": {"type": "string"}}}', "'A' is not of lower-case"),
        ('{"properties": {"total_amount": {"type": "number"}}}', "'total_amount' is a value of every document"),
        ('{"properties": {"total": {"type": "number"}}}', "'total' is a value of every document"),
        ('{"properties": {"a": {"type": "money"}}}', "the type of 'a' is none of"),
        ('{"properties": {"a": {"type": "string", "minLength": "x"}}}', "it is no JSON Schema"),
        ('{"properties": {"a": {"type": "object", "$ref": "http://x"}}}', "refers to another schema"),
        ('{"properties": {"a": {"type": "string"}}, "required": ["b"]}', "requires a field"),
    ],
)
def test_fields_that_cannot_be_used(schema: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        field_schemas.of_json(schema)


def test_fields_as_json_and_as_pairs_are_the_same() -> None:
    text = json.dumps({"properties": {"a": {"type": "string", "format": "date"}, "b": {"type": "boolean"}}})
    assert field_schemas.of_json(text) == field_schemas.of_pairs(["a:date", "b:true/false"])
    with pytest.raises(InvalidInputError, match="not of the form NAME:KIND"):
        field_schemas.of_pairs(["a:money"])

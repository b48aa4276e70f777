"""`alfrd issuers` shows what was learnt, and a person's changes of it are acts that undo takes back."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import issuers as acts
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import document_details
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError, NotFoundError
from support.archives import Archive
from support.commands import Alfrd
from support.memory_rows import memory_rows
from support.pipeline import take_in, work_on
from support.receipts import bakery_receipts

RUN, LATER = "20240401T000000-past", "20240501T000000-later"


@pytest.fixture
def lesson(archive: Archive) -> UUID:
    """A corrected receipt."""
    (id,) = take_in(archive, RUN, first=bakery_receipts()[0])
    work_on([id], RUN)
    set_values(database().session(), id, {"total": "9.40", "entity": "Crusty"}, "anna")
    work_on([id], LATER)
    return id


@pytest.fixture
def session(lesson: UUID) -> Session:
    """A session on its archive."""
    return database().session()


def _entity_of_next(archive: Archive, text: str = bakery_receipts()[1]) -> Any:
    (id,) = take_in(archive, LATER, next=text)
    work_on([id], LATER)
    return document_details.document(database().session(), id).entity


def test_the_commands_tell_what_was_learnt(lesson: UUID, archive: Archive, alfrd: Alfrd) -> None:
    _entity_of_next(archive)
    (listed,) = json.loads(alfrd("issuers", "list", "--json").stdout)
    assert (listed["name"], listed["lessons"], listed["taken"]) == ("Crusty", 1, 2)
    shown = json.loads(alfrd("issuers", "show", "crusty", "--json").stdout)
    assert {mark["kind"] for mark in shown["marks"]} == {"name", "number", "phone", "address"}
    assert [(each["field"], each["value"], each["label"]) for each in shown["values"]] == [
        ("entity", "Crusty", None), ("total", 9.4, "Knorp:"),
    ]  # fmt: skip
    for command in (["issuers", "list"], ["issuers", "show", "Crusty"]):
        printed = alfrd(*command).stdout
        assert "Crusty" in printed
        assert max(map(len, printed.splitlines())) <= 80
    assert "from Crusty" in alfrd("show", json.loads(alfrd("list", "--json").stdout)[0]["id"]).stdout


def test_an_issuer_is_renamed(lesson: UUID, session: Session, archive: Archive, alfrd: Alfrd) -> None:
    before = memory_rows(archive)
    assert alfrd("issuers", "rename", "Crusty", "The bakery").exit_code == 0
    assert _entity_of_next(archive) == "The bakery"
    assert alfrd("undo").exit_code == 0
    assert memory_rows(archive) == before


def test_an_alias_identifies_an_issuer(lesson: UUID, session: Session, archive: Archive) -> None:
    before = memory_rows(archive)
    text = "HARBOUR ROLLS LTD\n8 Quay Street\nRECEIPT\nDate: 09/04/2024\nKnorp: 5.00\n"
    acts.add_alias(session, "Crusty", "Harbour Rolls", "anna")
    with pytest.raises(InvalidInputError, match="is known as 'Harbour Rolls' already"):
        acts.add_alias(session, "Crusty", "Harbour Rolls", "anna")
    assert _entity_of_next(archive, text) == "Crusty"
    undo_act(session, "anna")
    assert memory_rows(archive) == before


def test_a_forgotten_issuer_is_learnt_again_only_from_a_later_word(
    lesson: UUID, session: Session, archive: Archive
) -> None:
    acts.rename(session, "Crusty", "The bakery", "anna")
    before = memory_rows(archive)
    acts.forget(session, "the bakery", "anna")
    assert _entity_of_next(archive) != "The bakery"
    work_on([lesson], LATER)
    with pytest.raises(NotFoundError, match="no issuer 'The bakery'"):
        acts.forget(session, "The bakery", "anna")
    undo_act(session, "anna")
    assert memory_rows(archive) == before
    acts.forget(session, "The bakery", "anna")
    set_values(session, lesson, {"entity": "Crusty again"}, "anna")
    assert _entity_of_next(archive, bakery_receipts()[2]) == "Crusty again"


def test_an_unknown_issuer_is_refused_in_one_line(lesson: UUID, alfrd: Alfrd) -> None:
    refused = alfrd("issuers", "show", "Nobody")
    assert refused.exit_code != 0
    assert "no issuer 'Nobody'" in refused.stderr

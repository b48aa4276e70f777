"""Answers in shadow: the stage's own question with another prompt, and nothing is filed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import documents, prompts, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key, Wording
from alfrd_luigi.prompts import shadow
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.pipeline import worked

RUN = "20240501T000000-shadow"
STAGES = {"classifier": "classify", "summarizer": "summarize"}


@pytest.fixture
def bill(archive: Archive, aws: StandIn) -> UUID:
    """A bill that a model filed, held by a run again."""
    archive.configure(language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0")
    bill = worked(archive)[0]
    runs.hold(database(), RUN)
    documents.claim_one(database().session(), RUN, bill)
    aws.reset()
    aws.behaviour.keeps_bodies = True
    return bill


def _books(bill: UUID) -> Books:
    return Books(database(), Subject(RUN, "shadow", document=bill))


def _active(kind: str, bill: UUID) -> str:
    return prompts.active(database().session(), Key(kind), bill).text


def _stored(bill: UUID, kind: str) -> dict[str, Any]:
    found = stage_results.result(database().session(), bill, STAGES[kind])
    assert found is not None
    return found.answer


@pytest.mark.parametrize("kind", STAGES)
def test_the_saved_answer_of_the_stage_is_that_of_its_prompt(bill: UUID, aws: StandIn, kind: str) -> None:
    session = database().session()
    found = shadow.answered(session, bill, Wording(kind, _active(kind, bill)), None, _books(bill))
    assert aws.calls == []
    assert shadow.assessed(session, bill, kind, found) == _stored(bill, kind)


@pytest.mark.parametrize("kind", STAGES)
def test_another_prompt_is_asked_once_and_files_nothing(bill: UUID, aws: StandIn, kind: str) -> None:
    session, before = database().session(), _stored(bill, kind)
    first = shadow.answered(session, bill, Wording(kind, "Read it twice."), None, _books(bill))
    again = shadow.answered(session, bill, Wording(kind, "Read it twice."), None, _books(bill))
    assert first == again
    (call,) = aws.calls
    assert json.loads(call.body)["system"][0]["text"].startswith("Read it twice.")
    assert _stored(bill, kind) == before


def test_both_sides_of_a_pair_are_told_the_same_hints(bill: UUID, aws: StandIn) -> None:
    hints = {"known_tags": ["power"], "memory": {"issuer": "Northwind"}}
    shadow.answered(database().session(), bill, Wording("classifier", "Read it twice."), hints, _books(bill))
    (call,) = aws.calls
    facts = json.loads(call.body)["messages"][0]["content"][0]["text"]
    assert '"known_tags": ["power"]' in facts
    assert '"issuer": "Northwind"' in facts

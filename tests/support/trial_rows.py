"""Trials of prompts inserted directly into the database, with what they compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import calls, prompts, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from support import document_rows

KEY = Key("summarizer", "receipt")
_RUN = "20240105T000000-trial"


class Challenge(NamedTuple):
    """A trial, and its candidate."""

    id: UUID
    candidate: int


def challenge(session: Session, text: str = "Say more.", key: Key = KEY) -> Challenge:
    """An open challenge of the active version by this text."""
    active = prompts.active(session, key).id
    candidate = prompts.add(session, active, text, "proposed")
    number = trials.challenges(session, key) + 1
    id = trials.open(session, "challenge", candidate, active, number, "seed")
    assert id is not None
    return Challenge(id, candidate)


def compare(
    session: Session,
    trial: UUID,
    *,
    judged: Sequence[float] = (),
    gold: Sequence[float] = (),
    reasoning: str = "The candidate has the date.",
    name: str = "receipt",
) -> list[UUID]:
    """Let a trial compare as many new documents as there are differences; those by audits have fields."""
    documents = []
    for number in range(max(len(judged), len(gold))):
        id = document_rows.registered(session, f"{name}-{number}.txt")
        fields = _fields(gold[number]) if number < len(gold) else {}
        trials.compare(session, trial, id, "court", fields)
        if number < len(judged):
            trials.set_judged(session, trial, id, judged[number], is_first=True, reasoning=reasoning)
        if number < len(gold):
            trials.set_gold(session, trial, id, gold[number], fields)
        documents.append(id)
    return documents


def _fields(difference: float) -> dict[str, object]:
    """Two values, one of which only the better answer has right."""
    better = {"is": "2024-03-05", "incumbent": difference < 0, "candidate": difference > 0}
    return {"date": better, "total": {"is": 41.2, "incumbent": True, "candidate": True}}


def promote(session: Session, trial: Challenge, *, is_audited: bool | None) -> UUID:
    """Make the candidate of a trial active, and open the return of the former version."""
    row = trials.trial(session, trial.id)
    assert prompts.swap(session, row.incumbent_id, row.candidate_id, pinned=False)
    assert trials.close(session, trial.id, "promoted", "better by the judge", is_audited=is_audited)
    id = trials.open(session, "return", row.incumbent_id, row.candidate_id, row.number, "seed", is_audited=is_audited)
    assert id is not None
    return id


def pay(session: Session, trial: UUID, cost: str = "0.0021") -> None:
    """A call of a trial that was answered for this amount."""
    runs.hold(database(), _RUN)
    assert trials.claim(session, _RUN, trial)
    call = calls.Call(_RUN, "try_prompt", None, None, trial, None, "bedrock", "summarize", "m", "1" * 64)
    entry = calls.open(session, call, 1, Decimal(cost)).id
    assert entry is not None
    calls.close(session, entry, "answered", 0.5, Decimal(cost), (0, 10, 2))
    trials.release(session, _RUN, trial)
    runs.release(_RUN)


def opened(session: Session, run: str, kind: str = "classifier", document_type: str | None = None) -> UUID:
    """An open challenge of the active version of a key, which the run holds."""
    incumbent = prompts.active(session, Key(kind, document_type)).id
    candidate = prompts.add(session, incumbent, "Say what it is.", "person")
    trial = trials.open(session, "challenge", candidate, incumbent, 1, "seed")
    assert trial is not None
    assert trials.claim(session, run, trial)
    return trial

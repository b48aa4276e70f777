"""How documents came to what they are, and who has those that are not filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class StageAnswer(NamedTuple):
    """Of a completed stage: what was considered for its values, and how the series was chosen; None if it has none.

    An answer that an earlier version stored has neither.
    """

    document_id: UUID
    stage: str
    considered: dict[str, Any] | None
    filing: dict[str, Any] | None


class Word(NamedTuple):
    """The word of a person on a value. `kind` is set or approved; `found` is what the engine found there, as JSON."""

    document_id: UUID
    field: str
    kind: str
    person: str
    at: datetime
    found: Any


class Hold(NamedTuple):
    """The state of a document, and the `run` that holds it, if one does, with its process.

    `attempts` and `waits` are those of the stage of its error. `last_run` is the run that ended last after the document
    was registered, with the reason why it took no more work.
    """

    status: str
    awaits_series: bool
    document_type: str | None
    run: str | None
    host: str | None
    pid: int | None
    started_at: datetime | None
    seen_at: datetime | None
    is_alive: bool
    error_stage: str | None
    error_message: str | None
    error_hint: str
    next_attempt_at: datetime | None
    is_deferred: bool
    attempts: int
    waits: int
    last_run: str | None
    stopped_by: str | None
    stop_message: str | None
    stop_hint: str


def answers(session: Session, ids: Sequence[UUID]) -> list[StageAnswer]:
    """What the answers of these documents' stages say of how they were made."""
    return session.all("explanations.answers", StageAnswer, ids=list(ids))


def words(session: Session, ids: Sequence[UUID]) -> list[Word]:
    """The words of persons on these documents."""
    return session.all("explanations.words", Word, ids=list(ids))


def hold(session: Session, id: UUID) -> Hold:
    """Who holds an existing document."""
    return session.only("explanations.hold", Hold, id=id)

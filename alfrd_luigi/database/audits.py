"""Audits: the documents that were drawn at random, and what persons found in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session


class Audit(NamedTuple):
    """An audit. `week` is the Monday of its ISO week; `state` is open, closed, or retired (no longer asked for).

    `verdicts` of a closed one are, by value: whether it was right, what was found, and what is right.

    With `is_for_trial`, it is of a sample of all documents of a prompt, and else of what was filed in a week. Kind,
    type and series are those of the prompt; kind is None if the prompt is gone.
    """

    document: UUID
    week: date
    drawn_at: datetime
    state: str
    shown_at: datetime | None
    closed_at: datetime | None
    person: str | None
    verdicts: dict[str, Any] | None
    engines: dict[str, Any] | None
    is_for_trial: bool
    kind: str | None
    document_type: str | None
    series_id: int | None

    @property
    def key(self) -> Key | None:
        """The key of the prompt for whose trial the document was drawn, if it was."""
        return None if self.kind is None else Key(self.kind, self.document_type, self.series_id)


class KeyOnTrial(NamedTuple):
    """The oldest open trial of a key, and how many documents can be drawn for it."""

    trial: UUID
    candidates: int


class OpenAudit(NamedTuple):
    """An audit that waits for a person."""

    document: UUID
    week: date
    drawn_at: datetime


class Findings(NamedTuple):
    """What the stages of a document found, and the words of persons, as JSON by the names that commands use."""

    found: dict[str, Any]
    words: dict[str, Any]


def lock(session: Session) -> None:
    """Let nobody else draw until the transaction ends."""
    session.run("audits.lock")


def drawn(session: Session) -> int:
    """The number of documents that were drawn in this ISO week, by the clock of the database."""
    return int(session.value("audits.drawn"))


def draw(session: Session, seed: str, count: int) -> int:
    """Draw up to `count` documents of the last seven days that no person has touched. Returns their number."""
    return session.run("audits.draw", seed=seed, count=count)


def keys_on_trial(session: Session) -> list[KeyOnTrial]:
    """The keys with open trials, the one that waits longest for a draw first."""
    return session.all("audits.keys", KeyOnTrial)


def draw_for_trial(session: Session, trial: UUID, seed: str, count: int) -> int:
    """Draw up to `count` documents of the court of a trial's key, of any time. Returns their number."""
    return session.run("audits.draw_for_trial", trial_id=trial, seed=seed, count=count)


def listing(session: Session) -> list[Audit]:
    """Every audit, the newest first."""
    return session.all("audits.all", Audit)


def waiting(session: Session) -> list[OpenAudit]:
    """The open audits of documents that are filed, in the order of the draw."""
    return session.all("audits.open", OpenAudit)


def set_shown(session: Session, document: UUID) -> None:
    """Record that the paper was shown."""
    session.run("audits.set_shown", document_id=document)


def tried(session: Session, document: UUID) -> Key | None:
    """The key of the prompt for whose trial the open audit of a document was drawn, if it was drawn for one."""
    return session.one("audits.tried", Key, document_id=document)


def is_shown(session: Session, document: UUID) -> bool | None:
    """Whether the open audit of a document was shown. None if it has no open one."""
    found: bool | None = session.value("audits.is_shown", document_id=document)
    return found


def findings(session: Session, document: UUID) -> Findings:
    """The values that the stages found in a document, and the words of persons on them."""
    return session.only("audits.found", Findings, document_id=document)


def close(session: Session, document: UUID, act: int, verdicts: Mapping[str, Any]) -> None:
    """Close the audit of a document by an act."""
    session.run("audits.close", document_id=document, act_id=act, verdicts=Json(verdicts))


def reopen(session: Session, document: UUID, act: int) -> bool:
    """Take back that an act closed the audit of a document. Returns whether it had."""
    return session.run("audits.reopen", document_id=document, act_id=act) == 1

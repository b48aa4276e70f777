"""What persons say of documents: acts, and the corrections that each of them makes.

The word of a person on a value is the last correction that was neither withdrawn nor undone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session


class Act(NamedTuple):
    """An act of a person: one command. `details` are what its undoing needs besides the revisions of documents."""

    id: int
    person: str
    act: str
    at: datetime
    details: dict[str, Any]


class Said(NamedTuple):
    """The word of an act on a value, and the value before the first act of its kind; both as JSON."""

    field: str
    value: Any
    before: Any


class Word(NamedTuple):
    """The word of a person on a value. `kind` is set or approved; `value` is JSON, None if there is no such value.

    `place` is the page and the boxes at which the person pointed.
    """

    field: str
    kind: str
    value: Any
    place: dict[str, Any] | None
    person: str
    at: datetime


def begin(session: Session, person: str, act: str, **details: Any) -> int:
    """Record an act, with what its undoing needs besides the revisions of documents. Returns its id."""
    return int(session.value("corrections.act", person=person, act=act, details=details))


def insert(
    session: Session, act: int, document: UUID, field: str, kind: str, before: Any, value: Any, place: Any = None
) -> None:
    """Record that an act sets, approves or unsets a value. `before` and `value` are JSON values."""
    said = {"before": Json(before), "value": Json(value), "place": place}
    session.run("corrections.insert", act_id=act, document_id=document, field=field, kind=kind, **said)


def words(session: Session, document: UUID) -> list[Word]:
    """The words of persons on a document."""
    return session.all("corrections.words", Word, document_id=document)


def values(session: Session, document: UUID) -> dict[str, Any]:
    """The values of a document as JSON, by the names that commands use."""
    found: dict[str, Any] = session.value("corrections.values", document_id=document)
    return found


def words_of_act(session: Session, document: UUID, act: str) -> list[Said]:
    """The words of acts of this name on a document that no later act of a person replaced."""
    return session.all("corrections.words_of_act", Said, document_id=document, act=act)


def imported(session: Session, document: UUID, act: str) -> str | None:
    """The digest of a document in the last import that was not undone."""
    found: str | None = session.value("corrections.imported", document_id=document, act=act)
    return found


def spoken(session: Session, document: UUID) -> set[str]:
    """The values of which persons have said something that was not undone, be it that they withdrew their word."""
    return set(session.values("corrections.spoken", document_id=document))


def last_act(session: Session, person: str) -> Act | None:
    """The last act of a person that was not undone."""
    return session.one("corrections.last_act", Act, person=person)


def last_id(session: Session) -> int:
    """The number of the last act, 0 without one."""
    return int(session.value("corrections.last_id"))


def set_undone(session: Session, id: int, by: int) -> None:
    """Mark an act as taken back by another."""
    session.run("corrections.set_undone", id=id, by=by)


def withdraw(session: Session, act: int, document: UUID, by: int) -> None:
    """Withdraw the corrections that an act made of a document. `by` is the act that withdraws them."""
    session.run("corrections.withdraw", act_id=act, document_id=document, by=by)

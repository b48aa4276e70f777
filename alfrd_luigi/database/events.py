"""The record of what happened, written in the transaction of the change itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Rejection(NamedTuple):
    """An entry of the inbox that was turned down."""

    name: str
    reason: str
    hint: str
    rejected_at: datetime


class Duplicate(NamedTuple):
    """An entry of the inbox that held the bytes of a document."""

    name: str
    document: UUID
    at: datetime


class Event(NamedTuple):
    """Something that happened, in a run or by a person (None)."""

    at: datetime
    run_id: str | None
    event: str
    details: dict[str, Any]


def record(session: Session, run: str | None, subject: str, key: object, event: str, **details: Any) -> None:
    """Record an event of a document, file, prompt, type, run or of the inbox. Details never hold document text."""
    session.run("events.insert", run=run, subject=subject, key=str(key), event=event, details=details)


def reject(session: Session, run: str | None, entry: str, name: str, reason: str, hint: str) -> None:
    """Record that an entry of the inbox was turned down; the same entry again takes the place of its first record."""
    session.run("events.reject", entry=entry, name=name, reason=reason, hint=hint, run=run)


def rejections(session: Session, limit: int) -> list[Rejection]:
    """What was turned down, the newest first."""
    return session.all("events.rejections", Rejection, limit=limit)


def count_rejections(session: Session) -> int:
    """How many entries of the inbox were ever turned down."""
    return int(session.value("events.count_rejections"))


def duplicates(session: Session, limit: int) -> list[Duplicate]:
    """Entries of the inbox that held the bytes of a document, the newest first."""
    return session.all("events.duplicates", Duplicate, limit=limit)


def of(session: Session, subject: str, key: object) -> list[Event]:
    """What happened to one thing, the oldest first."""
    return session.all("events.of", Event, subject=subject, key=str(key))

"""The record of events, written in the transaction of each change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Rejection(NamedTuple):
    """A rejected entry of the inbox."""

    name: str
    reason: str
    hint: str
    rejected_at: datetime


class Duplicate(NamedTuple):
    """An entry of the inbox that had the bytes of an existing document."""

    name: str
    document: UUID
    at: datetime


class Event(NamedTuple):
    """An event in a run, or an action of a person (run None), with its number.

    `subject` is document, file, prompt, type, inbox, run or issuer, and `key` identifies it.
    """

    id: int
    at: datetime
    run_id: str | None
    subject: str
    key: str
    event: str
    details: dict[str, Any]


def record(session: Session, run: str | None, subject: str, key: object, event: str, **details: Any) -> None:
    """Record an event of a document, file, prompt, type, run or of the inbox. Details never hold document text."""
    session.run("events.insert", run=run, subject=subject, key=str(key), event=event, details=details)


def record_undo(session: Session, undone: int, **details: Any) -> None:
    """Record that an act was taken back, for each subject that is no document and has an event of the act."""
    session.run("events.undo", undone=undone, details=details)


class Matching(NamedTuple):
    """The conditions on events of a listing; None omits one.

    `subject` and `key` name one subject. `series` is the number of a series: its file and its documents. `kinds` are
    names of events.
    """

    subject: str | None = None
    key: str | None = None
    run: str | None = None
    series: int | None = None
    kinds: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


def newest(session: Session, matching: Matching, limit: int) -> list[Event]:
    """The newest events that match, the oldest of them first."""
    return session.all("events.newest", Event, limit=limit, **_conditions(matching))


def unseen(session: Session, matching: Matching, seen: str) -> list[Event]:
    """The matching events that a snapshot does not show, in the order of their numbers.

    A transaction may commit after one that began later. Its events have lower numbers than others that were shown.
    """
    return session.all("events.unseen", Event, seen=seen, **_conditions(matching))


def _conditions(matching: Matching) -> dict[str, Any]:
    return {**matching._asdict(), "kinds": None if matching.kinds is None else list(matching.kinds)}


def reject(session: Session, run: str | None, entry: str, name: str, reason: str, hint: str) -> None:
    """Record a rejected entry of the inbox. The same entry replaces its earlier record."""
    session.run("events.reject", entry=entry, name=name, reason=reason, hint=hint, run=run)


def rejections(session: Session, limit: int) -> list[Rejection]:
    """The rejected entries, the newest first."""
    return session.all("events.rejections", Rejection, limit=limit)


def rejected_as(session: Session, name: str) -> Rejection | None:
    """The last rejection of an entry with this name."""
    return session.one("events.rejected_as", Rejection, name=name)


def duplicate_named(session: Session, name: str) -> Duplicate | None:
    """The last entry with this name that had the bytes of a document."""
    return session.one("events.duplicate_named", Duplicate, name=name)


def count_rejections(session: Session) -> int:
    """The number of inbox entries that were ever rejected."""
    return int(session.value("events.count_rejections"))


def duplicates(session: Session, limit: int) -> list[Duplicate]:
    """Entries of the inbox that had the bytes of a document, the newest first."""
    return session.all("events.duplicates", Duplicate, limit=limit)


def of(session: Session, subject: str, *keys: str | UUID) -> list[Event]:
    """The events of these documents, files, prompts and so on, the oldest first."""
    return session.all("events.of", Event, subject=subject, keys=[str(key) for key in keys])

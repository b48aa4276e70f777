"""The record of what happened, written in the transaction of the change itself."""

from __future__ import annotations

from typing import Any

from alfrd_luigi.database.session import Row, Session


def record(session: Session, run: str | None, subject: str, key: object, event: str, **details: Any) -> None:
    """Record an event of a document, file, prompt, type, run or of the inbox. Details never hold document text."""
    session.run("events.insert", run=run, subject=subject, key=str(key), event=event, details=details)


def reject(session: Session, run: str | None, entry: str, name: str, reason: str, hint: str) -> None:
    """Record that an entry of the inbox was turned down; the same entry again takes the place of its first record."""
    session.run("events.reject", entry=entry, name=name, reason=reason, hint=hint, run=run)


def rejections(session: Session, limit: int) -> list[Row]:
    """What was turned down, the newest first: name, reason, hint, rejected_at."""
    return session.all("events.rejections", limit=limit)


def count_rejections(session: Session) -> int:
    """How many entries of the inbox were ever turned down."""
    return int(session.value("events.count_rejections"))


def duplicates(session: Session, limit: int) -> list[Row]:
    """Entries of the inbox that held the bytes of a document, the newest first: name, document, at."""
    return session.all("events.duplicates", limit=limit)


def of(session: Session, subject: str, key: object) -> list[Row]:
    """What happened to one thing, the oldest first: at, run_id, event, details."""
    return session.all("events.of", subject=subject, key=str(key))

"""What changed since a snapshot of the database. Every change of a fact is an event."""

from __future__ import annotations

from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Snapshot(NamedTuple):
    """What a query saw: PostgreSQL's text of a snapshot, and the identity of the database."""

    seen: str
    database: str


class Changed(NamedTuple):
    """The subject of an event (document, file, prompt, type, inbox, run or issuer) and its key."""

    subject: str
    key: str


def snapshot(session: Session) -> Snapshot:
    """What the session sees now, or what its transaction sees if that is a snapshot."""
    return session.only("changes.snapshot", Snapshot)


def is_changed(session: Session, since: Snapshot) -> bool:
    """Whether something changed that a snapshot of this database does not show."""
    return bool(session.value("changes.is_changed", seen=since.seen))


def since(session: Session, seen: Snapshot) -> list[Changed]:
    """What changed, each subject once."""
    return session.all("changes.since", Changed, seen=seen.seen)

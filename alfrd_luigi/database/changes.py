"""What changed since a snapshot of the database. Every change of a fact is an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Snapshot(NamedTuple):
    """What a query saw: PostgreSQL's text of a snapshot, the identity of the database, and its last run and act.

    The last run and act tell a database from an older copy of itself that was put in its place; empty if there is none.
    """

    seen: str
    database: str
    run: str
    act: str


class Changed(NamedTuple):
    """The subject of an event (document, file, prompt, type, inbox, run or issuer) and its key.

    An entry of the inbox that had the bytes of a document changed this document.
    """

    subject: str
    key: str


def snapshot(session: Session) -> Snapshot:
    """What the session sees now, or what its transaction sees if that is a snapshot."""
    return session.only("changes.snapshot", Snapshot)


def is_changed(session: Session, since: Snapshot) -> bool:
    """Whether something changed that a snapshot does not show, or the snapshot is not one of this database."""
    return not continues(session, since) or bool(subjects(session, since))


def continues(session: Session, since: Snapshot) -> bool:
    """Whether the database is the one of a snapshot, and has gone on since."""
    return bool(session.value("changes.continues", **since._asdict()))


def is_purged(changed: Iterable[Changed]) -> bool:
    """Whether documents were deleted for good, and with them the events that tell what else changed."""
    return Changed("inbox", "bin") in changed


def subjects(session: Session, since: Snapshot) -> list[Changed]:
    """What changed since a snapshot, each subject once."""
    return session.all("changes.since", Changed, seen=since.seen)

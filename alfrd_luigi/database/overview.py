"""The state of the archive: how many documents have which status, what is in trouble, and the server."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class StatusCount(NamedTuple):
    """The number of documents with a status, and how many of them are deferred."""

    status: str
    documents: int
    deferred: int


class Trouble(NamedTuple):
    """A failed or deferred document; `name` is the name of its first file."""

    id: UUID
    name: str | None
    status: str
    stage: str | None
    message: str | None
    hint: str | None
    next_attempt_at: datetime | None


class Server(NamedTuple):
    """The version of the server, and the name and size (bytes) of the database."""

    version: str
    name: str
    size: int


def counts(session: Session) -> list[StatusCount]:
    """The counts of every status, in the order of the stages."""
    return session.all("overview.counts", StatusCount)


def troubled(session: Session, limit: int) -> list[Trouble]:
    """Failed and deferred documents, the newest first."""
    return session.all("overview.troubled", Trouble, limit=limit)


def server(session: Session) -> Server:
    """The server and database of the archive."""
    return session.only("overview.server", Server)

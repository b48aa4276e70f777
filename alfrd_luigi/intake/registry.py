"""The one port from the intake to the database: who has these bytes, who has this id, and what became of an entry."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from alfrd_luigi.pages.port import StoredFile


class NewDocument(NamedTuple):
    """A document whose files are stored; `content_hash` is the SHA-256 of its files' hex SHA-256s in order, in hex."""

    id: UUID
    created_at: datetime
    source: str
    tags: tuple[str, ...]
    content_hash: str
    files: tuple[StoredFile, ...]


class Outcome(StrEnum):
    """What became of a document that asked to be registered."""

    REGISTERED = "registered"
    DUPLICATE = "duplicate"
    ID_TAKEN = "id_taken"


class Registration(NamedTuple):
    """`document_id` is the registered document: the new one, the one with the same bytes, or the one with the id."""

    outcome: Outcome
    document_id: UUID


class Registry(Protocol):
    """The documents that are registered. Each method is one transaction of its own, and raises DatabaseError."""

    def find(self, document_id: UUID, content_hash: str) -> Registration | None:
        """The answer `register` would give if it is not REGISTERED, else None.

        The same bytes come first: a document with `content_hash` makes it DUPLICATE, whatever its id; only then does
        a document with `document_id` make it ID_TAKEN.
        """
        ...

    def register(self, document: NewDocument) -> Registration:
        """Insert the document with its files and tags, all or nothing, or say who was first (see `find`)."""
        ...

    def record_duplicate(self, name: str, document_id: UUID) -> None:
        """Note that inbox entry `name` held the bytes of a registered document and was taken away."""
        ...

    def record_rejection(self, entry: str, name: str, reason: str, hint: str) -> None:
        """Note that inbox entry `name` was refused; with the same `entry` again it is the same rejection."""
        ...

"""The port from the intake to the database: which document has these bytes or this id, and the outcome of an entry."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from alfrd_luigi.document_files.port import StoredFile
    from alfrd_luigi.intake.drafts import Draft


class Outcome(StrEnum):
    """The outcome of a registration."""

    REGISTERED = "registered"
    DUPLICATE = "duplicate"
    ID_TAKEN = "id_taken"
    DELETED = "deleted"


class Registration(NamedTuple):
    """`document_id` is the registered document: the new one, the one with the same bytes, or the one with the id.

    If a person deleted the one with the same bytes, it is that one.
    """

    outcome: Outcome
    document_id: UUID


class Registry(Protocol):
    """The registered documents. Each method is one transaction of its own. All raise DatabaseError."""

    def find(self, document_id: UUID, content_hash: str, *, again: bool = False) -> Registration | None:
        """The answer that `register` would give if it is not REGISTERED, otherwise None.

        The content comes first: a document with `content_hash` makes it DUPLICATE, whatever its id. A deleted one makes
        it DELETED, but not `again`, when a person asked for the content again. Otherwise a document, or a deleted one,
        with `document_id` makes it ID_TAKEN.
        """
        ...

    def register(self, document: Draft, files: Sequence[StoredFile]) -> Registration:
        """Insert the document, its stored files and tags, all or nothing, or return the existing one (see `find`)."""
        ...

    def record_duplicate(self, name: str, document_id: UUID, tags: Sequence[str] = ()) -> None:
        """Record that inbox entry `name` had the bytes of a registered document, which gets its tags."""
        ...

    def record_rejection(self, entry: str, name: str, reason: str, hint: str) -> None:
        """Record that inbox entry `name` was rejected. With the same `entry` again, it is the same rejection."""
        ...

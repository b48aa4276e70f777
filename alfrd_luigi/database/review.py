"""The review: the documents that a person should look at, and what is shown of each."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Waiting(NamedTuple):
    """A document that waits for a review."""

    id: UUID
    is_audit: bool


class Reviewed(NamedTuple):
    """A document under review; `seen` is its last change (`revisions.last_id`). The mappings are by value."""

    id: UUID
    document_type: str | None
    name: str
    seen: int
    confidences: dict[str, float]
    uncertain: list[str]
    places: dict[str, dict[str, Any]]
    fields_schema: dict[str, Any]
    pages: int
    is_audit: bool


def uncertain(session: Session, limit: int) -> list[Waiting]:
    """The filed documents with an uncertain value, the least sure one first."""
    return session.all("review.uncertain", Waiting, limit=limit)


def document(session: Session, id: UUID) -> Reviewed:
    """One existing document."""
    return session.only("review.document", Reviewed, id=id)

"""The review: the documents that a person should look at, and what is shown of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Waiting(NamedTuple):
    """A document that waits for a review."""

    id: UUID
    is_audit: bool


class Reviewed(NamedTuple):
    """A document under review. The mappings are by value.

    `name` is that of its first file, and `seen` its last change (`revisions.last_id`).
    """

    id: UUID
    document_type: str | None
    title: str | None
    entity: str | None
    document_date: date | None
    name: str | None
    seen: int
    confidences: dict[str, float]
    uncertain: list[str]
    places: dict[str, dict[str, Any]]
    evidence: dict[str, str]
    fields_schema: dict[str, Any]
    pages: int
    is_audit: bool


class Page(NamedTuple):
    """A page under review. Each of `words`: the word, left, top, right, bottom (fractions of the page), confidence.

    Other pages than those that were asked for have no words and no text.
    """

    number: int
    turn: str | None
    words: list[list[Any]]
    text: str


def uncertain(session: Session, limit: int) -> list[Waiting]:
    """The filed documents with an uncertain value, the least sure one first."""
    return session.all("review.uncertain", Waiting, limit=limit)


def document(session: Session, id: UUID) -> Reviewed:
    """One existing document."""
    return session.only("review.document", Reviewed, id=id)


def pages(session: Session, id: UUID, whole: Sequence[int]) -> list[Page]:
    """The pages of a document in their order, these ones with their words and texts."""
    return session.all("review.pages", Page, id=id, whole=list(whole))

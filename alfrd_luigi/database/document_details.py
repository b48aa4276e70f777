"""Documents with all that is known of each: what `alfrd show` and a document's page show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID

from alfrd_luigi.database.session import Session

Order = Literal["newest", "date", "total", "entity"]
ORDERS: tuple[Order, ...] = get_args(Order)


class DocumentDetails(NamedTuple):
    """Everything that is known about a document. The mappings have the form that `alfrd show --json` prints.

    `words_of` says whose word each value is: person, engine or invoice (the data that a file holds). `memory` is what
    was learnt from other papers of the issuer and proposed; a value that was taken is an engine's all the same.
    `duplicates` are inbox entries with the same bytes. `duplicate_of` is the document that is counted in its place;
    each of `pairs` is a document that was found to be the same paper, alike, or distinct.
    """

    id: UUID
    status: str
    created_at: datetime
    registered_at: datetime
    filed_at: datetime | None
    source: str
    document_type: str | None
    confidence: float | None
    classification_reason: str | None
    title: str | None
    entity: str | None
    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    summary: str | None
    structured_data: dict[str, Any] | None
    evidence: dict[str, Any] | None
    confidences: dict[str, float] | None
    words_of: dict[str, str]
    memory: list[dict[str, Any]]
    uncertain: list[str]
    places: dict[str, Any] | None
    embedded: dict[str, Any] | None
    pages: int
    source_files: list[dict[str, Any]]
    tags: list[str]
    series: dict[str, Any] | None
    error: dict[str, Any] | None
    stages: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]
    duplicate_of: UUID | None
    pairs: list[dict[str, Any]]
    note: str | None
    unread_pages: list[dict[str, Any]]
    text: str | None


def documents(
    session: Session,
    *,
    limit: int | None = None,
    status: str | None = None,
    document_type: str | None = None,
    ids: Sequence[UUID] | None = None,
    sort: Order = "newest",
    only_uncertain: bool = False,
    only_duplicates: bool = False,
) -> list[DocumentDetails]:
    """Documents with `text` None: all, or those of `ids`, in this order.

    With `only_uncertain`, those with values that are not sure; with `only_duplicates`, those that are the same as or
    like others.
    """
    these = None if ids is None else list(ids)
    conditions = {"ids": these, "status": status, "document_type": document_type, "sort": sort, "limit": limit}
    only = {"only_uncertain": only_uncertain, "only_duplicates": only_duplicates}
    return session.all("document_details.documents", DocumentDetails, with_text=False, **conditions, **only)


def document(session: Session, id: UUID) -> DocumentDetails:
    """One existing document."""
    return these_documents(session, [id])[0]


def these_documents(session: Session, ids: Sequence[UUID]) -> list[DocumentDetails]:
    """Those of these documents that exist, with their texts, the newest first."""
    conditions = {"status": None, "document_type": None, "sort": "newest", "limit": None}
    only = {"only_uncertain": False, "only_duplicates": False}
    return session.all(
        "document_details.documents", DocumentDetails, with_text=True, ids=list(ids), **conditions, **only
    )

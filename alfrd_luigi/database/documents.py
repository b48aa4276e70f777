"""Documents: registration, claims, and the results of their stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.settings import settings

_Record = TypeVar("_Record")


class DocumentState(NamedTuple):
    """The state of a document, and the reason if it has failed or is deferred. `run_id` is the run that holds it.

    `awaits_series` says that it is filed and waits for the reading by its series.
    """

    status: str
    document_type: str | None
    run_id: str | None
    is_deferred: bool
    error_stage: str | None
    error_message: str | None
    error_hint: str | None
    series_id: int | None
    awaits_series: bool


class DocumentFacts(NamedTuple):
    """The facts from which a document's series is determined. `structured_data` holds the fields of its type."""

    entity: str | None
    document_type: str | None
    document_date: date | None
    summary: str | None
    structured_data: dict[str, Any] | None


class File(NamedTuple):
    """A file of a document. `position` counts from 1, `key` is its key in the page store, `size` is in bytes."""

    document_id: UUID
    position: int
    key: str
    sha256: str
    size: int
    name: str
    media_type: str
    pages: int


class Page(NamedTuple):
    """The text of a page. Each of `words` is a list: the word; the left, top, right and bottom edges of its box as
    fractions (0 to 1) of the page; and the confidence of its recognition, 0 to 1. `unread` is the share of its lines
    that could not be read, None if that is not known. `turn` is the direction of writing on the page as its file shows
    it, if the boxes are on the page turned upright; None if that is not known.
    """

    text: str
    words: Sequence[Sequence[Any]]
    confidence: float | None
    source: str
    unread: float | None
    turn: str | None = None


class Locked(NamedTuple):
    """A locked document; `held_by` is the living run that processes it."""

    status: str
    document_type: str | None
    series_id: int | None
    held_by: str | None


class Term(NamedTuple):
    """When a document was deleted, and until when it can be restored; None if it is gone for good."""

    document_id: UUID
    deleted_at: datetime
    kept_until: datetime | None


class ExpectedCost(NamedTuple):
    """The remaining cost of due documents: `usd` in total, `begun` of those with living runs, `each` of a whole one."""

    documents: int
    pages: Decimal
    usd: Decimal
    begun: Decimal
    each: Decimal


def insert(
    session: Session, id: UUID, created_at: datetime, source: str, content_hash: str, note: str | None = None
) -> bool:
    """Register a document. Returns False if its id or its content is already registered."""
    values = {"created_at": created_at, "source": source, "content_hash": content_hash, "note": note or None}
    return session.run("documents.insert", id=id, **values) == 1


def insert_file(session: Session, file: File) -> None:
    """Add a file."""
    session.run("documents.insert_file", **file._asdict())


def content_hash(session: Session, id: UUID) -> str | None:
    """The content hash of the document with this id, or None if there is none."""
    found: str | None = session.value("documents.content_hash", id=id)
    return found


def with_content(session: Session, content_hash: str) -> UUID | None:
    """The document with this content."""
    found: UUID | None = session.value("documents.with_content", content_hash=content_hash)
    return found


def find(session: Session, prefix: str) -> UUID:
    """The only document whose id begins with `prefix`.

    Raises NotFoundError if there is none, or more than one; for a deleted document it says where that is.
    """
    ends = ids_with(prefix.strip().lower())
    found: list[UUID] = session.values("documents.find", first=ends[0], last=ends[1]) if ends else []
    if not found:
        deleted = session.values("deletions.find", first=ends[0], last=ends[1]) if ends else []
        raise _absent(session, prefix, deleted)
    if len(found) > 1:
        raise NotFoundError(f"more than one document's id begins with {prefix!r}", "Give more of the id")
    return found[0]


def ids_with(prefix: str) -> tuple[UUID, UUID] | None:
    """The first and the last id with this prefix, or None if it is no prefix of an id."""
    digits = prefix.replace("-", "")
    try:
        first, last = (UUID(digits.ljust(32, filler)) for filler in "0f")
    except ValueError:
        return None
    return (first, last) if digits and str(first).startswith(prefix) else None


def claim(session: Session, run: str, count: int, limit: int | None) -> list[UUID]:
    """Claim up to `count` due documents for the run, oldest first, but at most `limit` in the whole run."""
    return session.values("documents.claim", run=run, count=count, limit=limit)


def claim_one(session: Session, run: str, id: UUID) -> bool:
    """Claim this document for the run, unless another living run holds it."""
    return session.run("documents.claim_one", run=run, id=id) == 1


def hold(session: Session, run: str, id: UUID) -> bool:
    """Lock the document until the transaction ends. Returns False if the run no longer holds it."""
    return session.value("documents.hold", run=run, id=id) is not None


def lock(session: Session, id: UUID) -> Locked:
    """Lock a document until the transaction ends. Raises NotFoundError."""
    return existing(session, session.one("documents.lock", Locked, id=id), id)


def state(session: Session, id: UUID) -> DocumentState:
    """The state of the document. Raises NotFoundError."""
    return existing(session, session.one("documents.state", DocumentState, id=id), id)


def facts(session: Session, id: UUID) -> DocumentFacts:
    """The facts that determine the document's series. Raises NotFoundError."""
    return existing(session, session.one("documents.facts", DocumentFacts, id=id), id)


def existing(session: Session, row: _Record | None, id: UUID) -> _Record:
    """The row of a document. Raises NotFoundError if it is None."""
    if row is None:
        raise _absent(session, str(id), [id])
    return row


def _absent(session: Session, name: str, deleted: Sequence[UUID]) -> NotFoundError:
    """Why no document is found by this name, if `deleted` are those that may have been."""
    of = {"days": settings().bin_days, "id": deleted[0]} if len(deleted) == 1 else None
    found = session.one("deletions.term", Term, **of) if of else None
    if found is None:
        return NotFoundError(f"no document has the id {name!r}", "See the ids with: alfrd list")
    if found.kept_until is None:
        return gone(found.document_id, found.deleted_at)
    since, until = (f"{day.astimezone():%Y-%m-%d}" for day in (found.deleted_at, found.kept_until))
    return NotFoundError(
        f"document {found.document_id} is in the bin, from {since} until {until}",
        f"To have it back: alfrd restore {found.document_id}",
    )


def gone(id: UUID, deleted_at: datetime) -> NotFoundError:
    """The error for a document that is gone for good."""
    return NotFoundError(
        f"document {id}, deleted on {deleted_at.astimezone():%Y-%m-%d}, is gone for good",
        "If you have its files, add them with: alfrd add --again FILE",
    )


def keep(session: Session, ids: Sequence[UUID]) -> list[UUID]:
    """Keep documents from being deleted until the transaction ends. Returns those that exist, by id."""
    return session.values("documents.keep", ids=list(ids))


def files(session: Session, *ids: UUID) -> list[File]:
    """The files of documents, in their order."""
    return session.all("documents.files", File, ids=list(ids))


def page_texts(session: Session, id: UUID) -> tuple[str, ...]:
    """The text of each page."""
    return tuple(session.values("documents.page_texts", id=id))


def page_words(session: Session, id: UUID, number: int) -> list[list[Any]]:
    """The words of a page as in `Page`, in the order of its text; `number` counts from 1."""
    found: list[list[Any]] = session.value("documents.page_words", id=id, number=number)
    return found


def insert_page(session: Session, id: UUID, number: int, page: Page) -> None:
    """Add a page; `number` counts from 1."""
    values = {**page._asdict(), "words": Json(page.words)}
    session.run("documents.insert_page", document_id=id, number=number, **values)


def set_text(session: Session, id: UUID, text: str) -> None:
    """Store the whole text. Earlier pages are deleted."""
    session.run("documents.set_text", id=id, text=text)


def set_embedded(session: Session, id: UUID, record: Mapping[str, Any]) -> None:
    """Record the invoice that a file of the document holds as data (see stages/embedded_invoice.py)."""
    session.run("documents.set_embedded", id=id, embedded=Json(record))


def embedded(session: Session, id: UUID) -> dict[str, Any] | None:
    """The invoice that a file of the document holds as data, None if there is none."""
    found: dict[str, Any] | None = session.value("documents.embedded", id=id)
    return found


def set_differing(session: Session, id: UUID, page: Mapping[str, Any]) -> None:
    """Record what the pages say instead of the values of the embedded invoice, by the names of the values."""
    session.run("documents.set_differing", id=id, page=Json(page))


def derive(session: Session, id: UUID) -> None:
    """Set the values of the document to what its stages found, with the words of a person in their place."""
    session.run("documents.derive", id=id)


def derive_type(session: Session, id: UUID) -> None:
    """Set the type of the document, and what depends on it, to what its classification found (see `derive`)."""
    session.run("documents.derive_type", id=id)


def set_filed(
    session: Session, id: UUID, series_id: int | None, filing: dict[str, Any], *, is_read: bool = False
) -> None:
    """Put the document in a series or in none. The stage's answer records the `filing`.

    The run's claim is released, unless series read their documents (`is_read`) and this one is ripe for it.
    """
    session.run("documents.set_filed", id=id, series_id=series_id, filing=filing, is_read=is_read)


def set_awaiting(session: Session, id: UUID, *, is_read: bool) -> None:
    """Let a filed document wait for the reading by its series, if series read (`is_read`) and this one is ripe."""
    session.run("documents.set_awaiting", id=id, is_read=is_read)


def set_read(session: Session, id: UUID) -> None:
    """The document waits for its series no more. The run's claim is released."""
    session.run("documents.set_read", id=id)


def set_series(session: Session, id: UUID, series_id: int | None) -> None:
    """Put a filed document in another series, or in none."""
    session.run("documents.set_series", id=id, series_id=series_id)


def set_failed(session: Session, id: UUID, stage: str, message: str, hint: str) -> None:
    """The document has failed, and the run's claim is released."""
    session.run("documents.set_failed", id=id, stage=stage, message=message, hint=hint)


def set_deferred(session: Session, id: UUID, stage: str, message: str, hint: str, seconds: float) -> None:
    """Defer the document by `seconds`, and release the run's claim."""
    session.run("documents.set_deferred", id=id, stage=stage, message=message, hint=hint, seconds=seconds)


def release(session: Session, id: UUID) -> None:
    """Release the run's claim of the document, which stays due."""
    session.run("documents.release", id=id)


def make_due(session: Session, id: UUID | None) -> list[UUID]:
    """Make failed and deferred documents (or only this one) due now. Returns their ids."""
    return session.values("documents.make_due", id=id)


def take_back(session: Session, id: UUID, status: str, stages: Sequence[str]) -> None:
    """Take the document back to `status`, and delete what these stages have found."""
    session.run("documents.take_back", id=id, status=status, stages=list(stages))


def delete_pages(session: Session, id: UUID) -> None:
    """Delete the page texts."""
    session.run("documents.delete_pages", id=id)


def tag_series(session: Session, id: UUID, tag: str) -> None:
    """Give the document the tag of its series."""
    session.run("documents.tag_series", id=id, tag=tag)


def untag_series(session: Session, id: UUID) -> None:
    """Remove the tag of its series from the document."""
    session.run("documents.untag_series", id=id)


def common_tags(session: Session, newest: int, limit: int) -> list[str]:
    """The most common tags of the `newest` filed documents, but for those of series."""
    return session.values("documents.common_tags", newest=newest, limit=limit)


def series_of(session: Session, id: UUID) -> int | None:
    """The series of the document."""
    found: int | None = session.value("documents.series_of", id=id)
    return found


def series_among(session: Session, ids: Sequence[UUID]) -> list[int]:
    """The series of these documents, in order."""
    return session.values("documents.series_among", ids=list(ids))


def has_claims(session: Session, run: str) -> bool:
    """Whether the run holds documents."""
    return bool(session.value("documents.has_claims", run=run))


def expected_cost(session: Session, by_stage: Mapping[str, Decimal], reading: Decimal) -> ExpectedCost:
    """The remaining cost of due documents. `by_stage` is the cost in USD of each stage; for ocr, of each page.

    `reading` is the cost of the reading by a series, of documents that wait for it.
    """
    costs = {stage: str(usd) for stage, usd in by_stage.items()}
    return session.only("documents.expected_cost", ExpectedCost, by_stage=Json(costs), reading=reading)


def work_is_left(session: Session, run: str, limit: int | None) -> bool:
    """Whether the run holds unsettled documents, or may still claim some."""
    return bool(session.value("documents.work_is_left", run=run, limit=limit))

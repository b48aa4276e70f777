"""The archive as people see it: read-only queries over several tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Document(NamedTuple):
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


class File(NamedTuple):
    """A file with its series. `error` says why there is no summary of its current documents."""

    id: UUID
    series_id: int
    entity: str
    series_type: str
    account: str
    title: str
    frequency: str | None
    status: str
    summary: str | None
    statistics: dict[str, Any] | None
    error: str | None
    generated_at: datetime | None
    is_fresh: bool
    documents: int


class Server(NamedTuple):
    """The version of the server, and the name and size (bytes) of the database."""

    version: str
    name: str
    size: int


class StageProgress(NamedTuple):
    """The number of documents that have passed a stage, of those that a run holds or may claim."""

    stage: str
    documents: int
    done: int


class FileProgress(NamedTuple):
    """The number of file summaries that a run has finished, and the number that wait."""

    done: int
    waiting: int


class DocumentEnd(NamedTuple):
    """The outcome of a document in a run: filed, failed or deferred. `name` is the name of its first file."""

    id: UUID
    name: str | None
    document_type: str | None
    entity: str | None
    outcome: str
    stage: str | None
    reason: str | None


class FileEnd(NamedTuple):
    """The outcome of a file in a run: generated, failed or deferred."""

    id: UUID
    title: str
    outcome: str
    reason: str | None


class EntryEnd(NamedTuple):
    """An inbox entry that a run did not register: rejected, a duplicate, or failed."""

    name: str
    outcome: str
    reason: str
    hint: str


def documents(
    session: Session,
    *,
    limit: int | None = None,
    status: str | None = None,
    document_type: str | None = None,
    words: str | None = None,
    only_uncertain: bool = False,
    only_duplicates: bool = False,
) -> list[Document]:
    """Documents, the newest first, with `text` None.

    With `only_uncertain`, those with values that are not sure; with `only_duplicates`, those that are the same as or
    like others. `words` has the syntax of a web search: all of the words, "phrases", or, -not.
    """
    conditions = {"ids": None, "status": status, "document_type": document_type, "words": words, "limit": limit}
    only = {"only_uncertain": only_uncertain, "only_duplicates": only_duplicates}
    return session.all("views.documents", Document, with_text=False, **conditions, **only)


def document(session: Session, id: UUID) -> Document:
    """One existing document."""
    return these_documents(session, [id])[0]


def these_documents(session: Session, ids: Sequence[UUID]) -> list[Document]:
    """Those of these documents that exist, with their texts, the newest first."""
    conditions = {"status": None, "document_type": None, "words": None, "limit": None}
    only = {"only_uncertain": False, "only_duplicates": False}
    return session.all("views.documents", Document, with_text=True, ids=list(ids), **conditions, **only)


def counts(session: Session) -> list[StatusCount]:
    """The counts of every status, in the order of the stages."""
    return session.all("views.counts", StatusCount)


def troubled(session: Session, limit: int) -> list[Trouble]:
    """Failed and deferred documents, the newest first."""
    return session.all("views.troubled", Trouble, limit=limit)


def files(session: Session, series: Sequence[int] | None = None) -> list[File]:
    """Files, or those of these series, by entity."""
    return session.all("views.files", File, series=list(series) if series is not None else None)


def newest_files(session: Session, limit: int) -> list[File]:
    """Up to `limit` files: those that wait for their first summary, then those with the newest summaries."""
    series: list[int] = session.values("views.newest_files", limit=limit)
    found = {file.series_id: file for file in files(session, series)}
    return [found[id] for id in series if id in found]


def count_files(session: Session) -> int:
    """The number of files."""
    return int(session.value("views.count_files"))


def server(session: Session) -> Server:
    """The server and database of the archive."""
    return session.only("views.server", Server)


def progress(session: Session, run: str) -> list[StageProgress]:
    """The progress of a run in each stage, in order."""
    return session.all("views.progress", StageProgress, run=run)


def file_progress(session: Session, run: str) -> FileProgress:
    """The progress of a run with the file summaries."""
    return session.only("views.file_progress", FileProgress, run=run)


def run_documents(session: Session, run: str) -> list[DocumentEnd]:
    """The outcomes of the documents of a run, in the order in which they ended."""
    return session.all("views.run_documents", DocumentEnd, run=run)


def run_files(session: Session, run: str) -> list[FileEnd]:
    """The outcomes of the files of a run, by title."""
    return session.all("views.run_files", FileEnd, run=run)


def run_inbox(session: Session, run: str) -> list[EntryEnd]:
    """The inbox entries that a run did not register."""
    return session.all("views.run_inbox", EntryEnd, run=run)

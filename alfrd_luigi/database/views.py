"""The archive as a person looks at it: readings that span several nouns, and change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from alfrd_luigi.database.session import Row, Session


def documents(
    session: Session,
    *,
    limit: int | None = None,
    status: str | None = None,
    document_type: str | None = None,
    words: str | None = None,
) -> list[Row]:
    """Documents, the newest first, as `document` gives them but with `text` None.

    `words` are searched for as in a web search: all of them, "phrases", or, -not.
    """
    conditions = {"id": None, "status": status, "document_type": document_type, "words": words, "limit": limit}
    return session.all("views.documents", with_text=False, **conditions)


def document(session: Session, id: UUID) -> Row:
    """All that is known of one document that exists, with its source_files, tags, series, error, stages and text."""
    conditions = {"status": None, "document_type": None, "words": None, "limit": None}
    return session.all("views.documents", with_text=True, id=id, **conditions)[0]


def counts(session: Session) -> list[Row]:
    """A row a status, in their order: status, documents, deferred (how many of them are deferred)."""
    return session.all("views.counts")


def troubled(session: Session, limit: int) -> list[Row]:
    """Failed and deferred documents, the newest first: id, name, status, stage, message, hint, next_attempt_at."""
    return session.all("views.troubled", limit=limit)


def files(session: Session, series: Sequence[int] | None = None) -> list[Row]:
    """Files (of these series): id, series_id, entity, series_type, title, frequency, status, summary, statistics,
    error, generated_at, is_fresh, documents."""
    return session.all("views.files", series=list(series) if series is not None else None)


def newest_files(session: Session, limit: int) -> list[Row]:
    """As `files`, so many: those that wait for their first summary, then those whose summary is the newest."""
    series = [row["series_id"] for row in session.all("views.newest_files", limit=limit)]
    found = {row["series_id"]: row for row in files(session, series)}
    return [found[id] for id in series if id in found]


def count_files(session: Session) -> int:
    """How many files there are."""
    return int(session.value("views.count_files"))


def server(session: Session) -> Row:
    """The server's version, and the database's name and size in bytes."""
    return session.one("views.server") or {}


def progress(session: Session, run: str) -> list[Row]:
    """A row a stage, in their order: stage, documents (of the run, or still to be claimed), done."""
    return session.all("views.progress", run=run)


def file_progress(session: Session, run: str) -> Row:
    """How many file summaries the run is done with, and how many are waiting."""
    return session.one("views.file_progress", run=run) or {}


def run_documents(session: Session, run: str) -> list[Row]:
    """How documents ended in the run: id, name, document_type, entity, outcome, stage, reason."""
    return session.all("views.run_documents", run=run)


def run_files(session: Session, run: str) -> list[Row]:
    """How files ended in the run: id, title, outcome, reason."""
    return session.all("views.run_files", run=run)


def run_inbox(session: Session, run: str) -> list[Row]:
    """What the run did not take from the inbox: name, outcome, reason, hint."""
    return session.all("views.run_inbox", run=run)

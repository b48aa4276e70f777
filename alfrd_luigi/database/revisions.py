"""Revisions: documents as they were before an act of a person, or before a run processed them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Revision(NamedTuple):
    """A revision of a document, and the time of the change."""

    id: int
    document_id: UUID
    at: datetime


class LastChange(NamedTuple):
    """The last change of a document: the revision before it, and who made it, a person's act or a run."""

    id: int
    at: datetime
    act_id: int | None
    run_id: str | None
    person: str | None
    act: str | None


class Change(NamedTuple):
    """A change of a document: its row and its tags as JSON, before and after.

    An act or a run made it, the latter with the engine and prompt version of its summary.
    """

    document_id: UUID
    id: int
    at: datetime
    act_id: int | None
    act: str | None
    person: str | None
    is_undone: bool
    run_id: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    tags_before: list[dict[str, Any]] | None
    tags_after: list[dict[str, Any]] | None
    engine: str | None
    prompt_version: int | None


class TakenBack(NamedTuple):
    """A document, the stages that it had completed and no longer has, and the series in which it was."""

    document_id: UUID
    stages: list[str]
    series_id: int | None


class States(NamedTuple):
    """A document at two times: its row and its tags as JSON; the row is None if it was not filed then."""

    document_id: UUID
    before: dict[str, Any] | None
    tags_before: list[dict[str, Any]] | None
    after: dict[str, Any] | None
    tags_after: list[dict[str, Any]] | None


def keep(
    session: Session, document: UUID, *, act: int | None = None, run: str | None = None, with_pages: bool = False
) -> None:
    """Keep the document as it is, before an act or a run changes it."""
    session.run("revisions.keep", document_id=document, act_id=act, run_id=run, with_pages=with_pages)


def of_act(session: Session, act: int) -> list[Revision]:
    """The documents that an act changed, as they were before it."""
    return session.all("revisions.of_act", Revision, act_id=act)


def of_run(session: Session, run: str) -> list[Revision]:
    """The documents that were filed before a run and that it processed again, as they were before it."""
    return session.all("revisions.of_run", Revision, run_id=run)


def newest(session: Session, document: UUID) -> LastChange | None:
    """The last change of a document that was not undone and is no undoing itself; None if there is none."""
    return session.one("revisions.newest", LastChange, document_id=document)


def last_id(session: Session, document: UUID) -> int:
    """The number of the last change of a document, 0 if there is none."""
    return int(session.value("revisions.last_id", document_id=document))


def has_advanced(session: Session, revision: Revision) -> bool:
    """Whether the document was not filed then, and a run has processed it since for the first time."""
    return bool(session.value("revisions.has_advanced", id=revision.id))


def set_undone(session: Session, revision: Revision, by: int) -> None:
    """Mark the change after a revision as taken back by an act."""
    session.run("revisions.set_undone", id=revision.id, by=by)


def has_pages(session: Session, revision: Revision) -> bool:
    """Whether a revision holds the text and pages, which a change replaced."""
    return bool(session.value("revisions.has_pages", id=revision.id))


def restore(session: Session, revision: Revision) -> None:
    """Make the document what it was in a revision: its row, its stages, its tags and, if it has some, its pages."""
    id = revision.id
    if has_pages(session, revision):
        session.run("documents.delete_pages", id=revision.document_id)
        session.run("revisions.restore_pages", id=id)
    session.run("revisions.delete_stages", document_id=revision.document_id)
    session.run("revisions.restore_row", id=id)
    session.run("revisions.restore_stages", id=id)
    session.run("revisions.delete_tags", document_id=revision.document_id)
    session.run("revisions.restore_tags", id=id)


def changes(session: Session, documents: Sequence[UUID]) -> list[Change]:
    """The changes of documents, the oldest first."""
    return session.all("revisions.changes", Change, ids=list(documents))


def taken_back(session: Session, person: str, since: int) -> list[TakenBack]:
    """The documents that acts of a person after the act `since` took back."""
    return session.all("revisions.taken_back", TakenBack, person=person, since=since)


def between(session: Session, one: datetime, other: datetime) -> list[States]:
    """The documents that may differ between two times, by their registration."""
    return session.all("revisions.between", States, one=one, other=other)

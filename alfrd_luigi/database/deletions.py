"""Deleted documents: those in the bin with all their rows, and those that are gone for good.

A row of the bin holds the document's rows of every table that refers to documents, as the catalogue names these tables.
No other query finds a deleted document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import tables
from alfrd_luigi.database.documents import find as find_document
from alfrd_luigi.database.documents import gone, ids_with
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError

# Kept in columns of their own, or restored by rules of their own.
_APART = ("document_files", "document_pairs")
_OF_SERIES = ("series", "files", "file_revisions", "prompts", "series_designs")
_REMOVED = (
    "answers_of_files",
    "file_revisions",
    "file_summaries",
    "series_handed_over",
    "files_in_bin",
    "pairs_in_bin",
    "events",
    "rejections",
    "asked_anew",
    "type_proposals",
    "deactivate_prompts",
    "activate_incumbents",
    "withdraw_trials",
    "prompt_texts",
    "designs",
    "design_faults",
    "tags",
    "acts",
    "rows",
)


class Deleted(NamedTuple):
    """A deleted document. The other values are those in the bin, None if it is gone for good."""

    deleted_at: datetime
    is_in_bin: bool
    content_hash: str
    status: str | None
    document_type: str | None
    series_id: int | None


class Found(NamedTuple):
    """A document, and whether it is in the bin."""

    id: UUID
    is_in_bin: bool


class BinnedDocument(NamedTuple):
    """A document in the bin: who deleted it, until when it can be restored, what it is, and the names of its files."""

    id: UUID
    deleted_at: datetime
    kept_until: datetime
    person: str | None
    document_type: str | None
    document_date: date | None
    entity: str | None
    title: str | None
    files: list[str]


class RemainingFiles(NamedTuple):
    """The keys of page files of a document that is gone for good."""

    document_id: UUID
    keys: list[str]


class _Dependent(NamedTuple):
    """A table that refers to documents. Its rows are part of a document, or only name it."""

    table: str
    columns: list[str]
    key: str
    is_part: bool


def _dependents(session: Session) -> Iterator[_Dependent]:
    return (each for each in session.all("deletions.dependents", _Dependent) if each.table not in _APART)


def put(session: Session, id: UUID, act: int | None, deleted_at: datetime | None = None) -> None:
    """Move a document to the bin, with the rows that are part of it. `deleted_at` is now by default."""
    session.run("deletions.insert", id=id, act_id=act, deleted_at=deleted_at)
    rows = {
        table: session.run_on("deletions.rows_of", {"table": table, "columns": columns}, id=id)
        for table, columns, *_ in _dependents(session)
    }
    session.run("deletions.keep", id=id, names=list(rows), rows=list(rows.values()))
    session.run("deletions.delete_document", id=id)


def keep_series(session: Session, id: UUID, series_id: int) -> None:
    """Keep a series, which is about to be deleted, with the document in the bin that was its last one."""
    session.run("deletions.keep_series", id=id, series_id=series_id)


def find(session: Session, prefix: str) -> UUID:
    """The only deleted document whose id begins with `prefix`. Raises NotFoundError for none, or more than one."""
    ends = ids_with(prefix.strip().lower())
    found: list[UUID] = session.values("deletions.find", first=ends[0], last=ends[1]) if ends else []
    if not found:
        raise NotFoundError(f"no deleted document has the id {prefix!r}", "See the ids with: alfrd delete --list")
    if len(found) > 1:
        raise NotFoundError(f"more than one deleted document's id begins with {prefix!r}", "Give more of the id")
    return found[0]


def find_anywhere(session: Session, prefix: str) -> Found:
    """The only document whose id begins with `prefix`, in the archive or in the bin. Raises NotFoundError."""
    ends = ids_with(prefix.strip().lower())
    found = session.all("deletions.find_anywhere", Found, first=ends[0], last=ends[1]) if ends else []
    if len(found) > 1:
        raise NotFoundError(f"more than one document's id begins with {prefix!r}", "Give more of the id")
    return found[0] if found else Found(find_document(session, prefix), False)


def lock(session: Session, id: UUID) -> Deleted:
    """Lock a document in the bin until the transaction ends. Raises NotFoundError if it is not there."""
    found = session.one("deletions.lock", Deleted, id=id)
    if found is None:
        raise NotFoundError(f"document {id} is not in the bin", "See what is in it with: alfrd delete --list")
    if not found.is_in_bin:
        raise gone(id, found.deleted_at)
    return found


def is_in_bin(session: Session, id: UUID) -> bool:
    """Whether a document is in the bin, where it then stays until the transaction ends."""
    try:
        return lock(session, id).is_in_bin
    except NotFoundError:
        return False


def with_content(session: Session, content_hash: str) -> UUID | None:
    """The last deleted document with this content."""
    found: UUID | None = session.value("deletions.with_content", content_hash=content_hash)
    return found


def is_deleted(session: Session, id: UUID) -> bool:
    """Whether a document with this id was deleted."""
    return bool(session.value("deletions.is_deleted", id=id))


def of_act(session: Session, act: int) -> list[UUID]:
    """The documents in the bin that an act changed before."""
    return session.values("deletions.of_act", act_id=act)


def of_run(session: Session, run: str) -> list[UUID]:
    """The documents in the bin that a run processed again before."""
    return session.values("deletions.of_run", run_id=run)


def listing(session: Session, days: int) -> list[BinnedDocument]:
    """The documents in the bin, which keeps them for `days`; the last deleted first."""
    return session.all("deletions.list", BinnedDocument, days=days)


def series_exists(session: Session, series_id: int) -> bool:
    """Whether a series exists."""
    return bool(session.value("deletions.series_exists", series_id=series_id))


def restore_series(session: Session, series_id: int) -> bool:
    """Insert a deleted series again, with its file. Returns False if its rows are gone, or another has its key."""
    holder: UUID | None = session.value("deletions.holder_of_series", series_id=series_id)
    if holder is None:
        return False
    for table in _OF_SERIES:
        session.run("deletions.rows_back", id=holder, name=table)
    session.run("deletions.calls_of_file_back", id=holder)
    return True


def forget_series(session: Session, id: UUID) -> None:
    """Let a document be restored without its series, which no longer exists."""
    session.run("deletions.forget_series", id=id)


def restore(session: Session, id: UUID) -> None:
    """Insert the rows of a document in the bin again, with the verdicts of persons on it and others.

    The series exists. The caller finds the copies, and takes the document out of the bin.
    """
    session.run("deletions.forget_prompts", id=id)
    session.run("deletions.rows_back", id=id, name="documents")
    session.run("deletions.files_back", id=id)
    session.run("deletions.tags_back", id=id)
    dependents = {each.table: each for each in _dependents(session)}
    for table in (each.name for each in tables.all_tables(session) if each.name in dependents):
        _, columns, key, is_part = dependents[table]
        if is_part:
            session.run("deletions.rows_back", id=id, name=table)
        else:
            names = {"table": table, "column": columns[0], "key": key}
            session.run_on("deletions.names_back", names, id=id, name=table)
    session.run("deletions.pairs_back", id=id)
    session.run("deletions.hand_pairs_over", id=id)


def restore_pair_times(session: Session, id: UUID) -> None:
    """Give the pairs of a restored document that are as they were the time of their verdict."""
    session.run("deletions.pair_times_back", id=id)


def remove(session: Session, id: UUID) -> None:
    """Take a restored document out of the bin."""
    session.run("deletions.delete", id=id)


def work_is_left(session: Session, days: int) -> bool:
    """Whether documents have been in the bin for more than `days`, or page files remain to be removed."""
    return bool(session.value("deletions.work_is_left", days=days))


def due(session: Session, days: int, limit: int) -> list[UUID]:
    """Documents that have been in the bin for more than `days`, locked until the transaction ends."""
    return session.values("deletions.due", days=days, limit=limit)


def series_ids(session: Session, ids: Sequence[UUID]) -> list[int]:
    """The series in which documents in the bin were, also those that no longer exist."""
    return session.values("deletions.series_ids", ids=list(ids))


def file_held_by(session: Session, series: Sequence[int]) -> str | None:
    """A living run that is summarising the file of one of these series."""
    found: str | None = session.value("deletions.file_held_by", series=list(series))
    return found


def kept(session: Session, ids: Sequence[UUID]) -> list[Any]:
    """The rows of documents in the bin, each as the bin has them."""
    return session.values("deletions.kept", ids=list(ids))


def purge(session: Session, ids: Sequence[UUID], series: Sequence[int]) -> None:
    """Remove the rows of documents in the bin, and what other rows quote of them. The digests of their content stay.

    `series` are those in which they were.
    """
    for name in _REMOVED:
        session.run(f"purges.{name}", ids=list(ids), series=list(series))


def delete_unused_answers(session: Session) -> None:
    """Delete the saved answers that neither documents, files, nor documents in the bin asked for."""
    session.run("purges.unused_answers")


def files_to_remove(session: Session, limit: int) -> list[RemainingFiles]:
    """The page files of documents that are gone for good."""
    return session.all("deletions.files_to_remove", RemainingFiles, limit=limit)


def set_files_removed(session: Session, ids: Sequence[UUID]) -> None:
    """The page files of documents that are gone for good were removed."""
    session.run("deletions.set_files_removed", ids=list(ids))

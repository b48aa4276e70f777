"""The bin: documents that a person deleted, with all their rows and files, until they go for good (see purge).

A deleted document is in no other table, so that nothing lists, counts, compares or processes it. Its page files stay
where they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from alfrd_luigi.corrections.acting import acting, hold
from alfrd_luigi.database import (
    corrections,
    deletions,
    documents,
    events,
    files,
    locks,
    pairs,
    regenerations,
    series,
    types,
)
from alfrd_luigi.database.deletions import Deleted
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, NotFoundError
from alfrd_luigi.memory.lessons import learn, unlearn
from alfrd_luigi.stages import duplicates, rerun


def delete(session: Session, ids: Collection[UUID], by: str) -> None:
    """Move documents to the bin: all of them or none.

    Raises NotFoundError, and BusyError if a living run holds one of them.
    """
    with acting(session):
        ids = sorted(set(ids))
        _hold(session, ids)
        act = corrections.begin(session, by, "delete", documents=list(map(str, ids)))
        for id in ids:
            _put(session, id, act)
            events.record(session, None, "document", id, "delete", act=act, by=by)


def restore(session: Session, ids: Collection[UUID], by: str) -> None:
    """Move documents from the bin back to the archive, as they were: all of them or none.

    Raises NotFoundError if one is not in the bin, and ConflictError if it was added again or its type is gone.
    """
    with acting(session):
        locks.hold_to_end(session, LockClass.SERIES, 0)
        ids = sorted(set(ids))
        times = {str(id): deletions.lock(session, id).deleted_at.isoformat() for id in ids}
        act = corrections.begin(session, by, "restore", documents=times)
        for id in ids:
            _take_out(session, id)
            events.record(session, None, "document", id, "restore", act=act, by=by)


def undelete(session: Session, details: Mapping[str, Any]) -> list[UUID]:
    """Undo a deletion, in the caller's transaction. Returns the documents, but for those that are gone for good."""
    locks.hold_to_end(session, LockClass.SERIES, 0)
    binned = [id for id in map(UUID, details["documents"]) if deletions.is_in_bin(session, id)]
    for id in binned:
        _take_out(session, id)
    return binned


def delete_again(session: Session, details: Mapping[str, Any]) -> list[UUID]:
    """Undo a restoration, in the caller's transaction. Returns the documents that had not been deleted since."""
    times = {UUID(id): datetime.fromisoformat(at) for id, at in details["documents"].items()}
    found = [id for id in times if documents.content_hash(session, id) is not None]
    _hold(session, found)
    for id in sorted(found):
        _put(session, id, None, times[id])
    return found


def _hold(session: Session, ids: Sequence[UUID]) -> None:
    """Lock documents, and the series. Raises NotFoundError and BusyError."""
    for id in sorted(ids):
        hold(session, id)
    locks.hold_to_end(session, LockClass.SERIES, 0)


def _put(session: Session, id: UUID, act: int | None, deleted_at: datetime | None = None) -> None:
    series_id = documents.series_of(session, id)
    copies = [each for each in pairs.group(session, [id]) if each != id]
    unlearn(session, id)
    deletions.put(session, id, act, deleted_at)
    duplicates.relink(session, copies)
    _mark_outdated(session, copies)
    if series_id is not None and not series.has_documents(session, series_id):
        deletions.keep_series(session, id, series_id)
        series.delete_empty(session, series_id)
    elif series_id is not None:
        files.mark_outdated(session, series_id)


def _take_out(session: Session, id: UUID) -> None:
    deleted = deletions.lock(session, id)
    _check(session, id, deleted)
    has_series = deleted.series_id is None or _has_series(session, deleted.series_id)
    if not has_series:
        deletions.forget_series(session, id)
    deletions.restore(session, id)
    if deleted.status == "filed":
        duplicates.link(session, duplicates.read(session, id))
        deletions.restore_pair_times(session, id)
    deletions.remove(session, id)
    learn(session, id)
    _use_earlier_summaries(session, pairs.group(session, [id]))
    if not has_series:
        rerun.redo(session, id, "file")
    elif deleted.series_id is not None:
        regenerations.renew(session, deleted.series_id, "a document came back")


def _check(session: Session, id: UUID, deleted: Deleted) -> None:
    """Raises ConflictError if the document cannot return."""
    same = documents.with_content(session, deleted.content_hash)
    if same is not None:
        raise ConflictError(
            f"document {id} was added again, as document {same}", f"To have the earlier one: alfrd delete {same}"
        )
    try:
        if deleted.document_type is not None:
            types.get(session, deleted.document_type)
    except NotFoundError as error:
        raise ConflictError(
            f"document {id} is of the type {deleted.document_type}, which is gone",
            "Add that type, then restore it",
        ) from error


def _has_series(session: Session, series_id: int) -> bool:
    """Whether the series exists, after it was restored if it was deleted."""
    return deletions.series_exists(session, series_id) or deletions.restore_series(session, series_id)


def _mark_outdated(session: Session, ids: Sequence[UUID]) -> None:
    for series_id in documents.series_among(session, ids):
        files.mark_outdated(session, series_id)


def _use_earlier_summaries(session: Session, ids: Sequence[UUID]) -> None:
    """Give the files of these documents the summaries that were made from the same documents, if there are some."""
    _mark_outdated(session, ids)
    for series_id in documents.series_among(session, ids):
        files.restore(session, series_id, datetime.now(UTC))

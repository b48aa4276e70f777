"""Removes documents from the bin for good: their rows, what other rows quote of them, and their page files.

The rows are gone, and that is committed, before the first page file is removed. A purge that is killed in between is
finished by the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from uuid import UUID

from alfrd_luigi.database import deletions, events, files, locks, series
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import BusyError, machine_trouble
from alfrd_luigi.search import index
from alfrd_luigi.search.index import written_in
from alfrd_luigi.triggers import Point, reached

_BATCH = 100
_BUSY = "Try again when that has ended"


def purge_due(session: Session, days: int) -> int:
    """Remove what has been in the bin for more than `days`. Returns the number of documents.

    Raises MachineError, SettingsError or ServiceError if page files cannot be removed now; the next run does it.
    """
    count = 0
    while batch := _purge_batch(session, days):
        count += batch
    remove_files(session)
    return count


def purge(session: Session, ids: Collection[UUID]) -> None:
    """Remove documents in the bin at once: all of them or none.

    Raises NotFoundError, BusyError while a living run summarises a file in which one of them was, and the errors of
    `purge_due`.
    """
    with session.transaction():
        ids = sorted(set(ids))
        locks.hold_to_end(session, LockClass.SERIES, 0)
        for id in ids:
            deletions.lock(session, id)
        if run := deletions.file_held_by(session, deletions.series_ids(session, ids)):
            raise BusyError(f"a file of these documents is being summarised by run {run}", _BUSY)
        _remove_rows(session, ids)
    reached(Point.PURGED)
    remove_files(session)


def remove_files(session: Session) -> None:
    """Remove the page files of documents that are gone for good. Raises the errors of the page store."""
    if not (remaining := deletions.files_to_remove(session, _BATCH)):
        return
    store = OwnedPageStore(page_store(), session)
    store.verify()  # in a place that is not the archive's, every file would seem to be removed
    while remaining:
        for _, keys in remaining:
            with machine_trouble():
                store.delete(keys)
        reached(Point.FILES_REMOVED)
        deletions.set_files_removed(session, [document for document, _ in remaining])
        remaining = deletions.files_to_remove(session, _BATCH)


def _purge_batch(session: Session, days: int) -> int:
    with session.transaction():
        locks.hold_to_end(session, LockClass.SERIES, 0)
        ids = deletions.due(session, days, _BATCH)
        if ids:
            _remove_rows(session, ids)
    if ids:
        reached(Point.PURGED)
    return len(ids)


def _remove_rows(session: Session, ids: Sequence[UUID]) -> None:
    members_of, quoted = (
        deletions.series_ids(session, ids),
        list(chain.from_iterable(map(written_in, deletions.kept(session, ids)))),
    )
    deletions.purge(session, ids, members_of)
    for series_id in members_of:
        series.take_common_name(session, series_id)  # the name may have been that of these documents only
        if file := files.of_series(session, series_id):
            events.record(session, None, "file", file, "purged")
    events.record(session, None, "inbox", "bin", "purged", documents=len(ids))
    deletions.delete_unused_answers(session)
    index.forget(session, members_of, quoted)
    reached(Point.PURGE_WRITTEN)

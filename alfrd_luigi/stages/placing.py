"""Puts a document in a series: its tag, and the file that collects the series."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import documents, files, stage_results
from alfrd_luigi.database.series import Series
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages.graph import READING, series_read

_TAG_LENGTH = 64


def describe(session: Session, id: UUID, row: Series) -> None:
    """Give the document the tag of the series, and the series its file."""
    tag = f"series:{row.id}:{row.entity_key.replace(' ', '-')}"[:_TAG_LENGTH]
    documents.tag_series(session, id, tag)
    files.create(session, row.id, [tag], row.title)


def move(session: Session, id: UUID, row: Series | None) -> None:
    """Move a filed document to a series, or to none. The caller holds the lock of the series.

    The files of the old and the new series become outdated.
    """
    before = documents.series_of(session, id)
    documents.untag_series(session, id)
    documents.set_series(session, id, row.id if row else None)
    _read_anew(session, id)
    if row is not None:
        describe(session, id, row)
    for series_id in sorted(each for each in {before, row and row.id} if each is not None):
        files.mark_outdated(session, series_id)


def _read_anew(session: Session, id: UUID) -> None:
    """Forget what the former series read. The document waits for the reading by the new one, if that reads."""
    stage_results.delete(session, id, [READING])
    documents.derive(session, id)
    documents.set_awaiting(session, id, is_read=series_read())

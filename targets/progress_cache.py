"""The progress of documents, read once while tasks are scheduled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from alfrd_luigi.database import stage_results
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.stage_results import Progress


class _Looks(threading.local):
    found: dict[UUID, Progress] | None = None


_looks = _Looks()


@contextmanager
def once() -> Iterator[None]:
    """Inside the block, this thread reads each document's progress once.

    Stale entries are safe: completion is final, so at worst a finished task is scheduled and checks again.
    """
    _looks.found = {}
    try:
        yield
    finally:
        _looks.found = None


def progress(session: Session, id: UUID) -> Progress:
    """The progress of the document. Raises NotFoundError."""
    if _looks.found is None:
        return stage_results.progress(session, id)
    if id not in _looks.found:
        _looks.found[id] = stage_results.progress(session, id)
    return _looks.found[id]

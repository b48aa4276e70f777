"""Where documents stand, looked up once while tasks are scheduled."""

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
    """In the block this thread looks up each document once.

    What has ended meanwhile is scheduled in vain, which costs a look when it is run; what is said to have ended has.
    """
    _looks.found = {}
    try:
        yield
    finally:
        _looks.found = None


def progress(session: Session, id: UUID) -> Progress:
    """Where the document stands; raises NotFoundError."""
    if _looks.found is None:
        return stage_results.progress(session, id)
    if id not in _looks.found:
        _looks.found[id] = stage_results.progress(session, id)
    return _looks.found[id]

"""An act of a person: one transaction, and the documents that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from alfrd_luigi.database import documents
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError
from alfrd_luigi.triggers import Point, reached


@contextmanager
def acting(session: Session) -> Iterator[None]:
    """The transaction of an act."""
    with session.transaction():
        yield
        reached(Point.CORRECTION_WRITTEN)
    reached(Point.CORRECTED)


def hold(session: Session, id: UUID) -> documents.Locked:
    """Lock a document until the transaction ends. Raises NotFoundError, and BusyError if a living run processes it."""
    locked = documents.lock(session, id)
    if locked.held_by is not None:
        raise BusyError(f"document {id} is being processed by run {locked.held_by}", "Try again when that has ended")
    return locked

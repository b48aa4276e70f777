"""PostgreSQL advisory locks, as (class, key) pairs. They belong to a session, and vanish with its process.

Class 1 is the class of runs: migration 0001 knows it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from alfrd_luigi.database.session import Session


class LockClass(IntEnum):
    """The first key of a lock: what kind of thing the second key numbers."""

    RUN = 1
    SUMMARIZER = 2  # key: document_types.number
    CLASSIFIER = 3  # key: 0
    SERIES = 4  # key: 0
    BUDGET = 5  # key: 0
    # key: from 0, so many as there are slots
    TEXTRACT_SLOT = 6
    BEDROCK_SLOT = 7
    FILE_GENERATION_SLOT = 8


def try_lock(session: Session, lock_class: LockClass, key: int) -> bool:
    """Take the lock if it is free."""
    return bool(session.value("locks.try_lock", lock_class=int(lock_class), key=key))


def try_any(session: Session, lock_class: LockClass, count: int) -> int | None:
    """Take a free one of the locks with the keys from 0 to `count` - 1; its key, None when all are held."""
    key: int | None = session.value("locks.try_any", lock_class=int(lock_class), last=count - 1)
    return key


def unlock(session: Session, lock_class: LockClass, key: int) -> None:
    """Give the lock back."""
    session.value("locks.unlock", lock_class=int(lock_class), key=key)


def wait_until_free(session: Session, lock_class: LockClass, key: int) -> None:
    """Wait, without a time limit, until nobody holds the lock; it is not kept."""
    session.value("locks.lock", lock_class=int(lock_class), key=key)
    unlock(session, lock_class, key)


def hold_to_end(session: Session, lock_class: LockClass, key: int) -> None:
    """Wait for the lock and hold it until the transaction ends."""
    session.value("locks.lock_to_end", lock_class=int(lock_class), key=key)


def is_free(session: Session, lock_class: LockClass, key: int) -> bool:
    """Whether nobody holds the lock at this moment."""
    return not session.value("locks.is_held", lock_class=int(lock_class), key=key)


@contextmanager
def held_if_free(session: Session, lock_class: LockClass, key: int) -> Iterator[bool]:
    """Hold the lock inside the block when it is free; the block is told whether it is."""
    taken = try_lock(session, lock_class, key)
    try:
        yield taken
    finally:
        # A lost connection has already released it.
        if taken and not session.closed:
            unlock(session, lock_class, key)

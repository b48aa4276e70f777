"""PostgreSQL advisory locks, as (class, key) pairs. They belong to a session, and end with its process.

A lock that is held during a call is doubled by a lock file on this machine, so that it survives a lost connection (see
file_locks). Class 1 is the class of runs; migration 0001 uses it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from alfrd_luigi.database import file_locks
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DatabaseError


class LockClass(IntEnum):
    """The first key of a lock: the kind of thing that the second key numbers."""

    RUN = 1
    SUMMARIZER = 2  # key: document_types.number
    CLASSIFIER = 3  # key: 0
    SERIES = 4  # key: 0
    BUDGET = 5  # key: 0
    # key: from 0 to the number of slots - 1
    TEXTRACT_SLOT = 6
    BEDROCK_SLOT = 7
    FILE_GENERATION_SLOT = 8
    SCHEMA = 9  # key: 0; shared by runs, exclusive for a migration
    CHECK = 10  # key: random; see requirements
    SEARCH = 11  # key: 0 while the words of documents are brought up to date, 1 while some are written
    SERIES_PROMPT = 12  # key: series.id
    DRIFT = 13  # key: 0 while a model is checked

    @property
    def kind(self) -> str:
        """The name of the class in messages and in the names of lock files."""
        return self.name.lower()


def of_series_prompt(series_id: int) -> tuple[LockClass, int]:
    """The lock of the prompt of a series. A key has 32 bits, the number of a series has 64: two series may share a
    lock, which does no harm.
    """
    return LockClass.SERIES_PROMPT, series_id & 0x7FFFFFFF


def try_lock(session: Session, lock_class: LockClass, key: int) -> bool:
    """Take the lock if it is free."""
    return bool(session.value("locks.try_lock", lock_class=int(lock_class), key=key))


def unlock(session: Session, lock_class: LockClass, key: int) -> None:
    """Release the lock."""
    session.value("locks.unlock", lock_class=int(lock_class), key=key)


def hold_to_end(session: Session, lock_class: LockClass, key: int) -> None:
    """Wait for the lock and hold it until the transaction ends. Raises DatabaseAwayError if that takes too long."""
    session.value("locks.lock_to_end", lock_class=int(lock_class), key=key)


def hold_to_end_if_free(session: Session, lock_class: LockClass, key: int) -> bool:
    """Hold the lock until the transaction ends if it is free. Returns whether it is held."""
    return bool(session.value("locks.try_to_end", lock_class=int(lock_class), key=key))


def is_free(session: Session, lock_class: LockClass, key: int) -> bool:
    """Whether the lock is free at this moment."""
    is_held = session.value("locks.is_held", lock_class=int(lock_class), key=key)
    return not is_held and file_locks.is_free(_name(lock_class, key))


@contextmanager
def held_if_free(session: Session, lock_class: LockClass, key: int) -> Iterator[bool]:
    """Hold the lock inside the block if it is free. The block gets whether it is held."""
    with file_locks.held_if_free([_name(lock_class, key)]) as is_free_here:
        taken = is_free_here and try_lock(session, lock_class, key)
        try:
            yield taken
        finally:
            if taken:
                _give_back(session, lock_class, key)


@contextmanager
def any_held_if_free(session: Session, lock_class: LockClass, count: int, first: int = 0) -> Iterator[bool]:
    """Hold one of the locks with the keys 0 to `count` - 1 inside the block, which gets whether one was free.

    The key `first` is tried first. The file lock may use a different key; both kinds allow `count` holders.
    """
    names = [_name(lock_class, (first + step) % count) for step in range(count)]
    with file_locks.held_if_free(names) as is_free_here:
        asked = {"lock_class": int(lock_class), "first": first, "count": count}
        key = session.value("locks.try_any", **asked) if is_free_here else None
        try:
            yield key is not None
        finally:
            if key is not None:
                _give_back(session, lock_class, key)


def _give_back(session: Session, lock_class: LockClass, key: int) -> None:
    try:
        if not session.closed:
            unlock(session, lock_class, key)
    except DatabaseError:
        if not session.closed:  # a lost connection has released it, and the work done under the lock still counts
            raise


def _name(lock_class: LockClass, key: int) -> str:
    return f"{lock_class.kind}-{key}"

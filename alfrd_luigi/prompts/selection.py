"""A person's decisions about prompts: which version is active, and whether it may be challenged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alfrd_luigi.database import events, locks, prompts, trials, types
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.prompts import ActivePrompt, Key
from alfrd_luigi.database.session import Session


def roll_back(session: Session, key: Key, version: int) -> int:
    """Make a version active, and pin it so that it is not challenged at once. Returns the version that it replaces.

    Raises NotFoundError if the key or the version does not exist.
    """
    with _deciding(session, key) as active:
        chosen = prompts.version(session, key, version)
        if chosen == active.id:
            prompts.pin(session, active.id, pinned=True)
        else:
            prompts.swap(session, active.id, chosen, pinned=True)
        _withdraw(session, key, "a person chose the active version")
        events.record(session, None, "prompt", str(key), "rolled back", version=active.version, to=version)
    return active.version


def pin(session: Session, key: Key, *, pinned: bool) -> int:
    """Pin the active version, which ends trials against it, or unpin it. Returns the version number."""
    with _deciding(session, key) as active:
        prompts.pin(session, active.id, pinned)
        if pinned:
            _withdraw(session, key, "a person pinned the active version")
        events.record(session, None, "prompt", str(key), "pinned" if pinned else "unpinned", version=active.version)
    return active.version


def activated(_session: Session, _key: Key, _prompt_id: int, _reason: str) -> None:
    """Follow up that another version is active."""


def _withdraw(session: Session, key: Key, reason: str) -> None:
    for purpose in ("challenge", "return"):
        trial = trials.open_of_key(session, key, purpose)
        if trial is not None:
            trials.close(session, trial.id, "withdrawn", reason)


@contextmanager
def _deciding(session: Session, key: Key) -> Iterator[ActivePrompt]:
    """One transaction under the key's lock, which trials take too. The block gets the active version, locked."""
    with session.transaction():
        lock = lock_of(session, key)
        if lock is not None:
            locks.hold_to_end(session, *lock)
        yield prompts.lock_active(session, key)


def lock_of(session: Session, key: Key) -> tuple[LockClass, int] | None:
    """The advisory lock of a key that evolves; a summariser has that of its type. None for a key without one."""
    if key.document_type is not None:
        return LockClass.SUMMARIZER, types.get(session, key.document_type).number
    return (LockClass.CLASSIFIER, 0) if key.kind == "classifier" else None

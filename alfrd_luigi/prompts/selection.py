"""A person's decisions about prompts: which version is active, and whether it may be challenged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alfrd_luigi.database import events, locks, prompts, types
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.prompts import ActivePrompt
from alfrd_luigi.database.session import Session


def roll_back(session: Session, kind: str, document_type: str | None, version: int) -> int:
    """Make a version active, and pin it so that it is not challenged at once. Returns the version that it replaces.

    Raises NotFoundError if the key or the version does not exist.
    """
    with _deciding(session, kind, document_type) as active:
        chosen = prompts.version(session, kind, document_type, version)
        if chosen == active.id:
            _pin(session, active, pinned=True)
        else:
            prompts.swap(session, active.id, chosen, pinned=True)
        _record(session, kind, document_type, "rolled back", version=active.version, to=version)
    return active.version


def pin(session: Session, kind: str, document_type: str | None, *, pinned: bool) -> int:
    """Pin the active version: it is not challenged, and wins its trial. Or unpin it. Returns the version number."""
    with _deciding(session, kind, document_type) as active:
        _pin(session, active, pinned=pinned)
        _record(session, kind, document_type, "pinned" if pinned else "unpinned", version=active.version)
    return active.version


@contextmanager
def _deciding(session: Session, kind: str, document_type: str | None) -> Iterator[ActivePrompt]:
    """One transaction under the key's lock, which evolution takes too. The block gets the active version, locked."""
    with session.transaction():
        if document_type is not None:
            locks.hold_to_end(session, LockClass.SUMMARIZER, types.get(session, document_type).number)
        elif kind == "classifier":
            locks.hold_to_end(session, LockClass.CLASSIFIER, 0)
        yield prompts.lock_active(session, kind, document_type)


def _pin(session: Session, active: ActivePrompt, *, pinned: bool) -> None:
    if pinned:
        prompts.end_trial(session, active.id)
    prompts.pin(session, active.id, pinned)


def _record(session: Session, kind: str, document_type: str | None, event: str, **details: int) -> None:
    events.record(session, None, "prompt", prompts.key_of(kind, document_type), event, **details)

"""Prompts: versions of a key (kind, document_type), exactly one of them active."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError

# A version is judged by so many of its newest results.
_NEWEST = 200


class ActivePrompt(NamedTuple):
    """The active version of a key. `score` is the mean of its newest `scored` results, `incumbent_score` that of the
    version which it challenges or has challenged; 0 without results. `document_type` is that of the key."""

    id: int
    document_type: str | None
    version: int
    text: str
    on_trial: bool
    is_pinned: bool
    incumbent_id: int | None
    score: float
    scored: int
    incumbent_score: float


class PromptVersion(NamedTuple):
    """A version of a key with the mean score, 0 to 1, of its results for so many documents."""

    id: int
    kind: str
    document_type: str | None
    version: int
    active: bool
    on_trial: bool
    pinned: bool
    origin: str
    score: float | None
    documents: int
    text: str
    created_at: datetime


def seed(session: Session, kind: str, document_type: str | None, text: str, origin: str) -> None:
    """Make version 1 of a key that has no version."""
    session.run("prompts.seed", kind=kind, document_type=document_type, text=text, origin=origin)


def active(session: Session, kind: str, document_type: str | None, document: UUID | None = None) -> ActivePrompt:
    """The active version of a key, or the one that a document is read with; raises NotFoundError."""
    key = {"kind": kind, "document_type": document_type, "document": document}
    row = session.one("prompts.active", ActivePrompt, **key, newest=_NEWEST)
    if row is None:
        raise NotFoundError(
            f"no active {kind} prompt for {document_type or document or 'all types'}",
            "See them with: alfrd prompts list",
        )
    return row


def lock_active(session: Session, kind: str, document_type: str | None) -> ActivePrompt:
    """The active version as `active` gives it, its row locked until the transaction ends."""
    session.run("prompts.lock_active", kind=kind, document_type=document_type)
    return active(session, kind, document_type)


def suggestions(session: Session, id: int) -> list[str]:
    """Untried suggestions that this version's newest scorings brought, the worst result's first."""
    return [suggestion.strip() for suggestion in session.values("prompts.suggestions", id=id, newest=_NEWEST)]


def challenge(session: Session, incumbent: int, text: str) -> bool:
    """Put `text` on trial in the incumbent's place; False when the incumbent is not active."""
    if session.run("prompts.deactivate", id=incumbent) == 0:
        return False
    return session.run("prompts.insert_challenger", incumbent=incumbent, text=text) == 1


def swap(session: Session, current: int, successor: int, pinned: bool) -> bool:
    """Make an older version active in the current one's place; False when that is no longer active."""
    if session.run("prompts.deactivate", id=current) == 0:
        return False
    return session.run("prompts.activate", id=successor, pinned=pinned) == 1


def end_trial(session: Session, id: int) -> None:
    """The version stays."""
    session.run("prompts.end_trial", id=id)


def pin(session: Session, id: int, pinned: bool) -> None:
    """Keep the version from being challenged, or allow it again."""
    session.run("prompts.pin", id=id, pinned=pinned)


def score(session: Session, id: int, document_id: UUID, score: float, suggestion: str | None) -> None:
    """Record what this version's result for a document is worth, 0 to 1, and what was suggested."""
    session.run("prompts.score", prompt_id=id, document_id=document_id, score=score, suggestion=suggestion)


def listing(session: Session, kind: str | None = None, document_type: str | None = None) -> list[PromptVersion]:
    """Every version, or those of one kind or type."""
    return session.all("prompts.list", PromptVersion, kind=kind, document_type=document_type)


def version(session: Session, kind: str, document_type: str | None, version: int) -> int:
    """The id of a version; raises NotFoundError."""
    id: int | None = session.value("prompts.version", kind=kind, document_type=document_type, version=version)
    if id is None:
        key = f"{kind} {document_type}" if document_type else kind
        raise NotFoundError(f"there is no version {version} of {key}", "See the versions with: alfrd prompts list")
    return id

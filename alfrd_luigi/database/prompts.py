"""Prompts: versions of a key (kind, document_type, series_id), exactly one of them active."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError

# A version is judged by this many of its newest results.
_NEWEST = 200


class ActivePrompt(NamedTuple):
    """The active version of a key. `score` is the mean of its newest `scored` results, `incumbent_score` the mean of
    the version that it challenges or has challenged; 0 without results. `document_type` is that of the key.
    """

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
    """A version of a key with the mean score, 0 to 1, of its results for `scored` documents."""

    id: int
    kind: str
    document_type: str | None
    series_id: int | None
    version: int
    active: bool
    on_trial: bool
    pinned: bool
    origin: str
    score: float | None
    documents: int
    text: str
    created_at: datetime


class Incumbent(NamedTuple):
    """The number of the version that a version challenges or has challenged."""

    id: int
    version: int


class WorstResult(NamedTuple):
    """A result of a version with a low score, and what the scoring suggested."""

    id: int
    document_id: UUID
    name: str | None
    score: float
    suggestion: str | None


def seed(session: Session, kind: str, document_type: str | None, text: str, origin: str) -> None:
    """Insert version 1 of a key that has no version."""
    session.run("prompts.seed", kind=kind, document_type=document_type, text=text, origin=origin)


def active(session: Session, kind: str, document_type: str | None, document: UUID | None = None) -> ActivePrompt:
    """The active version of a key, or of the key that applies to a document. Raises NotFoundError."""
    key = {"kind": kind, "document_type": document_type, "document": document}
    row = session.one("prompts.active", ActivePrompt, **key, newest=_NEWEST)
    if row is None:
        raise NotFoundError(
            f"no active {kind} prompt for {document_type or document or 'all types'}",
            "See them with: alfrd prompts list",
        )
    return row


def lock_active(session: Session, kind: str, document_type: str | None) -> ActivePrompt:
    """The active version like `active`, with its row locked until the transaction ends."""
    session.run("prompts.lock_active", kind=kind, document_type=document_type)
    return active(session, kind, document_type)


def suggestions(session: Session, id: int) -> list[str]:
    """Untried suggestions from this version's newest scorings, that of the worst result first."""
    return [suggestion.strip() for suggestion in session.values("prompts.suggestions", id=id, newest=_NEWEST)]


def challenge(session: Session, incumbent: int, text: str) -> bool:
    """Put `text` on trial in place of the incumbent. Returns False if the incumbent is no longer active."""
    if session.run("prompts.deactivate", id=incumbent) == 0:
        return False
    return session.run("prompts.insert_challenger", incumbent=incumbent, text=text) == 1


def swap(session: Session, current: int, successor: int, pinned: bool) -> bool:
    """Make another version active in place of the current one. Returns False if the current one is no longer active."""
    if session.run("prompts.deactivate", id=current) == 0:
        return False
    return session.run("prompts.activate", id=successor, pinned=pinned) == 1


def end_trial(session: Session, id: int) -> None:
    """End the trial: the version stays active."""
    session.run("prompts.end_trial", id=id)


def pin(session: Session, id: int, pinned: bool) -> None:
    """Pin the version, which prevents challenges, or unpin it."""
    session.run("prompts.pin", id=id, pinned=pinned)


def score(session: Session, id: int, document_id: UUID, score: float, suggestion: str | None) -> None:
    """Record the score, 0 to 1, of this version's result for a document, and the suggestion."""
    session.run("prompts.score", prompt_id=id, document_id=document_id, score=score, suggestion=suggestion)


def key_of(kind: str, document_type: str | None, series_id: int | None = None) -> str:
    """The key as text, under which events of a prompt are recorded: `classifier`, `summarizer:receipt`, or with the
    number of a series.
    """
    of = document_type or series_id
    return f"{kind}:{of}" if of else kind


def listing(session: Session, kind: str | None = None, document_type: str | None = None) -> list[PromptVersion]:
    """Every version, or those of one kind or type."""
    return session.all("prompts.list", PromptVersion, kind=kind, document_type=document_type)


def version(session: Session, kind: str, document_type: str | None, version: int) -> int:
    """The id of a version. Raises NotFoundError."""
    id: int | None = session.value("prompts.version", kind=kind, document_type=document_type, version=version)
    if id is None:
        key = f"{kind} {document_type}" if document_type else kind
        raise NotFoundError(f"there is no version {version} of {key}", "See the versions with: alfrd prompts list")
    return id


def incumbents(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """The number of the version that each of these versions challenges or has challenged."""
    return dict(session.all("prompts.incumbents", Incumbent, ids=list(ids)))


def worst(session: Session, ids: Sequence[int], limit: int) -> list[WorstResult]:
    """Up to `limit` results of each of these versions that have the lowest scores, below 1."""
    return session.all("prompts.worst", WorstResult, ids=list(ids), limit=limit)

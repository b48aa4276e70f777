"""Proposals: attempts to find a better version of a prompt, which become candidates or are refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import settings

# Of what went wrong with a version, the newest count.
_NEWEST = 200

State = Literal["challenged", "refused", "failed", "exhausted", "superseded"]


class Proposal(NamedTuple):
    """An attempt to improve version `incumbent` of a key. `usd` is what its calls cost, or may have cost."""

    id: UUID
    incumbent: int
    cause: str | None
    state: str
    candidate: int | None
    reason: str | None
    opened_at: datetime
    closed_at: datetime | None
    usd: Decimal


class Studied(NamedTuple):
    """What a version answered about a document of the clinic, and what is known of it.

    `words` are those of persons, by the names of values. `score` and `remark` are the scorer's, None if it gave none.
    """

    document_id: UUID
    answer: dict[str, Any]
    words: dict[str, Any]
    score: float | None
    remark: str | None


def due(session: Session, run: str, limit: int, key: Key | None = None) -> list[Key]:
    """Up to `limit` keys for which this run may propose a version; with a key, that one or none.

    The active version of such a key is not pinned and has no challenger, and something went wrong that was not tried:
    its scores are low, or persons corrected what it found in documents of the clinic.
    """
    only = dict.fromkeys(Key._fields) if key is None else key._asdict()
    low = {"least_scored": settings().min_documents_for_scoring, "ceiling": settings().prompt_score_ceiling}
    return session.all("proposals.due", Key, run=run, limit=limit, **low, **only)


def open(session: Session, key: Key) -> UUID | None:
    """The open proposal for the active version of a key, perhaps a new one. None if the key has no active version."""
    found: UUID | None = session.value("proposals.open", **key._asdict())
    return found


def claim(session: Session, run: str, id: UUID) -> bool:
    """Claim an open proposal for the run, unless it rests or another living run holds it."""
    return session.run("proposals.claim", run=run, id=id) == 1


def hold(session: Session, run: str, id: UUID) -> Failures | None:
    """Lock the proposal for the transaction. Returns its earlier failures, or None if the run lost it."""
    return session.one("proposals.hold", Failures, run=run, id=id)


def release(session: Session, run: str, id: UUID) -> None:
    """Release the run's claim."""
    session.run("proposals.release", run=run, id=id)


def rest(session: Session, run: str, id: UUID, seconds: float) -> None:
    """Let the proposal rest, because nothing can be done now, and release it."""
    session.run("proposals.rest", run=run, id=id, seconds=seconds)


def defer(session: Session, run: str, id: UUID, failures: Failures, seconds: float) -> None:
    """Defer the proposal after a failure, and release it."""
    session.run("proposals.defer", run=run, id=id, seconds=seconds, **failures.counts)


def study(session: Session, run: str, id: UUID, cause: str, documents: Sequence[UUID]) -> bool:
    """Record the cause of the proposal, and the documents that are shown for it. Returns False if the run lost it."""
    if session.run("proposals.set_cause", run=run, id=id, cause=cause) == 0:
        return False
    session.run("proposals.forget_shown", id=id)
    session.run("proposals.show", id=id, documents=list(documents))
    return True


def close(
    session: Session, run: str, id: UUID, state: State, reason: str | None = None, candidate: int | None = None
) -> None:
    """Close a proposal that the run holds."""
    if state == "exhausted":
        session.run("proposals.forget_exhausted", id=id)
    session.run("proposals.close", run=run, id=id, state=state, reason=reason, candidate=candidate)


def refuse(session: Session, id: UUID, cause: str, reason: str) -> None:
    """Record that something else was tried beside an open proposal, and was refused."""
    session.run("proposals.refuse", id=id, cause=cause, reason=reason)


def tried(session: Session, incumbent: int) -> set[str]:
    """The causes that were tried for a version."""
    return set(session.values("proposals.tried", incumbent=incumbent))


def clinic(session: Session, incumbent: int, ceiling: float) -> list[Studied]:
    """Documents of the clinic of which persons spoke, or with a score below the ceiling; the newest words first."""
    return session.all("proposals.clinic", Studied, incumbent=incumbent, ceiling=ceiling, limit=_NEWEST)


def of_key(session: Session, key: Key) -> list[Proposal]:
    """The proposals for the versions of a key, the newest first."""
    return session.all("proposals.of_key", Proposal, **key._asdict())

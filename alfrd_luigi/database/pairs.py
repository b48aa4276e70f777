"""Pairs of documents: the same paper, alike, or distinct. What a person decided is never replaced by the program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Facts(NamedTuple):
    """The facts by which a document is compared with others."""

    document_type: str | None
    entity: str | None
    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    structured_data: dict[str, Any] | None
    text: str | None


class Candidate(NamedTuple):
    """A filed document that may be the same paper as another."""

    id: UUID
    document_type: str | None
    entity: str | None
    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    structured_data: dict[str, Any] | None
    text: str | None

    @property
    def facts(self) -> Facts:
        """The facts by which it is compared."""
        return Facts(*self[1:])


class Verdict(NamedTuple):
    """A verdict, who gave it and why. `decided_at` is a time of UTC as PostgreSQL writes it."""

    verdict: str
    origin: str
    evidence: str
    decided_at: str


def facts(session: Session, id: UUID) -> Facts:
    """The facts of an existing document."""
    return session.only("pairs.paper", Facts, id=id)


def candidates(session: Session, id: UUID, of: Facts, sketch: Sequence[int], limit: int) -> list[Candidate]:
    """Filed documents that may be the same paper, up to `limit` by date and total and up to `limit` by their sketch.

    Those about which a person has decided are omitted.
    """
    by = {"document_date": of.document_date, "total_amount": of.total_amount, "sketch": list(sketch)}
    return session.all("pairs.candidates", Candidate, id=id, limit=limit, **by)


def set_sketch(session: Session, id: UUID, sketch: Sequence[int]) -> None:
    """Store the sketch by which the document is found as a candidate."""
    session.run("pairs.set_sketch", id=id, sketch=list(sketch))


def set_verdict(session: Session, one: UUID, other: UUID, verdict: str, origin: str, evidence: str) -> None:
    """Record that two documents are `same`, `alike` or `distinct`, as a `person` or the `machine` says."""
    told = {"verdict": verdict, "origin": origin, "evidence": evidence}
    session.run("pairs.set", one=one, other=other, **told)


def verdict(session: Session, one: UUID, other: UUID) -> Verdict | None:
    """The verdict on two documents."""
    return session.one("pairs.verdict", Verdict, one=one, other=other)


def withdraw(session: Session, one: UUID, other: UUID) -> None:
    """Remove the verdict on two documents, a person's or the program's."""
    session.run("pairs.withdraw", one=one, other=other)


def set_time(session: Session, one: UUID, other: UUID, of: Verdict) -> None:
    """Give the verdict on two documents the time of an earlier one, if it is the same."""
    session.run("pairs.set_time", one=one, other=other, **of._asdict())


def forget(session: Session, id: UUID) -> None:
    """Remove the verdicts about the document that no person gave."""
    session.run("pairs.forget", id=id)


def latter(session: Session, one: UUID, other: UUID) -> UUID:
    """Of two documents, the one that is not counted if they are the same paper."""
    found: UUID = session.value("pairs.latter", one=one, other=other)
    return found


def linked(session: Session, id: UUID) -> list[UUID]:
    """The documents that the program takes for the same paper as this one."""
    return session.values("pairs.linked", id=id)


def group(session: Session, ids: Sequence[UUID]) -> list[UUID]:
    """These documents and all filed ones that are the same paper, directly or through others."""
    return session.values("pairs.group", ids=list(ids))


def relink(session: Session, ids: Sequence[UUID]) -> None:
    """Derive anew which of these documents are the same paper because each is the same as a third one."""
    session.run("pairs.forget_links", ids=list(ids))
    left = set(ids)
    while left:
        linked = group(session, [left.pop()])
        left.difference_update(linked)
        session.run("pairs.link", ids=linked)


def hold(session: Session, ids: Sequence[UUID]) -> None:
    """Keep the documents from being filed until the transaction ends."""
    session.values("pairs.hold", ids=list(ids))

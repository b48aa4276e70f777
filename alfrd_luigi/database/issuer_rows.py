"""What the memory holds of issuers, as people see it: queries for many issuers at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Mark(NamedTuple):
    """A mark of an issuer as printed, and the document from which it was learnt; None for a person's alias."""

    issuer: UUID
    kind: str
    shown: str
    document: UUID | None


class Lesson(NamedTuple):
    """A value of a lesson: what a person says, and what the engine had found. `beside` is the label that stands by it.

    `kind` is set or approved.
    """

    issuer: UUID
    document: UUID
    field: str
    kind: str
    value: Any
    found: Any
    beside: str | None


class Uses(NamedTuple):
    """How often what an issuer's memory proposed for a field was taken, agreed with the page, or was wrong there."""

    issuer: UUID
    field: str
    taken: int
    agreed: int
    lost: int


class Papers(NamedTuple):
    """The papers of an issuer: their number, the newest ones, and the series with the newest ones."""

    issuer: UUID
    documents: int
    newest: list[UUID]
    series: list[int]


def marks(session: Session, ids: Sequence[UUID]) -> list[Mark]:
    """What identifies issuers."""
    return session.all("issuer_rows.marks", Mark, ids=list(ids))


def lessons(session: Session, ids: Sequence[UUID], limit: int | None) -> list[Lesson]:
    """The values learnt from the newest `limit` lessons of each issuer, or from all, the newest first."""
    return session.all("issuer_rows.lessons", Lesson, ids=list(ids), limit=limit)


def uses(session: Session, ids: Sequence[UUID] | None = None) -> list[Uses]:
    """The uses of the memory of these issuers, or of all, by issuer and field."""
    return session.all("issuer_rows.uses", Uses, ids=list(ids) if ids is not None else None)


def papers(session: Session, limit: int, series: int, ids: Sequence[UUID] | None = None) -> list[Papers]:
    """The papers of each of these issuers, or of all: lessons, those that its marks identify, those with its name.

    An issuer without papers is left out. Up to `limit` papers are named, and up to so many `series`.
    """
    only = list(ids) if ids is not None else None
    return session.all("issuer_rows.papers", Papers, limit=limit, series=series, ids=only)

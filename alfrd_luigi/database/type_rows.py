"""What the archive holds of each document type: queries for one type, or for all at once, because there are few."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class OfType(NamedTuple):
    """One of the newest documents of a type."""

    name: str
    document_id: UUID


class SeriesOfType(NamedTuple):
    """One of the series with the newest documents of a type, and the number of these documents."""

    name: str
    series_id: int
    documents: int


class Uncertain(NamedTuple):
    """The number of documents of a type that have an uncertain value."""

    name: str
    documents: int


def newest(session: Session, limit: int, type: str | None) -> list[OfType]:
    """The newest documents of a type, or of each, up to `limit`."""
    return session.all("type_rows.newest", OfType, limit=limit, type=type)


def series(session: Session, limit: int, type: str | None) -> list[SeriesOfType]:
    """The series of a type, or of each, up to `limit`, those with the newest documents first."""
    return session.all("type_rows.series", SeriesOfType, limit=limit, type=type)


def uncertain(session: Session, type: str | None) -> dict[str, int]:
    """How many documents of a type, or of each, have an uncertain value; types without any are left out."""
    return dict(session.all("type_rows.uncertain", Uncertain, type=type))

"""Series: recurring documents of one entity, unique on the normalised entity and the series type."""

from __future__ import annotations

from typing import NamedTuple

from alfrd_luigi.database.session import Session


class KnownSeries(NamedTuple):
    """A series that a document may be found to belong to."""

    entity: str
    series_type: str
    title: str
    frequency: str | None


class Series(NamedTuple):
    """A series; `entity_key` is its entity in normalised form."""

    id: int
    entity: str
    entity_key: str
    title: str


def known(session: Session, limit: int) -> list[KnownSeries]:
    """Series to reuse; those with the newest documents first."""
    return session.all("series.known", KnownSeries, limit=limit)


def find_or_create(session: Session, found: KnownSeries, entity_key: str) -> Series:
    """The series with this key of its entity and of this type."""
    return session.only("series.find_or_create", Series, entity_key=entity_key, **found._asdict())


def of_type(session: Session, series_type: str) -> list[Series]:
    """Every series of this type, the oldest first."""
    return session.all("series.of_type", Series, series_type=series_type)


def take_common_name(session: Session, id: int) -> None:
    """Name the series, and its file, as most of its documents name the entity."""
    session.run("series.take_common_name", id=id)

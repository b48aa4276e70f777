"""Series: recurring documents of one entity. A series is unique by its normalised entity and its type."""

from __future__ import annotations

from typing import NamedTuple

from alfrd_luigi.database.session import Session


class KnownSeries(NamedTuple):
    """A series to which a document may belong."""

    entity: str
    series_type: str
    title: str
    frequency: str | None


class Series(NamedTuple):
    """A series. `entity_key` is its normalised entity."""

    id: int
    entity: str
    entity_key: str
    title: str


def known(session: Session, limit: int) -> list[KnownSeries]:
    """Known series, those with the newest documents first."""
    return session.all("series.known", KnownSeries, limit=limit)


def find_or_create(session: Session, found: KnownSeries, entity_key: str) -> Series:
    """Find or create the series with this entity key and this type."""
    return session.only("series.find_or_create", Series, entity_key=entity_key, **found._asdict())


def of_type(session: Session, series_type: str) -> list[Series]:
    """Every series of this type, the oldest first."""
    return session.all("series.of_type", Series, series_type=series_type)


def take_common_name(session: Session, id: int) -> None:
    """Name the series and its file after the entity name that most of its documents have."""
    session.run("series.take_common_name", id=id)

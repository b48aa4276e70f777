"""Series: recurring documents of one entity, unique on the normalised entity and the series type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alfrd_luigi.database.session import Row, Session


def known(session: Session, limit: int) -> list[Row]:
    """Series to reuse: entity, series_type, title, frequency; those with the newest documents first."""
    return session.all("series.known", limit=limit)


def find_or_create(session: Session, series: Mapping[str, Any]) -> Row:
    """The id, entity_key and title of the series with this entity_key and series_type."""
    row = session.one("series.find_or_create", **series)
    return row or {}


def listing(session: Session) -> list[Row]:
    """Every series with its file and the number of its filed documents."""
    return session.all("series.list")


def of_type(session: Session, series_type: str) -> list[Row]:
    """The id, entity, entity_key and title of every series of this type, the oldest first."""
    return session.all("series.of_type", series_type=series_type)


def take_common_name(session: Session, id: int) -> None:
    """Name the series, and its file, as most of its documents name the entity."""
    session.run("series.take_common_name", id=id)

"""Series: recurring documents of one entity.

A series is unique by its normalised entity, its type, and its account, which is empty if it has none.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class KnownSeries(NamedTuple):
    """A series to which a document may belong."""

    entity: str
    series_type: str
    title: str
    frequency: str | None


class Series(NamedTuple):
    """A series. `entity_key` is its normalised entity; `title` names its account, too."""

    id: int
    entity: str
    entity_key: str
    account: str
    title: str


def known(session: Session, limit: int) -> list[KnownSeries]:
    """Known series, those with the newest documents first. Series that differ only by their account are one."""
    return session.all("series.known", KnownSeries, limit=limit)


def find_or_create(session: Session, found: KnownSeries, entity_key: str, account: str = "") -> Series:
    """Find or create the series with this entity key, type and account (in its normalised form)."""
    key = {"entity_key": entity_key, "account": account}
    return session.only("series.find_or_create", Series, **key, **found._asdict())


def of_type(session: Session, series_type: str) -> list[Series]:
    """Every series of this type, the oldest first."""
    return session.all("series.of_type", Series, series_type=series_type)


def of_same_paper(session: Session, id: UUID, series_type: str) -> Series | None:
    """The series of this type in which the same paper as this document is filed."""
    return session.one("series.of_same_paper", Series, id=id, series_type=series_type)


def fields_of_members(session: Session, id: int, limit: int) -> list[dict[str, Any] | None]:
    """The fields of the newest filed documents of a series."""
    return session.values("series.fields_of_members", id=id, limit=limit)


def has_documents(session: Session, id: int) -> bool:
    """Whether a document belongs to the series."""
    return bool(session.value("series.has_documents", id=id))


def delete_empty(session: Session, id: int) -> bool:
    """Delete the series and its file if no document belongs to it. Returns whether it did."""
    return session.run("series.delete_empty", id=id) == 1


def set_account(session: Session, id: int, account: str) -> Series:
    """Give the series an account, or one that says more. Its file is named after it."""
    return session.only("series.set_account", Series, id=id, account=account)


def take_common_name(session: Session, id: int) -> None:
    """Name the series and its file after the entity name that most of its documents have."""
    session.run("series.take_common_name", id=id)

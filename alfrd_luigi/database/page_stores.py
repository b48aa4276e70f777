"""The page store of this archive, as recorded in the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Owned(NamedTuple):
    """`id` is the id in the store's marker, `registrations` the number of documents ever registered."""

    id: UUID
    registrations: int


class StoredPage(NamedTuple):
    """A recorded page file; `size` is in bytes."""

    key: str
    size: int


def owned(session: Session) -> Owned | None:
    """The store of this archive; None before one was marked."""
    return session.one("page_stores.owned", Owned)


def is_known(session: Session) -> bool:
    """Whether the schema, which may be older, has the table."""
    return bool(session.value("page_stores.is_known"))


def own(session: Session, id: UUID, *, instead_of: UUID | None) -> bool:
    """Make the store with this id the archive's. Returns False if another process has just recorded a store."""
    return session.run("page_stores.own", id=id, instead_of=instead_of) == 1


def count_registration(session: Session) -> None:
    """Count a document that is being registered, in its transaction."""
    session.run("page_stores.count_registration")


def newest_files(session: Session, limit: int) -> list[StoredPage]:
    """The files of the newest documents."""
    return session.all("page_stores.newest_files", StoredPage, limit=limit)


def unregistered(session: Session, keys: Iterable[str]) -> list[str]:
    """The keys that belong to no document."""
    return session.values("page_stores.unregistered", keys=list(keys))

"""The page store that belongs to this archive, as the database knows it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Row, Session


class Owned(NamedTuple):
    """`id` is that of the store's marker, `registrations` the number of documents ever registered."""

    id: UUID
    registrations: int


def owned(session: Session) -> Owned | None:
    """The store of this archive; None before one was marked."""
    row = session.one("page_stores.owned")
    return Owned(**row) if row is not None else None


def is_known(session: Session) -> bool:
    """Whether the schema, which may be older, has the table."""
    return bool(session.value("page_stores.is_known"))


def own(session: Session, id: UUID, *, instead_of: UUID | None) -> bool:
    """Let the store of this id be the archive's; False when another process has just named one."""
    return session.run("page_stores.own", id=id, instead_of=instead_of) == 1


def count_registration(session: Session) -> None:
    """A document is being registered; in its transaction."""
    session.run("page_stores.count_registration")


def newest_files(session: Session, limit: int) -> list[Row]:
    """The files of the documents registered last: key, size in bytes."""
    return session.all("page_stores.newest_files", limit=limit)

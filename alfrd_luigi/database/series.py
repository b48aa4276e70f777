"""Series: recurring documents of one entity.

A series is unique by its normalised entity, its type, and its account, which is empty if it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError

# The ids of series are numbers of 64 bits.
_DIGITS = 19
# The most series that a message lists.
_NAMED = 5


class KnownSeries(NamedTuple):
    """A series to which a document may belong."""

    entity: str
    series_type: str
    title: str
    frequency: str | None


class Series(NamedTuple):
    """A series. `entity_key` is its normalised entity; `title` is a person's, or names its account, too."""

    id: int
    entity: str
    entity_key: str
    account: str
    title: str
    merged_into: int | None


class Placement(NamedTuple):
    """Where a person wants a document: in a series, or in none."""

    series_id: int | None


class Titled(NamedTuple):
    """The title of a series."""

    id: int
    title: str


class Listed(NamedTuple):
    """A series as people see it. `is_named` says that a person named it.

    Each of `documents` has id, date, total, currency and entity; each of `merged` has id, title, entity and account.
    """

    id: int
    title: str
    entity: str
    series_type: str
    account: str
    frequency: str | None
    is_named: bool
    merged: list[dict[str, Any]]
    file_id: UUID | None
    file_status: str | None
    summary: str | None
    documents: list[dict[str, Any]]


def known(session: Session, limit: int) -> list[KnownSeries]:
    """Known series, those with the newest documents first. Series that differ only by their account are one."""
    return session.all("series.known", KnownSeries, limit=limit)


def find_or_create(session: Session, found: KnownSeries, entity_key: str, account: str = "") -> Series:
    """Find or create the series with this entity key, type and account (in its normalised form)."""
    key = {"entity_key": entity_key, "account": account}
    return session.only("series.find_or_create", Series, **key, **found._asdict())


def of_type(session: Session, series_type: str) -> list[Series]:
    """The series of this type that filing may choose, the oldest first. Those that were merged are among them."""
    return session.all("series.of_type", Series, series_type=series_type)


def of_same_paper(session: Session, id: UUID, series_type: str) -> Series | None:
    """The series of this type in which the same paper as this document is filed."""
    return session.one("series.of_same_paper", Series, id=id, series_type=series_type)


def fields_of_members(session: Session, id: int, limit: int) -> list[dict[str, Any] | None]:
    """The fields of the newest documents that filing put in a series."""
    return session.values("series.fields_of_members", id=id, limit=limit)


def has_documents(session: Session, id: int) -> bool:
    """Whether a document belongs to the series."""
    return bool(session.value("series.has_documents", id=id))


def delete_empty(session: Session, id: int) -> bool:
    """Delete the series and its file if nothing belongs to it or names it. Returns whether it did."""
    return session.run("series.delete_empty", id=id) == 1


def set_account(session: Session, id: int, account: str) -> Series:
    """Give the series an account, or one that says more. Its file is named after it."""
    return session.only("series.set_account", Series, id=id, account=account)


def take_common_name(session: Session, id: int) -> None:
    """Name the series and its file after the entity name that most of its documents have."""
    session.run("series.take_common_name", id=id)


def get(session: Session, id: int) -> Series:
    """A series. Raises NotFoundError."""
    found = session.one("series.by_id", Series, id=id)
    if found is None:
        raise _unknown(str(id))
    return found


def target(session: Session, row: Series) -> Series:
    """The series into which a series was merged, or itself."""
    return row if row.merged_into is None else get(session, row.merged_into)


def find(session: Session, name: str) -> Series:
    """The series with this id, or the only one whose title is `name` or contains it.

    Raises NotFoundError if there is none, or more than one, or if it was merged into another.
    """
    if name.isdecimal() and len(name) < _DIGITS and (row := session.one("series.by_id", Series, id=int(name))):
        if row.merged_into is not None:
            raise NotFoundError(f"series {name} is merged into series {row.merged_into}", "Name that one")
        return row
    found = session.all("series.titled", Series, part=name.strip()) if name.strip() else []
    equal = [each for each in found if each.title.lower() == name.strip().lower()]
    if len(equal) == 1 or len(found) == 1:
        return (equal or found)[0]
    if not found:
        raise _unknown(name)
    some = ", ".join(f"{each.id} {each.title}" for each in found[:_NAMED])
    raise NotFoundError(f"more than one series is called {name!r}: {some}", "Give its id, or more of its title")


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(f"no series has the id or title {name!r}", "See them with: alfrd series list")


def placement(session: Session, document: UUID) -> Placement | None:
    """Where a person wants the document; None if nobody said anything of it."""
    return session.one("series.placement", Placement, document_id=document)


def kind(session: Session, id: int) -> KnownSeries:
    """The entity, type, own title and frequency of a series, as filing found them."""
    return session.only("series.kind", KnownSeries, id=id)


def own_title(session: Session, id: int) -> str | None:
    """The name that a person gave the series."""
    found: str | None = session.value("series.own_title", id=id)
    return found


def titles(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The titles of those of these series that exist."""
    return {each.id: each.title for each in session.all("series.titles", Titled, ids=list(ids))}


def members(session: Session, ids: Sequence[int]) -> list[UUID]:
    """The documents of these series, by id."""
    return session.values("series.members", ids=list(ids))


def filed_since(session: Session, id: int, at: datetime) -> list[UUID]:
    """The documents that filing put in a series since then, locked until the transaction ends.

    Those that a run holds are left out.
    """
    return session.values("series.filed_since", id=id, at=at)


def set_own_title(session: Session, id: int, title: str | None) -> None:
    """Give the series and its file a person's name, or with None the name that filing found."""
    session.run("series.set_own_title", id=id, title=title)


def merge(session: Session, ids: Sequence[int], into: int) -> dict[str, int | None]:
    """Merge series, and those that were merged into them, into another.

    Returns what each was merged into before, by its id in decimal digits.
    """
    found: dict[str, int | None] = session.value("series.merge", ids=list(ids), into=into)
    return found


def unmerge(session: Session, id: int, into: int, before: int | None) -> bool:
    """Take back the merge of a series `into` another. Returns False if it is no longer merged into that."""
    return session.run("series.unmerge", id=id, into=into, before=before) == 1


def insert(session: Session, found: KnownSeries, entity_key: str, account: str, *, is_mixed: bool) -> Series:
    """A new series of a person's. Filing chooses it only if no other has its key and its accounts are not mixed."""
    key = {"entity_key": entity_key, "account": account, "is_mixed": is_mixed}
    return session.only("series.insert", Series, **key, **found._asdict())


def vacant(session: Session, series_type: str, entity_key: str, account: str) -> Series | None:
    """The series of this key, if no document is in it any more."""
    key = {"series_type": series_type, "entity_key": entity_key, "account": account}
    return session.one("series.vacant", Series, **key)


def is_by_hand(session: Session, id: int) -> bool:
    """Whether filing never chooses the series."""
    return bool(session.value("series.is_by_hand", id=id))


def listing(session: Session, id: int | None = None) -> list[Listed]:
    """The series with documents, or one series, by title."""
    return session.all("series.listing", Listed, id=id)

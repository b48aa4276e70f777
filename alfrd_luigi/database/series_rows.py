"""Series with their documents as people see them: queries for many series at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Head(NamedTuple):
    """A series. `is_named` says that a person named it; `documents` is the number of all its documents.

    Each of `merged`, the series that were merged into it, has id, title, entity and account. `statistics` are those of
    `files.statistics`.
    """

    id: int
    title: str
    entity: str
    series_type: str
    account: str
    frequency: str | None
    is_named: bool
    merged: list[dict[str, Any]]
    documents: int
    statistics: dict[str, Any]


class Member(NamedTuple):
    """A document of a series. `name` is that of its first file. Copies do not count; a balance is never added up."""

    series_id: int
    id: UUID
    registered_at: datetime
    status: str
    document_type: str | None
    title: str | None
    entity: str | None
    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    uncertain: list[str]
    name: str | None
    is_copy: bool
    is_balance: bool

    @property
    def is_counted(self) -> bool:
        """Whether the statistics of the series count the document."""
        return self.status == "filed" and not self.is_copy


class Listed(NamedTuple):
    """A series in a list. `documents` is the number of all its documents, `summary` that of its file.

    `days` are the newest dates of the counted documents. `amounts` are the newest of them that are of the kind of the
    last one, which is in `currency` and may be a balance (`is_balance`); both begin with the last.
    """

    id: int
    title: str
    entity: str
    series_type: str
    account: str
    frequency: str | None
    documents: int
    file_id: UUID | None
    file_status: str | None
    generated_at: datetime | None
    summary: str | None
    error: str | None
    days: list[date]
    amounts: list[Decimal]
    currency: str | None
    is_balance: bool


def heads(session: Session, ids: Sequence[int]) -> list[Head]:
    """Those of these series that exist, by id."""
    return session.all("series_rows.heads", Head, ids=list(ids))


def members(session: Session, ids: Sequence[int], limit: int | None) -> list[Member]:
    """The documents of these series, the newest dates first and those without a date last; up to `limit` of each."""
    return session.all("series_rows.members", Member, ids=list(ids), limit=limit)


def order(session: Session) -> list[int]:
    """The series with documents, by title."""
    return session.values("series_rows.order")


def listing(session: Session, newest: int, letters: int | None, ids: Sequence[int] | None = None) -> list[Listed]:
    """The series with documents, or these of them, by title: `newest` dates and amounts, `letters` of the summary.

    Without `letters`, the summary is whole.
    """
    chosen = {"ids": None if ids is None else list(ids), "newest": newest, "letters": letters}
    return session.all("series_rows.listing", Listed, **chosen)


def usual_fields(session: Session, id: int, newest: int) -> list[str]:
    """The fields that at least half of the `newest` counted documents of a series have, by name."""
    return session.values("series_rows.usual_fields", id=id, newest=newest)

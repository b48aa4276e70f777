"""The fields of the documents of a series over time: every value, and what is compared with the year before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class FieldValue(NamedTuple):
    """A field of a document. `extraction` is the reading that it is from: of the "type" or of the "series", or what
    a "person" said.
    """

    series_id: int
    document_id: UUID
    document_date: date | None
    field: str
    value: Any
    number: Decimal | None
    extraction: str


class Compared(NamedTuple):
    """A field that most documents of a series have: a `number` or a `day` (`kind`), in `papers` of them.

    `before` is the value a year before `latest`, in the same `unit` and `currency`, and `change` the difference as a
    share of it. Each of `values` has date and value; the last of them is the latest.
    """

    series_id: int
    field: str
    kind: str
    papers: int
    unit: str | None
    currency: str | None
    latest_date: date
    latest: Any
    before_date: date | None
    before: Any
    change: Decimal | None
    values: list[dict[str, Any]]


def values(session: Session, ids: Sequence[int], papers: int) -> list[FieldValue]:
    """The fields of the newest counted `papers` of each series, by series, date and name; those without a date last."""
    return session.all("series_fields.values", FieldValue, ids=list(ids), limit=papers)


def compared(session: Session, ids: Sequence[int], newest: int) -> list[Compared]:
    """What is compared of each of these series, by series and name, with the `newest` values of each field."""
    return session.all("series_fields.compared", Compared, ids=list(ids), newest=newest)

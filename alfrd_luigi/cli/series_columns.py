"""The columns of the documents of series, and of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alfrd_luigi.cli.columns import Column, key, state
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.database.series_fields import FieldValue
    from alfrd_luigi.database.series_rows import Listed, Member


class InSeries(NamedTuple):
    """A document of a series."""

    series: Listed
    member: Member


def _total(each: InSeries) -> str | None:
    member = each.member
    return None if member.total_amount is None else plain.money(member.total_amount, member.currency)


MEMBERS = (
    Column("series", lambda each: each.series.id, is_right=True),
    Column("title", lambda each: each.series.title, room="cut"),
    key(lambda each: each.member.id),
    Column("date", lambda each: each.member.document_date),
    Column("total", lambda each: each.member.total_amount, _total, is_right=True),
    Column("currency", lambda each: each.member.currency, is_extra=True),
    Column("entity", lambda each: each.member.entity, room="cut", rank=1),
    Column("type", lambda each: each.member.document_type, rank=2),
    state(lambda each: each.member.status, rank=3),
    Column("file", lambda each: each.member.name, room="cut", is_extra=True),
    Column("series_type", lambda each: each.series.series_type, is_extra=True),
    Column("account", lambda each: each.series.account, room="cut", is_extra=True),
    Column("frequency", lambda each: each.series.frequency, is_extra=True),
)

FIELDS = (
    key(lambda each: each.document_id, "document"),
    Column("date", lambda each: each.document_date),
    Column("field", lambda each: each.field, room="cut"),
    Column("value", lambda each: each.value, lambda each: _value(each), room="cut"),
    Column("number", lambda each: each.number, is_right=True),
    Column("from", lambda each: each.extraction, rank=1),
)


def _value(each: FieldValue) -> str | None:
    return None if each.value is None else plain.value(each.value)

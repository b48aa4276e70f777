"""The columns of a document, for lists whose rows have it as `row`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from alfrd_luigi.cli.columns import Column, key, state
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.database.listings import DocumentRow


class HasDocument(Protocol):
    """A row of a list of documents."""

    @property
    def row(self) -> DocumentRow:
        """The document."""


def is_sure(*values: str) -> Callable[[HasDocument], bool]:
    """Whether none of these values is uncertain."""
    return lambda each: not set(values) & set(each.row.uncertain)


def _total(each: HasDocument) -> str | None:
    row = each.row
    return None if row.total_amount is None else plain.money(row.total_amount, row.currency)


ID = key(lambda each: each.row.id)
DATE = Column("date", lambda each: each.row.document_date, is_sure=is_sure("date"))
TOTAL = Column("total", lambda each: each.row.total_amount, _total, is_sure=is_sure("total", "currency"), is_right=True)
CURRENCY = Column("currency", lambda each: each.row.currency, is_extra=True)
TYPE = Column("type", lambda each: each.row.document_type, is_sure=is_sure("type"), rank=2)
STATUS = state(lambda each: each.row.status, rank=1)
FILE = Column("file", lambda each: each.row.name, room="cut", rank=4)

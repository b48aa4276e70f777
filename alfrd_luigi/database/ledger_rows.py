"""Documents as transactions: queries for a ledger, by the rules of their types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Rule(NamedTuple):
    """A type whose documents are transactions if they have one of the fields `needs` (if any), and none of `unless`.

    With `needs_total`, a document without a total is none.
    """

    name: str
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    needs_total: bool


class StatedRule(NamedTuple):
    """What the documents of a type are, with their account; `needs`, `unless` and `needs_total` as in `Rule`."""

    name: str
    kind: str
    account: str
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    needs_total: bool


class Filter(NamedTuple):
    """Which documents are asked for; None is all. Both days are included."""

    since: date | None = None
    until: date | None = None
    document_type: str | None = None
    currency: str | None = None


class LedgerRow(NamedTuple):
    """A document. `amounts` are its numeric fields, `items` its line items (description, amount), all as decimal texts.

    `due_date` is a text as it was found; `keys` are those of its page files.
    """

    id: UUID
    document_type: str
    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    entity: str | None
    title: str | None
    series: str | None
    uncertain: list[str]
    due_date: str | None
    number: str | None
    amounts: dict[str, str]
    items: list[dict[str, Any]]
    keys: list[str]


class TypeCount(NamedTuple):
    """The number of the filed documents of a type."""

    document_type: str
    documents: int


class MonthRow(NamedTuple):
    """What the transactions of a type and a currency come to in a month, which is its first day.

    `documents` have a total, and `uncertain` of them a value that is not sure; `lacking` lack a date, a total or a
    currency.
    """

    month: date | None
    document_type: str
    entity: str | None
    currency: str | None
    total: Decimal
    documents: int
    uncertain: int
    lacking: int


def documents(session: Session, rules: Iterable[Rule], wanted: Filter) -> list[LedgerRow]:
    """The transactions, by day and id; those without a day last."""
    return session.all("ledger_rows.documents", LedgerRow, rules=_json(rules), **wanted._asdict())


def types(session: Session, wanted: Filter) -> dict[str, int]:
    """The number of filed documents of each type, whether they are transactions or not."""
    return dict(session.all("ledger_rows.types", TypeCount, **wanted._asdict()))


def months(session: Session, rules: Iterable[Rule], *, by_issuer: bool) -> list[MonthRow]:
    """What the transactions of each month come to. `entity` is None, unless it is asked for."""
    return session.all("ledger_rows.months", MonthRow, rules=_json(rules), by_issuer=by_issuer)


def record(session: Session, rules: Iterable[StatedRule]) -> None:
    """Store what the documents of each type are, for the views of analysts."""
    session.run("ledger_rows.record", rules=_json(rules))


def _json(rules: Iterable[Rule | StatedRule]) -> dict[str, Any]:
    return {"rules": [rule._asdict() for rule in rules]}

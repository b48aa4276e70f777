"""What is to be paid: bills with their due dates, and the documents that may say that they were paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session

NOT_PAID = "no"
"""What a person says of a bill that is not paid, instead of the day on which it was."""


class Bill(NamedTuple):
    """A document with a due date, or with an amount to pay. `name` is its title, or the name of its first file.

    `due` has the form of a day, and may be none: 2024-02-31. `amount` is what is to be paid, zero or less if nothing
    is, and `paid` is what a person says: a day, or NOT_PAID.
    """

    id: UUID
    series_id: int | None
    registered_at: datetime
    document_type: str
    entity: str | None
    name: str | None
    document_date: date | None
    due: str | None
    amount: Decimal | None
    currency: str | None
    method: str | None
    number: str | None
    paid: str | None


class AccountStatement(NamedTuple):
    """A document of a series: the balance before it, the payments since the last one, the new charges, and the sum."""

    series_id: int
    id: UUID
    document_date: date
    previous: Decimal | None
    payments: Decimal | None
    charges: Decimal | None
    amount: Decimal | None
    currency: str | None


class Receipt(NamedTuple):
    """A receipt."""

    id: UUID
    entity: str
    document_date: date
    amount: Decimal
    currency: str | None


class BankStatement(NamedTuple):
    """A statement of a bank or a card with its text. `first_day` is that of its period, in the form of a day."""

    id: UUID
    document_date: date
    first_day: str | None
    currency: str | None
    is_card: bool
    text: str


class DocumentText(NamedTuple):
    """The text of a document."""

    id: UUID
    text: str


def bills(session: Session, limit: int) -> list[Bill]:
    """The documents with a due date, the last due first. Copies do not count."""
    return session.all("dues.bills", Bill, limit=limit)


def undated(session: Session, limit: int) -> list[Bill]:
    """The documents with an amount to pay and no due date, the newest first. Copies do not count."""
    return session.all("dues.undated", Bill, limit=limit)


def totals(session: Session, limit: int) -> list[Bill]:
    """The newest documents that may be bills, with a total, no amount to pay and no due date. Copies do not count."""
    return session.all("dues.totals", Bill, limit=limit)


def account_statements(session: Session, series: Collection[int], since: date) -> list[AccountStatement]:
    """The documents of these series from a day on, by series and date. Copies do not count."""
    return session.all("dues.account_statements", AccountStatement, series=sorted(series), since=since)


def receipts(session: Session, amounts: Collection[Decimal], since: date) -> list[Receipt]:
    """The receipts of these amounts from a day on, by date. Copies do not count."""
    return session.all("dues.receipts", Receipt, amounts=sorted(amounts), since=since)


def bank_statements(session: Session, since: date, limit: int) -> list[BankStatement]:
    """The statements of banks and cards from a day on, the newest first. Copies do not count."""
    return session.all("dues.bank_statements", BankStatement, since=since, limit=limit)


def texts_of_terms(session: Session, ids: Sequence[UUID], pattern: str) -> list[DocumentText]:
    """The texts of these documents that match a regular expression, if no person said by when they are due."""
    return session.all("dues.texts_of_terms", DocumentText, ids=list(ids), pattern=pattern)


def texts(session: Session, ids: Sequence[UUID], pattern: str) -> list[DocumentText]:
    """The texts of these documents that match a regular expression, in any case of letters."""
    return session.all("dues.texts", DocumentText, ids=list(ids), pattern=pattern)

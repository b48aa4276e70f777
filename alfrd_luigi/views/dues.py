"""What is to be paid when, and what is settled by which evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import dues as rows
from alfrd_luigi.database.dues import NOT_PAID, Bill
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.debits import ROOTS, find_debit
from alfrd_luigi.views.payments import Payment, payments

MOST = 1_000
"""The most bills with a due date that are looked at, the last due ones."""
_MOST_UNDATED = 100
_LONG_AGO = timedelta(366)
_DEBIT = "direct debit"
# How an invoice says that it was or will be paid without a transfer by hand.
_AT_ONCE = frozenset({"cash", "card", "check"})

State = Literal["open", "undated", "debited", "settled", "nothing"]


class Due(NamedTuple):
    """A bill and the day on which it is due, if it names one.

    It is open, or undated, or will be debited as its `words` say, or settled as `payment` says, or there is nothing to
    pay.
    """

    bill: Bill
    day: date | None
    state: State
    payment: Payment | None = None
    words: str = ""

    @property
    def long_ago(self) -> date | None:
        """The day from which on it is so long overdue that it is listed only on demand."""
        return self.day and self.day + _LONG_AGO

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been paid before a day."""
        return self.day is not None and self.day < today

    def is_old(self, today: date) -> bool:
        """Whether it was due, or dated, more than a year before a day."""
        day = self.day or self.bill.document_date
        return day is not None and day + _LONG_AGO <= today


class Dues(NamedTuple):
    """Bills by what has to be done, each list with the last due or newest first. `debited` ones are not yet settled."""

    open: list[Due]
    undated: list[Due]
    debited: list[Due]
    settled: list[Due]


def dues(session: Session) -> Dues:
    """The bills of the archive. Copies count once, and an amount of zero or less is not to be paid."""
    found = list(_judged(session, [*rows.bills(session, MOST), *rows.undated(session, _MOST_UNDATED)]))
    return Dues(*([due for due in found if due.state == state] for state in ("open", "undated", "debited", "settled")))


def _judged(session: Session, bills: Sequence[Bill]) -> Iterator[Due]:
    days = {bill.id: day for bill in bills if (day := _day(bill.due)) is not None}
    said = {bill.id: _said(bill) for bill in bills}
    paid = payments(session, bills, days) | {id: each for id, each in said.items() if each is not None}
    left = [bill for bill in bills if bill.id not in paid and bill.paid != NOT_PAID]
    debits = _debits(session, left)
    for bill in bills:
        yield _due(bill, days.get(bill.id), paid.get(bill.id), debits.get(bill.id))


def _due(bill: Bill, day: date | None, paid: Payment | None, debit: str | None) -> Due:
    if bill.paid == NOT_PAID:
        return Due(bill, day, "open" if day else "undated")
    if paid is not None:
        return Due(bill, day, "settled", paid)
    if bill.amount is not None and bill.amount <= 0:
        return Due(bill, day, "nothing")
    if debit is not None:
        return Due(bill, day, "debited", None, debit)
    if day is None:
        return Due(bill, None, "nothing" if bill.method in _AT_ONCE else "undated")
    return Due(bill, day, "open")


def _day(text: str | None) -> date | None:
    """None for what has the form of a day and is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _said(bill: Bill) -> Payment | None:
    day = _day(bill.paid) if bill.paid != NOT_PAID else None
    return Payment("person", day) if day else None


def _debits(session: Session, bills: Iterable[Bill]) -> Mapping[UUID, str]:
    """The bills that say that they will be debited, with the words."""
    wanted = list(bills)
    if not wanted:
        return {}
    texts = rows.texts(session, [bill.id for bill in wanted], ROOTS)
    said = {each.id: words for each in texts if (words := find_debit(each.text)) is not None}
    return {bill.id: _DEBIT for bill in wanted if bill.method == _DEBIT} | said

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
from alfrd_luigi.views.due_terms import DueTerms, terms_of
from alfrd_luigi.views.payments import Payment, payments

MOST = 1_000
"""The most bills with a due date that are looked at, the last due ones."""
_MOST_UNDATED = 100
_MOST_TOTALS = 200
_LONG_AGO = timedelta(366)
_DEBIT = "direct debit"
# How an invoice says that it was or will be paid without a transfer by hand.
_AT_ONCE = frozenset({"cash", "card", "check"})
_PAID_OTHERWISE = _AT_ONCE | {_DEBIT}

State = Literal["open", "undated", "debited", "settled", "nothing"]


class Due(NamedTuple):
    """A bill and the day on which it is due, if it names one. Of a computed day, `terms` are the words that say so.

    It is open, or undated, or will be debited as its `words` say, or settled as `payment` says, or there is nothing to
    pay.
    """

    bill: Bill
    day: date | None
    state: State
    payment: Payment | None = None
    words: str = ""
    terms: str = ""

    @property
    def days_after(self) -> int | None:
        """How many days after the day of the bill it is due, by its terms. None if it names the day."""
        dated = self.bill.document_date
        return (self.day - dated).days if self.terms and self.day and dated else None

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
    """The bills of the archive. Copies count once, and an amount of zero or less is not to be paid.

    A document that says only what it costs is a bill if it says within which time that is to be paid.
    """
    dated, undated = rows.bills(session, MOST), rows.undated(session, _MOST_UNDATED)
    totals = rows.totals(session, _MOST_TOTALS)
    terms = terms_of(session, [bill for bill in (*undated, *totals) if bill.method not in _PAID_OTHERWISE])
    bills = [*dated, *undated, *(bill for bill in totals if bill.id in terms)]
    found = sorted(_judged(session, bills, terms), key=lambda due: due.day or date.min, reverse=True)
    return Dues(*([due for due in found if due.state == state] for state in ("open", "undated", "debited", "settled")))


def _judged(session: Session, bills: Sequence[Bill], terms: Mapping[UUID, DueTerms]) -> Iterator[Due]:
    days = {bill.id: day for bill in bills if (day := _day(bill.due)) is not None}
    days |= {id: each.day for id, each in terms.items()}
    said = {bill.id: _said(bill) for bill in bills}
    paid = payments(session, bills, days) | {id: each for id, each in said.items() if each is not None}
    left = [bill for bill in bills if bill.id not in paid and bill.paid != NOT_PAID]
    debits = _debits(session, left)
    for bill in bills:
        due = _due(bill, days.get(bill.id), paid.get(bill.id), debits.get(bill.id))
        yield due._replace(terms=terms[bill.id].words) if bill.id in terms else due


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

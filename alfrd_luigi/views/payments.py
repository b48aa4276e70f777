"""What says that a bill was paid: the next bill, a receipt, or a line of a statement. Nothing is guessed.

A receipt or a line is a payment of a bill if it has the same amount, currency and name and a day on which the bill was
there, and if no other bill could be meant. Each pays one bill.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import dues
from alfrd_luigi.database.dues import AccountStatement, BankStatement, Bill, Receipt
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.grouping import grouped

# A payment is made until a week after the due date, or else, if it can be of no other bill, until four months after it.
_SOON, _LATEST = timedelta(7), timedelta(122)
# The due date of a bill without one, for this purpose.
_USUAL_TERM = timedelta(21)
_LONGEST = 100
# Twenty years of the statements of two accounts. A misread date of a bill would have all of them read.
_MOST_STATEMENTS = 500

How = Literal["person", "next_bill", "carried", "reminder", "receipt", "statement"]


class Payment(NamedTuple):
    """What says that a bill is settled: a person, or a later document, with the day of the payment if that is known.

    `carried` says that the next bill asks for the amount again, and `reminder`, that a later paper with its number
    does. `words` are the line of a statement.
    """

    how: How
    day: date | None = None
    document: UUID | None = None
    words: str = ""


class _Paid(NamedTuple):
    """A receipt or a line of a statement. `days` are all days that may be meant, `names` tells whether it names one."""

    amount: Decimal
    currency: str | None
    days: Collection[date]
    names: Callable[[str], bool]
    payment: Payment


class Owed(NamedTuple):
    """A bill of which an amount is to be paid, from the day of the bill on."""

    id: UUID
    series_id: int | None
    number: str | None
    entity: str
    amount: Decimal
    currency: str | None
    day: date
    due: date

    def is_paid_by(self, paid: _Paid, term: timedelta) -> bool:
        """Whether it can be meant, as to the day, the currency and the name."""
        in_time = bool(paid.days) and all(self.day <= day <= self.due + term for day in paid.days)
        return in_time and paid.currency in (None, self.currency) and paid.names(self.entity)


class Papers(NamedTuple):
    """The papers that can say that bills were paid: those of banks the newest first, the others the oldest first."""

    receipts: Sequence[Receipt] = ()
    bank_statements: Sequence[BankStatement] = ()
    account_statements: Sequence[AccountStatement] = ()


def payments(session: Session, bills: Iterable[Bill], days: Mapping[UUID, date]) -> dict[UUID, Payment]:
    """What the other documents say of the payment of these bills, by bill. `days` are the due dates."""
    owed = owed_bills(bills, days)
    return payments_by(_papers(session, owed), owed) if owed else {}


def owed_bills(bills: Iterable[Bill], days: Mapping[UUID, date]) -> list[Owed]:
    """The bills of which an amount is to be paid, the oldest first. `days` are the due dates."""
    return sorted(_amounts_owed(bills, days), key=lambda each: (each.day, each.id))


def payments_by(papers: Papers, owed: Sequence[Owed]) -> dict[UUID, Payment]:
    """What these papers say of the payment of these bills, by bill."""
    amounts = frozenset(each.amount for each in owed)
    lines = (line for each in reversed(papers.bank_statements) for line in _lines(each, amounts))
    return {
        **dict(_reminded(owed)),
        **_matched(owed, lines),
        **_matched(owed, map(_receipt, papers.receipts)),
        **dict(_said_by_next_bills(papers.account_statements, owed)),
    }


def _papers(session: Session, owed: Sequence[Owed]) -> Papers:
    since, amounts = owed[0].day, frozenset(each.amount for each in owed)
    series = {each.series_id for each in owed if each.series_id is not None}
    return Papers(
        dues.receipts(session, amounts, since),
        dues.bank_statements(session, since, _MOST_STATEMENTS),
        dues.account_statements(session, series, since),
    )


def _amounts_owed(bills: Iterable[Bill], days: Mapping[UUID, date]) -> Iterator[Owed]:
    for bill in bills:
        if bill.amount is not None and bill.amount > 0 and bill.document_date is not None:
            due = max(days.get(bill.id, bill.document_date + _USUAL_TERM), bill.document_date)
            yield Owed(
                bill.id,
                bill.series_id,
                bill.number,
                bill.entity or "",
                bill.amount,
                bill.currency,
                bill.document_date,
                due,
            )


def _reminded(owed: Iterable[Owed]) -> Iterator[tuple[UUID, Payment]]:
    """The bills for which a later paper of the issuer with the same number asks, so that they are due once."""
    numbered: dict[tuple[str, str], Owed] = {}
    for bill in owed:
        if bill.number:
            key = normalise_entity(bill.entity), bill.number
            before = numbered.get(key)
            if before is not None and before.day < bill.day and before.amount <= bill.amount:
                yield before.id, Payment("reminder", None, bill.id)
            numbered[key] = bill


def _said_by_next_bills(statements: Iterable[AccountStatement], owed: Iterable[Owed]) -> Iterator[tuple[UUID, Payment]]:
    """What the next bill of the series says of each bill, if the balance before it is that of the bill."""
    balanced = (each for each in statements if each.previous is not None)
    accounts = grouped(balanced, lambda each: each.series_id)
    for bill in owed:
        if bill.series_id is not None and (payment := _said_by_next(bill, accounts[bill.series_id])) is not None:
            yield bill.id, payment


def _said_by_next(bill: Owed, account: Iterable[AccountStatement]) -> Payment | None:
    after = next((each for each in account if each.document_date > bill.day), None)
    if after is None or (after.previous, after.currency) != (bill.amount, bill.currency):
        return None
    paid = abs(after.payments or Decimal())
    if paid >= bill.amount:
        return Payment("next_bill", None, after.id)
    is_asked_again = after.charges is not None and after.amount == bill.amount - paid + after.charges
    return Payment("carried", None, after.id) if is_asked_again else None


def _receipt(receipt: Receipt) -> _Paid:
    day = receipt.document_date
    names = partial(same_entity, receipt.entity)
    return _Paid(receipt.amount, receipt.currency, (day,), names, Payment("receipt", day, receipt.id))


def _lines(statement: BankStatement, amounts: frozenset[Decimal]) -> Iterator[_Paid]:
    """The lines of a statement with one of these amounts. One without a date has any day of the period."""
    from alfrd_luigi.extraction.statement_lines import read_statement  # here, because it loads the readers of dates

    for line in read_statement(statement.text, statement.document_date, amounts, is_card=statement.is_card):
        day = next(iter(line.days)) if len(line.days) == 1 else None
        payment = Payment("statement", day, statement.id, line.text[:_LONGEST])
        for amount in line.amounts:
            yield _Paid(amount, statement.currency, line.days or _period(statement), line.names, payment)


def _period(statement: BankStatement) -> Collection[date]:
    try:
        return (date.fromisoformat(statement.first_day or ""), statement.document_date)
    except ValueError:
        return ()


def _matched(owed: Sequence[Owed], paid: Iterable[_Paid]) -> dict[UUID, Payment]:
    """The bills that these paid: first those that were paid in time, then, of what is left, late ones."""
    bills = grouped(owed, lambda bill: bill.amount)
    found: dict[UUID, Payment] = {}
    _assign(bills, _assign(bills, paid, _SOON, found), _LATEST, found)
    return found


def _assign(
    bills: Mapping[Decimal, Sequence[Owed]], paid: Iterable[_Paid], term: timedelta, found: dict[UUID, Payment]
) -> list[_Paid]:
    """Assign each payment that can be of one open bill only, until there is none. Returns those that are of no bill."""
    possible = [(each, [bill for bill in bills[each.amount] if bill.is_paid_by(each, term)]) for each in paid]
    waiting, before = possible, -1
    while len(found) != before:
        before = len(found)
        waiting = [(each, of) for each, of in waiting if not _is_clear(each, of, found)]
    return [each for each, of in possible if not of]


def _is_clear(paid: _Paid, bills: Iterable[Owed], found: dict[UUID, Payment]) -> bool:
    """Whether at most one of these bills is open: the payment is then assigned to it."""
    left = [bill.id for bill in bills if bill.id not in found]
    if len(left) == 1:
        found[left[0]] = paid.payment
    return len(left) <= 1

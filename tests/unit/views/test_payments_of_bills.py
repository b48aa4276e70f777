"""What says that a bill was paid: a receipt, a line of a statement, the next bill, or a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database.dues import AccountStatement, BankStatement, Bill, Receipt
from alfrd_luigi.views.payments import Papers, Payment, owed_bills, payments_by

DAY = date(2024, 3, 1)
DUE = date(2024, 3, 15)


def _bill(id: int = 1, **known: Any) -> Bill:
    bill = Bill(
        UUID(int=id), None, datetime(2024, 3, 2, tzinfo=UTC), "invoice", "Example Power Ltd", None, DAY,
        f"{DUE}", Decimal("45.10"), "EUR", None, None, None,
    )  # fmt: skip
    return bill._replace(**known)


def _receipt(day: date, number: int = 100, **known: Any) -> Receipt:
    return Receipt(UUID(int=number), "Example Power", day, Decimal("45.10"), "EUR")._replace(**known)


def _statement(text: str, number: int = 200, **known: Any) -> BankStatement:
    rest: dict[str, Any] = dict.fromkeys(BankStatement._fields)
    rest |= {"id": UUID(int=number), "document_date": date(2024, 3, 31), "text": text, "currency": "EUR"}
    return BankStatement(**(rest | {"first_day": "2024-03-01", "is_card": False} | known))


def _next(
    day: date, previous: str | None, paid: str | None, charges: str | None, amount: str | None
) -> AccountStatement:
    before, since, new, due = (None if text is None else Decimal(text) for text in (previous, paid, charges, amount))
    return AccountStatement(7, UUID(int=300), day, before, since, new, due, "EUR")


def _paid(
    bills: Sequence[Bill],
    receipts: Sequence[Receipt] = (),
    statements: Sequence[BankStatement] = (),
    following: Sequence[AccountStatement] = (),
) -> dict[int, Payment]:
    """What these papers say of the bills, by the number of the bill. A bill is due on its day `due`."""
    days = {bill.id: date.fromisoformat(bill.due) for bill in bills if bill.due}
    found = payments_by(Papers(receipts, statements, following), owed_bills(bills, days))
    return {id.int: payment for id, payment in found.items()}


@pytest.mark.parametrize(
    ("day", "is_paid"),
    [
        (DAY - timedelta(1), False),  # before the bill was there
        (DAY, True),
        (DUE, True),
        (DUE + timedelta(7), True),
        (DUE + timedelta(8), True),  # late, of no other bill
        (DUE + timedelta(122), True),
        (DUE + timedelta(123), False),
    ],
)
def test_a_receipt_pays_a_bill_from_its_day_until_four_months_after_it_is_due(day: date, is_paid: bool) -> None:
    expected = {1: Payment("receipt", day, UUID(int=100))} if is_paid else {}
    assert _paid([_bill()], [_receipt(day)]) == expected


@pytest.mark.parametrize(
    ("receipt", "is_paid"),
    [
        ({}, True),
        ({"entity": "EXAMPLE POWER LTD."}, True),
        ({"entity": "Example Water"}, False),
        ({"currency": "USD"}, False),
        ({"currency": None}, True),
        ({"amount": Decimal("45.11")}, False),
        ({"amount": Decimal("45.1")}, True),
    ],
)
def test_a_receipt_has_the_amount_the_currency_and_the_name(receipt: dict[str, Any], is_paid: bool) -> None:
    assert bool(_paid([_bill()], [_receipt(DUE, **receipt)])) is is_paid


@pytest.mark.parametrize(
    "bill",
    [{"amount": None}, {"amount": Decimal(0)}, {"amount": Decimal("-45.10")}, {"document_date": None}],
)
def test_what_is_not_owed_is_not_paid(bill: dict[str, Any]) -> None:
    assert _paid([_bill(**bill)], [_receipt(DUE, amount=bill.get("amount") or Decimal("45.10"))]) == {}


def test_no_bills_are_paid_by_nothing() -> None:
    assert _paid([], [_receipt(DUE)]) == {}
    assert _paid([_bill()]) == {}


@pytest.mark.parametrize(
    ("due", "days", "is_paid"),
    [
        (None, 21 + 122, True),  # three weeks are usual
        (None, 21 + 123, False),
        ("2024-02-01", 122, True),  # no bill is due before its day
        ("2024-02-01", 123, False),
    ],
)
def test_a_bill_without_a_usable_day_has_a_usual_term(due: str | None, days: int, is_paid: bool) -> None:
    assert bool(_paid([_bill(due=due)], [_receipt(DAY + timedelta(days))])) is is_paid


def test_a_receipt_that_could_be_of_two_bills_is_of_none() -> None:
    bills = [_bill(1), _bill(2, document_date=DAY + timedelta(1))]
    assert _paid(bills, [_receipt(DUE)]) == {}
    # The first day is before the second bill, so that one is of the first, and the other of the second.
    found = _paid(bills, [_receipt(DUE, 101), _receipt(DAY, 100)])
    assert {number: payment.document for number, payment in found.items()} == {1: UUID(int=100), 2: UUID(int=101)}


def test_a_payment_in_time_goes_before_a_late_one() -> None:
    first = _bill(1, document_date=date(2024, 1, 1), due="2024-01-15")
    second = _bill(2)
    # It is late for the first, and in time for the second.
    assert list(_paid([first, second], [_receipt(DUE)])) == [2]
    found = _paid([first, second], [_receipt(DUE, 100), _receipt(DUE + timedelta(30), 101)])
    assert {number: payment.document for number, payment in found.items()} == {2: UUID(int=100), 1: UUID(int=101)}


def test_each_receipt_pays_one_bill() -> None:
    months = [_bill(month, document_date=date(2024, month, 1), due=f"2024-{month:02}-15") for month in (3, 4, 5)]
    found = _paid(months, [_receipt(date(2024, month, 10), 100 + month) for month in (5, 3)])
    assert {number: payment.document for number, payment in found.items()} == {3: UUID(int=103), 5: UUID(int=105)}


def test_a_line_of_a_statement_pays_a_bill() -> None:
    text = "Date        Description            Amount\n12.03.2024  EXAMPLE POWER LTD      -45.10\n"
    found = _paid([_bill()], statements=[_statement(text)])
    assert {number: (each.how, each.day, each.document) for number, each in found.items()} == {
        1: ("statement", date(2024, 3, 12), UUID(int=200))
    }
    assert "EXAMPLE POWER" in found[1].words
    assert len(found[1].words) <= 100
    other = text.replace("EXAMPLE POWER LTD", "EXAMPLE WATER LTD")
    assert _paid([_bill()], statements=[_statement(other)]) == {}
    assert _paid([_bill()], statements=[_statement(text, currency="USD")]) == {}


@pytest.mark.parametrize(
    ("first_day", "is_paid"),
    [
        ("2024-03-01", True),
        ("2024-02-29", False),  # it may be from before the bill
        ("2024-02-31", False),
        ("", False),
        (None, False),
    ],
)
def test_a_line_without_a_day_has_any_day_of_the_period(first_day: str | None, is_paid: bool) -> None:
    found = _paid([_bill()], statements=[_statement("EXAMPLE POWER LTD  -45.10", first_day=first_day)])
    expected = {1: Payment("statement", None, UUID(int=200), "EXAMPLE POWER LTD -45.10")} if is_paid else {}
    assert found == expected


def test_a_line_with_a_day_does_not_need_the_period() -> None:
    found = _paid([_bill()], statements=[_statement("12.03. EXAMPLE POWER LTD  -45.10", first_day="2024-02-01")])
    assert found[1].day == date(2024, 3, 12)
    # It may be 3 December.
    assert _paid([_bill()], statements=[_statement("12/03 EXAMPLE POWER LTD  -45.10", first_day="2024-02-01")]) == {}


def test_a_line_that_may_mean_several_days_names_none() -> None:
    text = "04/03/2024 EXAMPLE POWER LTD  -45.10"
    late = _statement(text, document_date=date(2024, 5, 31))
    assert _paid([_bill(due="2024-04-15")], statements=[late])[1].day is None


def test_the_first_statement_with_the_payment_is_named() -> None:
    text = "14.03.2024 EXAMPLE POWER LTD  -45.10"
    newest_first = [_statement(text, 202, document_date=date(2024, 4, 30)), _statement(text, 201)]
    assert _paid([_bill()], statements=newest_first)[1].document == UUID(int=201)


def test_a_long_line_is_cut() -> None:
    text = "14.03.2024 EXAMPLE POWER LTD " + "contract " * 20 + "  -45.10"
    assert len(_paid([_bill()], statements=[_statement(text)])[1].words) == 100


def test_a_receipt_says_more_than_a_line_of_a_statement() -> None:
    text = "Date        Description            Amount\n12.03.2024  EXAMPLE POWER LTD      -45.10\n"
    found = _paid([_bill()], [_receipt(DUE)], [_statement(text)])
    assert found == {1: Payment("receipt", DUE, UUID(int=100))}


_LATER = date(2024, 4, 1)


@pytest.mark.parametrize(
    ("following", "how"),
    [
        (_next(_LATER, "45.10", "45.10", "50.00", "50.00"), "next_bill"),
        (_next(_LATER, "45.10", "-45.10", "50.00", "50.00"), "next_bill"),
        (_next(_LATER, "45.10", "60.00", "50.00", "35.10"), "next_bill"),
        (_next(_LATER, "45.10", None, "50.00", "95.10"), "carried"),
        (_next(_LATER, "45.10", "5.10", "50.00", "90.00"), "carried"),
        (_next(_LATER, "45.10", "5.10", "50.00", "50.00"), None),  # it does not ask for the rest
        (_next(_LATER, "45.10", None, None, "45.10"), None),
        (_next(_LATER, "45.20", "45.20", "50.00", "50.00"), None),  # the balance of another bill
        (_next(_LATER, None, "45.10", "50.00", "50.00"), None),
        (_next(DAY, "45.10", "45.10", "50.00", "50.00"), None),  # not after it
        (_next(_LATER, "45.10", "45.10", "50.00", "50.00")._replace(currency="USD"), None),
        (_next(_LATER, "45.10", "45.10", "50.00", "50.00")._replace(series_id=8), None),
    ],
)
def test_the_next_bill_says_what_was_paid(following: AccountStatement, how: str | None) -> None:
    found = _paid([_bill(series_id=7)], following=[following])
    assert {number: each.how for number, each in found.items()} == ({1: how} if how else {})
    if how:
        assert (found[1].day, found[1].document) == (None, UUID(int=300))


def test_only_the_next_bill_counts() -> None:
    unpaid = _next(_LATER, "45.20", None, "50.00", "95.20")
    afterwards = _next(date(2024, 5, 1), "45.10", "45.10", "50.00", "50.00")
    assert _paid([_bill(series_id=7)], following=[unpaid, afterwards]) == {}
    assert _paid([_bill(series_id=None)], following=[afterwards]) == {}


@pytest.mark.parametrize(
    ("later", "is_reminded"),
    [
        ({}, True),
        ({"amount": Decimal("50.10")}, True),  # with a fee
        ({"amount": Decimal("45.00")}, False),  # a part was paid, or it is another bill
        ({"number": "A-2"}, False),
        ({"number": None}, False),
        ({"entity": "Example Water Ltd"}, False),
        ({"entity": "EXAMPLE POWER LTD"}, True),
        ({"document_date": DAY}, False),  # a copy
    ],
)
def test_a_later_paper_with_the_number_is_a_reminder(later: dict[str, Any], is_reminded: bool) -> None:
    reminder = _bill(2, **({"number": "A-1", "document_date": _LATER, "due": "2024-04-15"} | later))
    expected = {1: Payment("reminder", None, UUID(int=2))} if is_reminded else {}
    assert _paid([_bill(number="A-1"), reminder]) == expected


def test_of_three_papers_with_a_number_the_last_is_to_be_paid() -> None:
    papers = [
        _bill(each, number="A-1", document_date=date(2024, each, 1), due=f"2024-{each:02}-15") for each in (5, 3, 4)
    ]
    found = _paid(papers)
    assert {number: each.document for number, each in found.items()} == {3: UUID(int=4), 4: UUID(int=5)}

"""Which bills are due, and which are settled by what evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import set_values, unset_values
from alfrd_luigi.database import pairs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.views.dues import Due, Dues, dues
from support import document_rows
from support.archives import Archive


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def _bill(session: Session, day: str, amount: float, due: str | None = None, **found: Any) -> UUID:
    fields = {"account_number": "77-1", "due_date": due, **found.pop("fields", {})}
    values = {"document_date": day, "total_amount": amount, "structured_data": {"amount_due": amount, **fields}}
    return document_rows.filed(session, **values, **found)


def _statement(session: Session, day: str, text: str, **found: Any) -> UUID:
    values = {
        "document_type": "bank_statement",
        "entity": "First Bank",
        "structured_data": {},
        "total_amount": "900.00",
    }
    return document_rows.filed(session, text=text, document_date=day, **{**values, **found})


def _receipt(session: Session, day: str, amount: float, **found: Any) -> UUID:
    values = {"document_type": "receipt", "structured_data": {}, **found}
    return document_rows.filed(session, document_date=day, total_amount=amount, **values)


def _states(found: Dues) -> dict[UUID, str]:
    return {due.bill.id: due.state for due in (*found.open, *found.undated, *found.debited, *found.settled)}


def _settled(session: Session, id: UUID) -> Due:
    (found,) = (due for due in dues(session).settled if due.bill.id == id)
    return found


def test_a_bill_is_due_until_a_person_says_that_it_is_paid(session: Session) -> None:
    id = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    (due,) = dues(session).open
    assert (due.bill.id, due.day, due.bill.amount, due.bill.currency) == (
        id,
        date(2024, 3, 26),
        Decimal("41.20"),
        "USD",
    )
    assert (due.is_overdue(date(2024, 3, 26)), due.is_overdue(date(2024, 3, 27))) == (False, True)
    set_values(session, id, {"paid": "2024-03-20"}, "anna")
    paid = _settled(session, id).payment
    assert paid is not None
    assert (paid.how, paid.day, paid.document) == ("person", date(2024, 3, 20), None)
    unset_values(session, id, ["paid"], "anna")
    assert _states(dues(session)) == {id: "open"}


def test_a_bill_that_the_next_one_says_is_paid_is_settled(session: Session) -> None:
    march = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    april = _bill(session, "2024-04-05", 50, "2024-04-26", fields={"previous_balance": 41.2, "payments": 41.2})
    assert _states(dues(session)) == {march: "settled", april: "open"}
    paid = _settled(session, march).payment
    assert paid is not None
    assert (paid.how, paid.document) == ("next_bill", april)
    set_values(session, march, {"paid": "no"}, "anna")  # a person knows better
    assert _states(dues(session)) == {march: "open", april: "open"}


def test_a_bill_that_the_next_one_asks_for_again_is_not_due_twice(session: Session) -> None:
    march = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    fields = {"previous_balance": 41.2, "payments": 0, "current_charges": 50}
    april = _bill(session, "2024-04-05", 91.2, "2024-04-26", fields=fields)
    fields = {"previous_balance": 91.2, "payments": 60, "current_charges": 8.8}
    may = _bill(session, "2024-05-05", 40, "2024-05-26", fields=fields)
    assert _states(dues(session)) == {march: "settled", april: "settled", may: "open"}
    assert _settled(session, march).payment == ("carried", None, april, "")
    assert _settled(session, april).payment == ("carried", None, may, "")


def test_a_bill_that_says_that_the_last_one_is_paid_is_not_paid_itself(session: Session) -> None:
    paid = {"previous_balance": 41.2, "payments": 41.2}
    days = ["2024-03-05", "2024-04-05", "2024-05-05"]
    march, april, may = (_bill(session, day, 41.2, f"{day[:8]}26", fields=paid) for day in days)
    assert _states(dues(session)) == {march: "settled", april: "settled", may: "open"}


@pytest.mark.parametrize(
    "fields",
    [
        {"previous_balance": 41.2},
        {"previous_balance": 41.2, "payments": 20},
        {"previous_balance": 40, "payments": 40},
        {"payments": 41.2},
        {"previous_balance": 41.2, "payments": 0, "current_charges": 10},  # the sum is another
        {"previous_balance": "41.2", "payments": "41.2"},
    ],
)
def test_a_next_bill_that_says_less_settles_nothing(session: Session, fields: dict[str, Any]) -> None:
    march = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    april = _bill(session, "2024-04-05", 50, "2024-04-26", fields=fields)
    assert _states(dues(session)) == {march: "open", april: "open"}


def test_a_reminder_with_the_number_of_the_bill_is_due_in_its_place(session: Session) -> None:
    fields = {"invoice_number": "R-1"}
    bill = _bill(session, "2024-03-05", 41.2, "2024-03-26", document_type="invoice", fields=fields)
    other = _bill(session, "2024-03-06", 41.2, "2024-03-26", document_type="invoice", fields={"invoice_number": "R-2"})
    credit = _bill(session, "2024-03-20", -41.2, "2024-03-26", document_type="invoice", fields=fields)
    reminder = _bill(session, "2024-04-10", 46.2, "2024-04-20", document_type="invoice", fields=fields)
    assert _states(dues(session)) == {bill: "settled", other: "open", reminder: "open"}
    assert _settled(session, bill).payment == ("reminder", None, reminder, "")
    assert credit not in _states(dues(session))


@pytest.mark.parametrize(
    ("day", "amount", "state"),
    [("2024-04-10", 41.2, "settled"), ("2024-04-10", 41.19, "open"), ("2024-03-05", 46.2, "open")],
)
def test_a_reminder_is_later_and_asks_for_as_much(session: Session, day: str, amount: float, state: str) -> None:
    of: dict[str, Any] = {"document_type": "invoice", "fields": {"invoice_number": "R-1"}}
    bill = _bill(session, "2024-03-05", 41.2, "2024-03-26", **of)
    other = _bill(session, day, amount, "2024-04-20", **of)
    assert _states(dues(session)) == {bill: state, other: "open"}


def test_a_receipt_of_the_amount_and_the_name_settles_the_bill(session: Session) -> None:
    bill = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    _receipt(session, "2024-03-04", 41.2)  # there was no bill
    _receipt(session, "2024-03-10", 41.21)
    _receipt(session, "2024-03-10", 41.2, currency="CHF")
    _receipt(session, "2024-03-10", 41.2, entity="Corner Deli")
    _receipt(session, "2024-09-10", 41.2)
    assert _states(dues(session)) == {bill: "open"}
    receipt = _receipt(session, "2024-03-12", 41.2, entity="Northwind Water Ltd")
    assert _settled(session, bill).payment == ("receipt", date(2024, 3, 12), receipt, "")


LINES = """FIRST BANK
Account statement

03/04 NORTHWIND WATER            41.20    1,200.00
{line}
03/30 CORNER DELI                41.20    1,000.00
"""


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("03/14 NORTHWIND WATER            41.20    1,150.00", "settled"),
        ("03/14 NORTHWIND WATR REFUND      41.20    1,150.00", "open"),
        ("03/14 NORTHWIND WATER            14.20    1,150.00", "open"),
        ("03/14 WATER WORLD                41.20    1,150.00", "open"),
        ("03/14 NORTHWIND WATER            99.00       41.20", "open"),  # the balance behind it
        ("NORTHWIND WATER                  41.20    1,150.00", "open"),  # its day may be before the bill
    ],
)
def test_a_line_of_a_statement_with_the_amount_and_the_name_settles_the_bill(
    session: Session, line: str, state: str
) -> None:
    bill = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    fields = {"period_start": "2024-03-01", "period_end": "2024-03-31"}
    statement = _statement(session, "2024-03-31", LINES.format(line=line), structured_data=fields)
    assert _states(dues(session))[bill] == state
    if state == "settled":
        paid = _settled(session, bill).payment
        assert paid == ("statement", date(2024, 3, 14), statement, "03/14 NORTHWIND WATER 41.20 1,150.00")


def test_of_equal_bills_each_payment_settles_the_one_of_its_month(session: Session) -> None:
    days = ["2024-01-05", "2024-02-05", "2024-03-05"]
    bills = [_bill(session, day, 41.2, day.replace("-05", "-26")) for day in days]
    _receipt(session, "2024-02-20", 41.2)
    _receipt(session, "2024-03-20", 41.2)
    assert [_states(dues(session))[bill] for bill in bills] == ["open", "settled", "settled"]


def test_a_late_payment_settles_a_bill_beside_one_that_was_paid_in_time(session: Session) -> None:
    late = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    in_time = _bill(session, "2024-03-06", 30, "2024-03-26", entity="Shop")
    unread = _bill(session, "2024-03-06", 50, "2024-03-26", entity="Gym")
    set_values(session, unread, {"date": ""}, "anna")
    for day, amount, entity in (
        ("2024-07-26", 41.2, "Northwind Water"),
        ("2024-04-02", 30, "Shop"),
        ("2024-03-20", 50, "Gym"),
    ):
        _receipt(session, day, amount, entity=entity)
    assert _states(dues(session)) == {late: "settled", in_time: "settled", unread: "open"}


def test_a_payment_that_may_be_of_two_bills_settles_none(session: Session) -> None:
    bills = [_bill(session, day, 41.2, "2024-03-26") for day in ("2024-03-01", "2024-03-05")]
    _receipt(session, "2024-03-20", 41.2)
    assert [_states(dues(session))[bill] for bill in bills] == ["open", "open"]
    _receipt(session, "2024-03-02", 41.2)  # which can only be of the first
    assert [_states(dues(session))[bill] for bill in bills] == ["settled", "settled"]


def test_a_later_payment_makes_clear_what_an_earlier_one_is_of(session: Session) -> None:
    first = _bill(session, "2024-03-01", 41.2, "2024-03-10")
    second = _bill(session, "2024-03-05", 41.2, "2024-04-26")
    at_once = _bill(session, "2024-03-02", 30, "2024-03-26", entity="Shop")
    _receipt(session, "2024-03-12", 41.2)
    _receipt(session, "2024-04-20", 41.2)
    _receipt(session, "2024-03-02", 30, entity="Shop")
    assert _states(dues(session)) == {first: "settled", second: "settled", at_once: "settled"}
    paid = _settled(session, first).payment
    assert paid is not None
    assert paid.day == date(2024, 3, 12)


def test_two_papers_of_one_payment_settle_one_bill(session: Session) -> None:
    early = _bill(session, "2024-02-05", 41.2, "2024-02-26")
    late = _bill(session, "2024-03-05", 41.2, "2024-03-26")
    _receipt(session, "2024-03-14", 41.2)
    _statement(session, "2024-03-31", "FIRST BANK\n14 Mar NORTHWIND WATER  41.20")
    assert _states(dues(session)) == {early: "open", late: "settled"}


@pytest.mark.parametrize("amount", [0, -12.5])
def test_nothing_is_to_be_paid_of_a_credit(session: Session, amount: float) -> None:
    _bill(session, "2024-03-05", amount, "2024-03-26")
    assert _states(dues(session)) == {}


def test_a_bill_that_will_be_debited_is_apart_with_its_words(session: Session) -> None:
    text = "NORTHWIND WATER\nTotal 41.20\nThe amount will be debited on 26 March 2024."
    by_text = document_rows.filed(session, text=text, structured_data={"due_date": "2024-03-26"})
    by_field = _bill(session, "2024-03-05", 30, "2024-03-26", fields={"payment_method": "direct debit"})
    offered = "NORTHWIND WATER\nTotal 41.20\nIf you choose direct debit, the amount will be debited in time."
    by_hand = document_rows.filed(session, text=offered, structured_data={"due_date": "2024-03-26"})
    found = dues(session)
    assert _states(found) == {by_text: "debited", by_field: "debited", by_hand: "open"}
    assert {due.bill.id: due.words for due in found.debited} == {
        by_text: "will be debited on 26 march 2024.",
        by_field: "direct debit",
    }


def test_a_bill_without_a_due_date_is_apart(session: Session) -> None:
    undated = _bill(session, "2024-03-05", 41.2)
    impossible = _bill(session, "2024-03-06", 41.2, "2024-02-31")
    _bill(session, "2024-03-07", 12, fields={"payment_method": "cash"}, document_type="invoice")
    document_rows.filed(session, structured_data={})  # nothing says that it is to be paid
    found = dues(session)
    assert _states(found) == {undated: "undated", impossible: "undated"}
    assert {(due.day, due.long_ago) for due in found.undated} == {(None, None)}
    assert [due.is_old(date(2025, 3, 6)) for due in found.undated] == [False, True]  # a year after its own date
    assert not any(due.is_overdue(date(2099, 1, 1)) for due in found.undated)
    set_values(session, undated, {"paid": "no"}, "anna")
    assert _states(dues(session)) == {undated: "undated", impossible: "undated"}


def _invoice(session: Session, terms: str, day: str = "2024-03-05", **found: Any) -> UUID:
    """An invoice that says what it costs, and its terms in a line."""
    values = {"document_type": "invoice", "structured_data": {}, "total_amount": 41.2, **found}
    return document_rows.filed(session, text=f"Invoice\nTotal 41.20\n{terms}", document_date=day, **values)


def test_a_bill_that_names_no_day_is_due_by_its_terms(session: Session) -> None:
    later = _bill(session, "2024-03-05", 30, "2024-04-26")
    by_total = _invoice(session, "Zahlbar innerhalb von 30 Tagen netto")
    by_amount = _invoice(session, "Payable within 14 days.", structured_data={"amount_due": 20})
    earlier = _bill(session, "2024-03-05", 10, "2024-03-10")
    found = dues(session).open
    assert [(due.bill.id, f"{due.day}", due.days_after, due.bill.amount) for due in found] == [
        (later, "2024-04-26", None, Decimal("30.00")),
        (by_total, "2024-04-04", 30, Decimal("41.20")),
        (by_amount, "2024-03-19", 14, Decimal("20.00")),
        (earlier, "2024-03-10", None, Decimal("10.00")),
    ]
    assert found[1].terms == "zahlbar innerhalb von 30 tagen netto"
    _receipt(session, "2024-04-03", 41.2)
    settled = _settled(session, by_total)
    assert (settled.payment and settled.payment.how, settled.terms) == ("receipt", found[1].terms)


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("Payable within 14 days.", {"document_type": "receipt"}),
        ("Payable within 14 days.", {"document_date": None}),
        ("Payable within 14 days.", {"total_amount": None}),
        ("Payable within 14 days.", {"total_amount": -41.2}),
        ("Payable within 14 days.", {"structured_data": {"payment_method": "card"}}),
        ("Payable within 14 days.", {"structured_data": {"payment_method": "direct debit"}}),
        ("Payable within 14 days. The amount will be debited.", {}),
        ("Payable within 14 days.\nPAID", {}),
        ("Payable within 14 or 30 days.", {}),
        ("Returns within 14 days.", {}),
    ],
)
def test_a_total_is_not_due_without_clear_terms(session: Session, terms: str, found: dict[str, Any]) -> None:
    day = found.pop("document_date", "2024-03-05")
    _invoice(session, terms, day, **found)
    assert _states(dues(session)) == {}


def test_a_printed_due_date_and_the_word_of_a_person_go_before_terms(session: Session) -> None:
    printed = _invoice(session, "Payable within 14 days.", structured_data={"due_date": "2024-03-26"})
    (due,) = dues(session).open
    assert (due.bill.id, due.day, due.terms) == (printed, date(2024, 3, 26), "")
    id = _invoice(session, "Payable within 14 days.", structured_data={"amount_due": 20})
    set_values(session, printed, {"paid": "2024-03-20"}, "anna")
    set_values(session, id, {"field.due_date": ""}, "anna")
    (undated,) = dues(session).undated
    assert (undated.bill.id, undated.day) == (id, None)
    set_values(session, id, {"field.due_date": "2024-05-01"}, "anna")
    (due,) = dues(session).open
    assert (due.day, due.terms) == (date(2024, 5, 1), "")
    unset_values(session, id, ["field.due_date"], "anna")
    (due,) = dues(session).open
    assert due.day == date(2024, 3, 19)
    set_values(session, id, {"paid": "2024-03-18"}, "anna")
    assert _states(dues(session)) == {printed: "settled", id: "settled"}


def test_a_day_to_answer_has_no_amount(session: Session) -> None:
    id = _bill(session, "2024-03-05", 90_000, "2024-03-26", document_type="employment", fields={"amount_due": None})
    (due,) = dues(session).open
    assert (due.bill.id, due.bill.amount) == (id, None)


def test_copies_count_once(session: Session) -> None:
    one, other = sorted(_bill(session, "2024-03-05", 41.2, "2024-03-26") for _ in range(2))
    pairs.set_verdict(session, one, other, "same", "person", "")
    assert len(_states(dues(session))) == 1


def test_the_last_due_is_the_first(session: Session) -> None:
    for due in ("2024-03-26", "2024-05-26", "2023-04-26"):
        _bill(session, "2023-03-05", 41.2, due, entity=f"Shop {due}")
    found = dues(session).open
    assert [f"{due.day}" for due in found] == ["2024-05-26", "2024-03-26", "2023-04-26"]
    assert [due.is_old(date(2025, 3, 26)) for due in found] == [False, False, True]
    assert [due.is_old(date(2025, 3, 27)) for due in found] == [False, True, True]
    assert found[1].long_ago == date(2025, 3, 27)

"""Two tuition bills: spring and fall."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from alfrd_luigi.samples.content.household import CITY, HOLDER, STREET, YEAR
from alfrd_luigi.samples.money import dollars, drawn
from alfrd_luigi.samples.paper import Gap, Page, Paper, Row, Rule, Text, heading, table

ENTITY = "Bayview State University"

_TERMS = (("Spring", date(YEAR, 1, 8), 12), ("Fall", date(YEAR, 8, 5), 15))
_PER_UNIT = Decimal("239.00")


@dataclass(frozen=True)
class _Bill:
    student: str
    term: str
    issued: date
    units: int
    fees: tuple[tuple[str, Decimal], ...]
    grant: Decimal

    @property
    def due(self) -> date:
        return self.issued + timedelta(days=14)

    @property
    def tuition(self) -> Decimal:
        return self.units * _PER_UNIT

    @property
    def charges(self) -> Decimal:
        return sum((amount for _, amount in self.fees), self.tuition)

    @property
    def total(self) -> Decimal:
        return self.charges - self.grant


def bills(seed: int) -> Iterator[Paper]:
    """The bills of the year's two terms. The fall has more units than the spring."""
    rng = random.Random(f"{seed}/tuition")
    student = f"9{rng.randint(10**7, 10**8 - 1)}"
    for term, issued, units in _TERMS:
        fees = (
            ("Campus services fee", drawn(rng, 180, 230)),
            ("Health center fee", drawn(rng, 120, 165)),
            ("Student union fee", drawn(rng, 85, 110)),
        )
        bill = _Bill(student, f"{term} {YEAR}", issued, units, fees, Decimal(rng.randint(8, 14) * 50))
        pages = (_statement(bill), _schedule(bill))
        name = f"tuition-{YEAR}-{term.lower()}"
        yield Paper(name, "education", ENTITY, issued, bill.total, "tuition bills", pages)


def _statement(bill: _Bill) -> Page:
    return (
        Text(ENTITY, 18, bold=True, align="center"),
        Text("Office of Student Accounts, 1600 University Avenue, San Mira, CA 94999", 10, align="center"),
        Rule(),
        Text("TUITION AND FEES STATEMENT", 14, bold=True, align="center"),
        Gap(),
        Row((f"Student: {HOLDER}", f"Statement date: {bill.issued.isoformat()}")),
        Row((STREET, f"Student ID: {bill.student}")),
        Row((CITY, f"Term: {bill.term}")),
        *heading("Charges"),
        *table(
            ("Description", "Amount"),
            (f"Tuition, undergraduate, {bill.units} units at {dollars(_PER_UNIT)}", dollars(bill.tuition)),
            *((name, dollars(amount)) for name, amount in bill.fees),
        ),
        Rule(),
        Row(("Total charges", dollars(bill.charges))),
        Row(("University grant", dollars(-bill.grant))),
        Gap(4),
        Row(("Total amount due", dollars(bill.total)), 13, bold=True),
        Row(("Payment due date", bill.due.isoformat()), bold=True),
        Gap(20),
        Text("Students whose balance is not paid by the due date may be dropped from their classes.", 10),
    )


def _schedule(bill: _Bill) -> Page:
    return (
        Text(ENTITY, 13, bold=True),
        Row((f"Student ID: {bill.student}", f"Term: {bill.term}")),
        Rule(),
        *heading("How to pay"),
        Text("Pay in the student portal by bank transfer, or by check to the Office of Student Accounts."),
        Text("Write your student ID on the check. Cash is accepted at the cashier's window only."),
        *heading("Refunds"),
        *table(
            ("Classes dropped", "Refund of tuition"),
            ("Before the first day of instruction", "100 percent"),
            ("In the first two weeks", "75 percent"),
            ("In weeks three to nine", "by days attended"),
            ("Later", "none"),
        ),
        *heading("Questions"),
        Text("The office is open Monday to Friday from 9 am to 4 pm. Bring your student card."),
    )

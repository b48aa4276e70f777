"""A year of monthly rent receipts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alfrd_luigi.samples.content.household import ADDRESS, HOLDER, MONTHS, YEAR, day_first
from alfrd_luigi.samples.money import dollars, drawn
from alfrd_luigi.samples.paper import Gap, Page, Paper, Row, Rule, Text, heading, table

ENTITY = "Bay Area Properties LLC"

_RENT_UNTIL_JUNE, _RENT_FROM_JULY = Decimal("2450.00"), Decimal("2525.00")
_PARKING = Decimal("150.00")


@dataclass(frozen=True)
class _Payment:
    number: int
    received: date
    water: Decimal
    method: str

    @property
    def rent(self) -> Decimal:
        return _RENT_UNTIL_JUNE if self.received.month <= 6 else _RENT_FROM_JULY

    @property
    def total(self) -> Decimal:
        return self.rent + _PARKING + self.water


def receipts(seed: int) -> Iterator[Paper]:
    """The twelve receipts of a year. The rent rises in July; the share of the water bill differs by month."""
    rng = random.Random(f"{seed}/rent")
    first, check = rng.randint(2000, 8000), rng.randint(1000, 1900)
    payments: list[_Payment] = []
    for month in MONTHS:
        method = f"Check No. {check + month}" if rng.random() < 0.5 else "Bank transfer"
        payments.append(_Payment(first + month, date(YEAR, month, rng.randint(1, 4)), drawn(rng, 38, 61), method))
        pages = (_receipt(payments[-1]), _ledger(payments))
        name = f"rent-{YEAR}-{month:02}"
        yield Paper(name, "receipt", ENTITY, payments[-1].received, payments[-1].total, "rent receipts", pages)


def _receipt(payment: _Payment) -> Page:
    return (
        Text(ENTITY, 18, bold=True, align="center"),
        Text("Property management", 11, align="center"),
        Text("48 Harbor Way, Suite 210, San Mira, CA 94999", 10, align="center"),
        Rule(),
        Text("RENT RECEIPT", 15, bold=True, align="center"),
        Gap(),
        Row((f"Receipt No. {payment.number}", f"Date: {day_first(payment.received)}")),
        Gap(),
        Row(("Received from:", HOLDER)),
        Row(("Property:", ADDRESS)),
        Row(("For the month of:", f"{payment.received:%B %Y}")),
        Row(("Payment method:", payment.method)),
        *heading("Payment"),
        Row(("Monthly rent", dollars(payment.rent))),
        Row(("Parking space 14", dollars(_PARKING))),
        Row(("Share of water and sewer", dollars(payment.water))),
        Rule(),
        Row(("Total amount received", dollars(payment.total)), 13, bold=True),
        Row(("Balance remaining", "$0.00")),
        Gap(40),
        Text("Received by: Office of Bay Area Properties LLC"),
        Gap(),
        Text("Thank you for your payment. Please keep this receipt for your records.", 10),
    )


def _ledger(payments: list[_Payment]) -> Page:
    rows = [(f"{payment.received:%B %Y}", day_first(payment.received), dollars(payment.total)) for payment in payments]
    return (
        Text(ENTITY, 13, bold=True),
        Text(f"Payments received from {HOLDER} this year"),
        Gap(),
        *table(("Month", "Received", "Amount"), *rows),
        *heading("Terms"),
        Text("Rent is due on the first day of each month. A late fee applies after the fifth day."),
        Text("Repairs are requested in writing or at the office between 9 am and 5 pm on working days."),
    )

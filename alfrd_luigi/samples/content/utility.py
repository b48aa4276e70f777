"""A year of monthly bills for gas and electricity."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from alfrd_luigi.samples.content.household import ADDRESS, CITY, HOLDER, MONTHS, STREET, YEAR, long_date
from alfrd_luigi.samples.money import dollars, drawn, to_cents
from alfrd_luigi.samples.paper import Gap, Page, Paper, Row, Rule, Text, heading, table

ENTITY = "Golden Valley Gas and Electric Company"

# Typical use of a small household in a mild climate, January to December: cooling in summer, heating in winter.
_KILOWATT_HOURS = (390, 370, 350, 330, 345, 410, 480, 495, 455, 370, 360, 400)
_THERMS = (62, 55, 44, 31, 20, 13, 10, 10, 12, 22, 41, 58)

_TIER_LIMIT = 300
_TIER_1, _TIER_2, _THERM = Decimal("0.31"), Decimal("0.39"), Decimal("2.05")
_CUSTOMER_CHARGE = Decimal("10.00")
_TAX = Decimal("0.075")
_WEEKS = 4


@dataclass(frozen=True)
class _Bill:
    account: str
    statement: date
    previous: Decimal
    kilowatt_hours: int
    therms: int

    @property
    def due(self) -> date:
        return self.statement + timedelta(days=21)

    @property
    def first_day(self) -> date:
        return self.last_day - timedelta(days=30)

    @property
    def last_day(self) -> date:
        return self.statement - timedelta(days=2)

    @property
    def tiers(self) -> tuple[int, int]:
        return min(self.kilowatt_hours, _TIER_LIMIT), max(self.kilowatt_hours - _TIER_LIMIT, 0)

    @property
    def electric(self) -> Decimal:
        lower, upper = self.tiers
        return to_cents(lower * _TIER_1) + to_cents(upper * _TIER_2)

    @property
    def gas(self) -> Decimal:
        return to_cents(self.therms * _THERM)

    @property
    def tax(self) -> Decimal:
        return to_cents((self.electric + self.gas + _CUSTOMER_CHARGE) * _TAX)

    @property
    def total(self) -> Decimal:
        return self.electric + self.gas + _CUSTOMER_CHARGE + self.tax


def bills(seed: int) -> Iterator[Paper]:
    """The twelve bills of a year. Each says that the previous one was paid."""
    rng = random.Random(f"{seed}/utility")
    account = f"{rng.randint(10**9, 10**10 - 1)}-{rng.randint(0, 9)}"
    previous = drawn(rng, 220, 290)
    for month in MONTHS:
        bill = _Bill(
            account,
            date(YEAR, month, rng.randint(22, 26)),
            previous,
            _KILOWATT_HOURS[month - 1] + rng.randint(-20, 20),
            _THERMS[month - 1] + rng.randint(-3, 3),
        )
        previous = bill.total
        pages = (_statement(bill), _details(bill, rng))
        name = f"utility-{YEAR}-{month:02}"
        yield Paper(name, "utility_bill", ENTITY, bill.statement, bill.total, "utility bills", pages)


def _statement(bill: _Bill) -> Page:
    return (
        Text(ENTITY, 17, bold=True),
        Text("P.O. Box 99700, San Mira, CA 94999   1-800-555-0143", 10),
        Rule(),
        Text("ENERGY STATEMENT", 13, bold=True),
        Gap(),
        Row((HOLDER, f"Account number: {bill.account}")),
        Row((STREET, f"Statement date: {long_date(bill.statement)}")),
        Row((CITY, f"Due date: {long_date(bill.due)}")),
        Gap(),
        Text(f"Service address: {ADDRESS}"),
        Text(f"Service period: {long_date(bill.first_day)} to {long_date(bill.last_day)}"),
        *_summary(bill),
        *_usage(bill),
        Gap(20),
        Text(
            "Pay online, by telephone or by mail. A late payment charge of 1 percent may be added to a balance that is "
            "not paid by the due date.",
            10,
        ),
    )


def _summary(bill: _Bill) -> Page:
    paid_on = bill.statement - timedelta(days=11)
    return (
        *heading("Your account summary"),
        Row(("Amount due on previous statement", dollars(bill.previous))),
        Row((f"Payment received {long_date(paid_on)}, thank you", dollars(-bill.previous))),
        Row(("Previous unpaid balance", "$0.00")),
        Row(("Current electric charges", dollars(bill.electric))),
        Row(("Current gas charges", dollars(bill.gas))),
        Row(("Customer charge", dollars(_CUSTOMER_CHARGE))),
        Row(("Utility users tax, 7.5 percent", dollars(bill.tax))),
        Rule(),
        Row((f"Total amount due by {long_date(bill.due)}", dollars(bill.total)), 13, bold=True),
    )


def _usage(bill: _Bill) -> Page:
    lower, upper = bill.tiers
    return (
        *heading("Usage this period"),
        *table(
            ("Service", "Usage", "Rate", "Amount"),
            ("Electricity, tier 1", f"{lower} kWh", dollars(_TIER_1), dollars(to_cents(lower * _TIER_1))),
            ("Electricity, tier 2", f"{upper} kWh", dollars(_TIER_2), dollars(to_cents(upper * _TIER_2))),
            ("Natural gas", f"{bill.therms} therms", dollars(_THERM), dollars(bill.gas)),
        ),
    )


def _details(bill: _Bill, rng: random.Random) -> Page:
    electric, gas = _split(bill.kilowatt_hours, rng), _split(bill.therms, rng)
    weeks = [
        (f"Week {number}", f"{kilowatt_hours} kWh", f"{therms} therms")
        for number, (kilowatt_hours, therms) in enumerate(zip(electric, gas, strict=True), 1)
    ]
    return (
        Text(ENTITY, 13, bold=True),
        Row((f"Account number: {bill.account}", f"Statement date: {long_date(bill.statement)}")),
        Rule(),
        *heading("Details of your usage"),
        *table(("Part of the period", "Electricity", "Natural gas"), *weeks),
        Rule(),
        Row(("Whole period", f"{bill.kilowatt_hours} kWh", f"{bill.therms} therms"), bold=True),
        *heading("Terms and definitions"),
        Text("Tier 1 is the baseline allowance of 300 kWh for your climate zone; tier 2 is any use above it."),
        Text("A therm is the unit in which natural gas is measured; it equals 100,000 British thermal units."),
        Text("The customer charge pays for the meter, its reading and this statement, whatever you use."),
        Gap(),
        Text("If you smell gas, leave the building at once and call us from outside at 1-800-555-0143, day or night."),
    )


def _split(total: int, rng: random.Random) -> list[int]:
    shares = [total // _WEEKS + rng.randint(-2, 2) for _ in range(_WEEKS - 1)]
    return [*shares, total - sum(shares)]

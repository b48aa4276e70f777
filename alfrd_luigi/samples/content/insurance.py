"""A year of monthly vehicle insurance bills, partly charged by the mile."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from alfrd_luigi.samples.content.household import CITY, HOLDER, MONTHS, STREET, YEAR, short_date
from alfrd_luigi.samples.money import dollars, to_cents
from alfrd_luigi.samples.paper import Gap, Page, Paper, Row, Rule, Text, heading, table

ENTITY = "Granite Coast Insurance Company"

_VEHICLE = "2019 Northwind Meridian, 4-door sedan"
_COVERAGES = ("Bodily injury liability", "Property damage liability", "Collision", "Comprehensive")
_FIRST_HALF = (Decimal("41.20"), Decimal("23.85"), Decimal("36.40"), Decimal("14.75"))
_SECOND_HALF = (Decimal("42.65"), Decimal("24.60"), Decimal("35.10"), Decimal("15.20"))
_LIMITS = ("$100,000 each person", "$50,000 each accident", "$500 deductible", "$250 deductible")
_PER_MILE = Decimal("0.045")
_INSTALLMENT_FEE = Decimal("3.00")


@dataclass(frozen=True)
class _Bill:
    policy: str
    vin: str
    statement: date
    miles: int

    @property
    def due(self) -> date:
        return self.statement + timedelta(days=18)

    @property
    def premiums(self) -> tuple[Decimal, ...]:
        return _FIRST_HALF if self.statement.month <= 6 else _SECOND_HALF

    @property
    def period(self) -> str:
        first, last = (1, 7) if self.statement.month <= 6 else (7, 13)
        start, end = date(YEAR, first, 1), date(YEAR + last // 13, last % 12, 1)
        return f"{short_date(start)} to {short_date(end)}"

    @property
    def mileage(self) -> Decimal:
        return to_cents(self.miles * _PER_MILE)

    @property
    def total(self) -> Decimal:
        return sum(self.premiums, self.mileage + _INSTALLMENT_FEE)


def bills(seed: int) -> Iterator[Paper]:
    """The twelve bills of a year, under one policy that is renewed in July."""
    rng = random.Random(f"{seed}/insurance")
    policy = f"GC-{rng.randint(100, 999)}-{rng.randint(10**5, 10**6 - 1)}"
    vin = "SAMPLE" + "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ23456789", k=11))
    for month in MONTHS:
        bill = _Bill(policy, vin, date(YEAR, month, rng.randint(10, 14)), rng.randint(420, 980))
        pages = (_notice(bill), _coverages(bill))
        name = f"insurance-{YEAR}-{month:02}"
        yield Paper(name, "insurance", ENTITY, bill.statement, bill.total, "vehicle insurance bills", pages)


def _notice(bill: _Bill) -> Page:
    premiums = [Row((name, dollars(amount))) for name, amount in zip(_COVERAGES, bill.premiums, strict=True)]
    return (
        Text(ENTITY, 17, bold=True),
        Text("Customer service 1-800-555-0176   claims 1-800-555-0177", 10),
        Rule(),
        Text("AUTO INSURANCE PREMIUM NOTICE", 13, bold=True),
        Gap(),
        Row(("Named insured:", "Bill date:"), 10),
        Row((HOLDER, short_date(bill.statement))),
        Row((STREET, f"Policy number: {bill.policy}")),
        Row((CITY, f"Policy period: {bill.period}")),
        *heading("Insured vehicle"),
        Text(_VEHICLE),
        Text(f"VIN {bill.vin}"),
        *heading("Monthly premium"),
        *premiums,
        Row((f"Mileage, {bill.miles} miles at {_PER_MILE} dollars", dollars(bill.mileage))),
        Row(("Installment fee", dollars(_INSTALLMENT_FEE))),
        Rule(),
        Row(("Total premium due", dollars(bill.total)), 13, bold=True),
        Row(("Payment due date", short_date(bill.due)), bold=True),
        Gap(20),
        Text(
            "Please pay by the due date so that your vehicle stays insured without interruption. Drive safely, and "
            "tell us within thirty days if you change your vehicle or your address.",
            10,
        ),
    )


def _coverages(bill: _Bill) -> Page:
    rows = zip(_COVERAGES, _LIMITS, (dollars(amount) for amount in bill.premiums), strict=True)
    return (
        Text(ENTITY, 13, bold=True),
        Row((f"Policy number: {bill.policy}", f"Bill date: {short_date(bill.statement)}")),
        Rule(),
        *heading("Your coverages"),
        *table(("Coverage", "Limit or deductible", "Monthly"), *rows),
        *heading("Terms"),
        Text("The deductible is the part of a loss that you pay yourself before this policy pays the rest."),
        Text("Mileage is read from your odometer report. Report it by the last day of each month."),
        Text("Either party may end the policy in writing. Unused premium is returned within thirty days."),
        Gap(),
        Text("To report an accident, call 1-800-555-0177 with your policy number at hand, at any hour."),
    )

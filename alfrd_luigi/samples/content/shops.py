"""Till receipts of different shops: narrow, short, each with its own date format and payment method."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alfrd_luigi.samples.content.household import YEAR
from alfrd_luigi.samples.money import dollars, to_cents
from alfrd_luigi.samples.paper import TILL_ROLL, Block, Gap, Page, Paper, Row, Rule, Text

_TAX = Decimal("0.08625")


@dataclass(frozen=True)
class _Shop:
    name: str
    street: str
    month: int
    date_format: str
    pays_cash: bool
    goods: tuple[tuple[str, str], ...]


# Numeric dates are never ambiguous: purchases are on the 13th or later.
_SHOPS = (
    _Shop(
        "Corner Basket Market",
        "415 Orchard Avenue",
        2,
        "%m/%d/%Y %H:%M",
        True,
        (
            ("Whole milk", "4.29"),
            ("Sourdough bread", "5.75"),
            ("Eggs, dozen", "4.99"),
            ("Bananas", "1.87"),
            ("Tomatoes", "3.42"),
            ("Olive oil", "12.49"),
            ("Rice 2 lb", "3.89"),
        ),
    ),
    _Shop(
        "Hammer and Oak Hardware",
        "77 Foundry Road",
        4,
        "%b %d, %Y %I:%M %p",
        False,
        (
            ("Wood screws", "7.95"),
            ("Paint brush 2 in", "6.49"),
            ("Masking tape", "4.25"),
            ("LED bulb 2-pack", "11.99"),
            ("Sandpaper", "5.15"),
        ),
    ),
    _Shop(
        "Lakeside Pharmacy",
        "9 Lake Street",
        5,
        "%Y-%m-%d %H:%M",
        False,
        (
            ("Hand cream", "8.79"),
            ("Toothpaste", "4.59"),
            ("Adhesive bandages", "6.35"),
            ("Vitamin C", "13.25"),
        ),
    ),
    _Shop(
        "Blue Kettle Cafe",
        "230 Market Lane",
        7,
        "%d %b %Y %H:%M",
        True,
        (("Coffee", "3.75"), ("Tea", "3.25"), ("Blueberry scone", "4.50"), ("Soup of the day", "8.95")),
    ),
    _Shop(
        "Paper Lantern Books",
        "64 College Avenue",
        9,
        "%B %d, %Y %H:%M",
        False,
        (("Atlas of islands", "34.00"), ("Notebook A5", "6.95"), ("Gel pen", "2.45"), ("Wall calendar", "15.50")),
    ),
    _Shop(
        "Trailhead Outfitters",
        "1800 Summit Drive",
        11,
        "%m/%d/%Y %I:%M %p",
        False,
        (("Wool socks", "18.95"), ("Water bottle", "24.50"), ("Head lamp", "39.95"), ("Trail map", "9.75")),
    ),
)


@dataclass(frozen=True)
class _Sale:
    items: tuple[tuple[str, Decimal], ...]

    @property
    def subtotal(self) -> Decimal:
        return sum((price for _, price in self.items), Decimal())

    @property
    def tax(self) -> Decimal:
        return to_cents(self.subtotal * _TAX)

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.tax


def receipts(seed: int) -> Iterator[Paper]:
    """One receipt of each shop."""
    for shop in _SHOPS:
        name = f"shop-{shop.name.lower().replace(' ', '-')}"
        rng = random.Random(f"{seed}/{name}")
        chosen = rng.sample(shop.goods, rng.randint(3, len(shop.goods)))
        sale = _Sale(tuple((item, Decimal(price)) for item, price in chosen))
        when = datetime(YEAR, shop.month, rng.randint(13, 28), rng.randint(9, 19), rng.randint(0, 59))
        page = _receipt(shop, sale, when, rng.randint(1000, 9999))
        yield Paper(name, "receipt", shop.name, when.date(), sale.total, None, (page,), TILL_ROLL)


def _receipt(shop: _Shop, sale: _Sale, when: datetime, number: int) -> Page:
    return (
        Text(shop.name, 13, bold=True, align="center"),
        Text(f"{shop.street}, San Mira", 9, align="center"),
        Text("Tel. 555-0119", 9, align="center"),
        Gap(6),
        Text(when.strftime(shop.date_format), 10),
        Text(f"Receipt {number}   Register 2", 10),
        Rule(),
        *(Row((item, f"{price:.2f}"), 10) for item, price in sale.items),
        Rule(),
        Row(("Subtotal", f"{sale.subtotal:.2f}"), 10),
        Row(("Sales tax", f"{sale.tax:.2f}"), 10),
        Row(("TOTAL", dollars(sale.total)), 12, bold=True),
        *_payment(shop, sale.total),
        Gap(8),
        Text("Thank you for shopping with us", 9, align="center"),
    )


def _payment(shop: _Shop, total: Decimal) -> tuple[Block, ...]:
    if not shop.pays_cash:
        return (Row(("Card **** 4417", f"{total:.2f}"), 10),)
    given = (total // 20 + 1) * 20
    return Row(("Cash", f"{given:.2f}"), 10), Row(("Change", f"{given - total:.2f}"), 10)

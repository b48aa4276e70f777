"""Amounts in US dollars, exact to the cent."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """An amount rounded to cents, half a cent up, as on bills."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def drawn(rng: random.Random, low: int, high: int) -> Decimal:
    """A random amount between two amounts in whole dollars, both included."""
    return Decimal(rng.randint(low * 100, high * 100)) / 100


def dollars(amount: Decimal) -> str:
    """`$1,234.56`, or `-$1,234.56`."""
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"

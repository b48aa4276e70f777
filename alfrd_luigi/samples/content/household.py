"""The household that receives the documents, and the date formats of their senders."""

from __future__ import annotations

from datetime import date

HOLDER = "Alex Sample"
STREET = "120 Sample Street, Apt 4"
CITY = "San Mira, CA 94999"
ADDRESS = f"{STREET}, {CITY}"
YEAR = 2024
MONTHS = range(1, 13)


def long_date(day: date) -> str:
    """`January 23, 2024`."""
    return f"{day:%B} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """`Jan 23, 2024`."""
    return f"{day:%b} {day.day}, {day.year}"


def day_first(day: date) -> str:
    """`23 January 2024`."""
    return f"{day.day} {day:%B} {day.year}"

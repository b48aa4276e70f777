"""Dates, periods and amounts of money in a form for people."""

from __future__ import annotations

from calendar import month_name, monthrange
from datetime import date

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}


def money(value: float, currency: str | None) -> str:
    """ "$1,234.50", "MYR 12.00", and without a known currency "12.00"; a minus stands before the sign."""
    number = f"{abs(value):,.2f}"
    if currency is None:
        amount = number
    else:
        amount = f"{_SIGNS[currency]}{number}" if currency in _SIGNS else f"{currency} {number}"
    return f"-{amount}" if value < 0 else amount


def spoken_date(day: date) -> str:
    """ "27 January 2024"."""
    return f"{day.day} {month_name[day.month]} {day.year}"


def period(start: date, end: date) -> str:
    """ "January 2024" for a whole month, else "3 January 2024 to 2 February 2024"."""
    whole_month = start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1])
    return f"{month_name[start.month]} {start.year}" if whole_month else f"{spoken_date(start)} to {spoken_date(end)}"

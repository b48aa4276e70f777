"""Dates, periods and amounts of money in a form for people, in the languages that have a summaries.toml.

Its `months` are the names; `date`, `month` and `span` are the forms of a day, of a whole month and of a period, and
`first_day` is how the first of a month is written, if differently. `thousands` and `decimal` separate the parts of a
number; `signed` and `coded` are the forms of an amount whose currency has a sign or only a code, and `percent` is that
of a share. `counted` has the nouns for one and for several of each kind of thing that is counted. `fields` has the
names of the fields that the summary of a file compares, and `change` the forms of a comparison.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from alfrd_luigi.extraction.languages import ENGLISH, by_code

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}


def money(value: float, currency: str | None, language: str = ENGLISH) -> str:
    """ "$1,234.50", "MYR 12.00", and without a known currency "12.00"; a minus stands before the sign."""
    form = _form(language)
    amount = number(f"{abs(value):,.2f}", language)
    if currency in _SIGNS:
        amount = form["signed"].format(sign=_SIGNS[currency], number=amount)
    elif currency is not None:
        amount = form["coded"].format(code=currency, number=amount)
    return f"-{amount}" if value < 0 else amount


def number(english: str, language: str = ENGLISH) -> str:
    """The number with the separators of the language instead of the English ones."""
    form = _form(language)
    return english.translate(str.maketrans({",": form["thousands"], ".": form["decimal"]}))


def quantity(value: float, unit: str | None, language: str = ENGLISH) -> str:
    """ "2,310 kWh", and without a unit "2,310"."""
    amount = number(f"{value:,.12g}", language)
    return f"{amount} {unit}" if unit else amount


def percent(share: float, language: str = ENGLISH) -> str:
    """ "12%" of 0.12."""
    return str(_form(language)["percent"].format(number=f"{100 * share:.0f}"))


def counted(number_of: int, noun: str, language: str = ENGLISH) -> str:
    """ "1 document", "3 documents"; `noun` is one of those in `counted`."""
    singular, plural = _form(language)["counted"][noun].split(", ")
    return f"{number_of} {singular if number_of == 1 else plural}"


def spoken_date(day: date, language: str = ENGLISH) -> str:
    """ "27 January 2024"."""
    form = _form(language)
    number_of_day = form.get("first_day", "1") if day.day == 1 else day.day
    return str(form["date"].format(day=number_of_day, month=_month(day, form), year=day.year))


def period(start: date, end: date, language: str = ENGLISH) -> str:
    """ "January 2024" for a whole month, else "3 January 2024 to 2 February 2024"."""
    form = _form(language)
    if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return str(form["month"].format(month=_month(start, form), year=start.year))
    return str(form["span"].format(start=spoken_date(start, language), end=spoken_date(end, language)))


def _form(language: str) -> Mapping[str, Any]:
    return by_code("summaries")[language]


def _month(day: date, form: Mapping[str, Any]) -> str:
    return str(form["months"].split(", ")[day.month - 1])

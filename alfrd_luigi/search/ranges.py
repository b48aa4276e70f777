"""Ranges of dates and amounts, as a person types them and as PostgreSQL reads them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import NamedTuple, TypeVar

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NUMBER = re.compile(r"-?\d+(?:[.,'\u2019\u00a0]\d+)*")
_FRACTION = re.compile(r"[.,](\d{1,2})$")
_SIDES = re.compile(r"\s*(>=|<=|>|<|=)?\s*(.*?)\s*", re.DOTALL)
_CENT = Decimal("0.01")
_MONTHS = 12
_MOST_DIGITS = 14
_Value = TypeVar("_Value", date, Decimal)


class Days(NamedTuple):
    """The days from `first` to `last`, both included. None: without end."""

    first: date | None
    last: date | None


class Amounts(NamedTuple):
    """The amounts from `least` to `most`, both included. None: without end."""

    least: Decimal | None
    most: Decimal | None


_Range = TypeVar("_Range", Days, Amounts)


def days(text: str) -> tuple[Days, str | None] | None:
    """The days that a text such as `2024`, `2024-03..2024-06` or `>2024-03-05` means; None if it means none.

    A remark says what is odd in it.
    """
    remarks: list[str] = []
    found = _range(text, lambda written: _days(written, remarks), lambda day, by: day + timedelta(by))
    return None if found is None else (Days(*found), "; ".join(remarks) or None)


def amounts(text: str) -> Amounts | None:
    """The amounts that a text such as `10..50`, `>100` or `42` means, or None. `42` alone is 42.00 to 42.99."""
    found = _range(text, _amount, lambda amount, by: amount + by * _CENT)
    if found is None:
        return None
    is_one, (low, high) = found[0] == found[1] is not None, found
    has_cents = _FRACTION.search(text.strip().rstrip("\u20ac$\u00a3 ")) is not None
    return Amounts(low, high + 1 - _CENT) if is_one and high is not None and not has_cents else Amounts(low, high)


def month(year: int, number: int) -> Days:
    """The days of a month."""
    return Days(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def multirange(ranges: Iterable[Days | Amounts] | None) -> str | None:
    """The ranges as PostgreSQL reads them; None for None."""
    if ranges is None:
        return None
    return "{" + ",".join(f"[{_side(low)},{_side(high)}]" for low, high in ranges) + "}"


def common(one: Iterable[_Range] | None, other: Iterable[_Range] | None) -> tuple[_Range, ...] | None:
    """The days or amounts in both; None stands for all."""
    if one is None or other is None:
        given = one if other is None else other
        return None if given is None else tuple(given)
    return tuple(type(a)(*sides) for a, b in product(one, other) if (sides := _common(a, b)))


def _common(
    one: tuple[_Value | None, _Value | None], other: tuple[_Value | None, _Value | None]
) -> tuple[_Value | None, _Value | None] | None:
    low = max((each for each in (one[0], other[0]) if each is not None), default=None)
    high = min((each for each in (one[1], other[1]) if each is not None), default=None)
    return None if low is not None and high is not None and high < low else (low, high)


def _side(value: date | Decimal | None) -> str:
    return "" if value is None else str(value)


def _range(
    text: str, read: Callable[[str], tuple[_Value, _Value] | None], step: Callable[[_Value, int], _Value]
) -> tuple[_Value | None, _Value | None] | None:
    """The first and last value of `A..B`, `A..`, `..B`, `>A`, `<A` or `A`."""
    if ".." in text:
        low, high = (read(side.strip()) for side in text.split("..", 1))
        if low and high and high[1] < low[0]:
            low, high = high, low
        return (low[0] if low else None, high[1] if high else None) if low or high else None
    sign, written = _parts(text)
    found = read(written)
    if found is None:
        return None
    first, last = found
    try:
        return {">": (step(last, 1), None), ">=": (first, None), "<": (None, step(first, -1)), "<=": (None, last)}.get(
            sign, found
        )
    except OverflowError:
        return found


def _parts(text: str) -> tuple[str, str]:
    match = _SIDES.fullmatch(text)
    return (match[1] or "", match[2]) if match else ("", text)


def _days(text: str, remarks: list[str]) -> tuple[date, date] | None:
    """The first and last day of a year, a month or a day. A day that a month does not have is its last one."""
    numbers = _numbers(text)
    if numbers is None or 0 in numbers or (len(numbers) > 1 and numbers[1] > _MONTHS):
        return None
    if len(numbers) == 1:
        return date(numbers[0], 1, 1), date(numbers[0], _MONTHS, 31)
    last = monthrange(numbers[0], numbers[1])[1]
    if len(numbers) == 2:
        return date(numbers[0], numbers[1], 1), date(numbers[0], numbers[1], last)
    day = date(numbers[0], numbers[1], min(numbers[2], last))
    if numbers[2] > last:
        remarks.append(f"{text} is no date: {day} was taken")
    return day, day


def _numbers(text: str) -> list[int] | None:
    """The year, and the month and the day if they are given."""
    if match := _DATE.fullmatch(text):
        return [int(each) for each in match.groups() if each]
    if match := _DAY_FIRST.fullmatch(text):
        return [int(each) for each in reversed(match.groups())]
    return None


def _amount(text: str) -> tuple[Decimal, Decimal] | None:
    """The amount in a text, twice: the first and the last one that it means."""
    match = _NUMBER.search(text)
    if match is None or len(match[0]) > _MOST_DIGITS:
        return None
    fraction = _FRACTION.search(match[0])
    whole = re.sub(r"[^\d-]", "", match[0][: fraction.start()] if fraction else match[0])
    value = Decimal(f"{whole}.{fraction[1]}" if fraction else whole)
    return value, value

"""Whether two texts or values say the same: a quotation and its value, or the values of two readers."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.lines import fold

# Of 100: a model may correct a misread letter of a name, or write it without its legal form.
_SAME_TEXT = 85
_CENT = 0.005


def holds(quotation: str, value: Any) -> bool:
    """Whether a quotation contains a value: a number, a date (ISO 8601) or a text, in any notation."""
    match value:
        case bool():
            return True
        case int() | float():
            return any(is_same(float(money.value), value) for money in find_money(quotation)) or _is_in(
                f"{value:g}", quotation
            )
        case str() if day := _date(value):
            return any(day in (printed.day_first, printed.month_first) for printed in find_printed_dates(quotation))
        case str():
            return _is_in(value, quotation)
        case _:
            return True


def is_same(first: Any, second: Any) -> bool:
    """Whether two values are the same. The sign of an amount does not matter: a printed sign is easily lost."""
    if isinstance(first, int | float) and isinstance(second, int | float):
        return abs(abs(first) - abs(second)) < _CENT
    if isinstance(first, str) and isinstance(second, str):
        return _is_in(first, second) or _is_in(second, first)
    return bool(first == second)


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _is_in(value: str, quotation: str) -> bool:
    from rapidfuzz import fuzz

    wanted, printed = _letters(value), _letters(quotation)
    is_as_long = len(printed) >= len(wanted) * _SAME_TEXT / 100
    return wanted in printed or (is_as_long and fuzz.partial_ratio(wanted, printed) >= _SAME_TEXT)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())

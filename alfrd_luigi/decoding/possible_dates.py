"""Whether the dates in a text can be dates. A font map or a scanner that mistakes digits leaves the letters right."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A date in digits, or a day and a year around the name of a month.
_IN_DIGITS = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?![\d./-]?\d)")
_WITH_NAME = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\.?\s(?:de\s|of\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?(\d{4})(?!\d)"
    r"|[^\W\d_]{3,10}\.?\s(\d{1,2})(?:st|nd|rd|th)?,\s(\d{4})(?!\d)"
)
# The years of other calendars are from 1300 (Iran) to 2700 (Thailand).
_DAYS, _MONTHS, _YEARS = range(1, 32), range(1, 13), range(1300, 2700)
_FULL_YEAR = 4


def are_possible(text: str) -> bool:
    """Whether one of the dates in the text is possible, or it has none."""
    found = list(_found(text))
    return any(found) or not found


def _found(text: str) -> Iterator[bool]:
    """For each date, whether it is possible."""
    for first, _, middle, last in _IN_DIGITS.findall(text):
        if _FULL_YEAR in (len(first), len(last)):
            yield _is_possible(first, middle, last)
    for day, year, other_day, other_year in _WITH_NAME.findall(text):
        yield int(day or other_day) in _DAYS and int(year or other_year) in _YEARS


def _is_possible(first: str, middle: str, last: str) -> bool:
    """Whether three numbers are a year, a month and a day, in an order that is used."""
    year, one, other = (last, first, middle) if len(last) == _FULL_YEAR else (first, middle, last)
    day_and_month = (int(one), int(other)), (int(other), int(one))
    return int(year) in _YEARS and any(day in _DAYS and month in _MONTHS for day, month in day_and_month)

"""Finds whether a document writes the day or the month first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from alfrd_luigi.extraction.countries import find_country
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate

# Countries that write month/day/year in numbers (Unicode CLDR, short date format).
_MONTH_FIRST = {"US", "PH"}
_DOLLAR = re.compile(r"(?<![A-Z])\$\s?\d")
_CLOSE = timedelta(days=45)
"""Dates of one document are close together. This is about the time from a monthly bill to its due date."""


def is_day_first(dates: Sequence[PrintedDate], pages: Sequence[str]) -> bool | None:
    """Decides by the unambiguous dates, then the country or a "$", then the distance of the dates. None if unclear."""
    told = [
        printed.day_first is not None for printed in dates if printed.day_first is None or printed.month_first is None
    ]
    if told and told.count(True) != told.count(False):
        return told.count(True) > told.count(False)
    if country := find_country(pages):
        return country.value not in _MONTH_FIRST
    if any(_DOLLAR.search(page) for page in pages):
        return False
    return _nearer_reading(dates)


def _nearer_reading(dates: Sequence[PrintedDate]) -> bool | None:
    certain = [printed.certain for printed in dates if printed.certain]
    unsure = [printed for printed in dates if not printed.certain]
    day_first = _distance([printed.day_first for printed in unsure], certain)
    month_first = _distance([printed.month_first for printed in unsure], certain)
    return day_first < month_first if min(day_first, month_first) <= _CLOSE and day_first != month_first else None


def _distance(readings: Sequence[date | None], others: Sequence[date]) -> timedelta:
    """The shortest distance between one of the readings and one of the other dates."""
    ordered = sorted(others)
    distances = (
        abs(day - other)
        for day in readings
        if day
        for place in [bisect_left(ordered, day)]
        for other in ordered[max(0, place - 1) : place + 1]
    )
    return min(distances, default=timedelta.max)

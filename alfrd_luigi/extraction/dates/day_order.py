"""Finds whether a document writes the day or the month first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from alfrd_luigi.extraction.countries import likely_countries
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate
from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.extraction.languages import ENGLISH

# Countries that write month/day/year in numbers (Unicode CLDR, short date format).
_MONTH_FIRST = {"US", "PH"}
_MIXED = {"CA"}
"""Countries where both orders are usual."""
_DOLLAR = re.compile(r"(?<![A-Z])\$\s?\d")
# The form that a date field asks for: "(MM/DD/YYYY)", "Day   Month   Year", "jj/mm/aaaa".
_DAY_FORM = re.compile(
    r"\b(?:dd|jj|tt|gg)\s?[-./ |]\s?mm\s?[-./ |]\s?(?:yy|aa|jj)|\bday\s{1,9}month\s{1,9}year"
    r"|\btag\s{1,9}monat\s{1,9}jahr"
    r"|\bjour\s{1,9}mois\s{1,9}ann[eé]e|\bd[ií]a\s{1,9}mes\s{1,9}a[nñ]o|\bgiorno\s{1,9}mese\s{1,9}anno"
    r"|\bdag\s{1,9}maand\s{1,9}jaar",
    re.IGNORECASE,
)
_MONTH_FORM = re.compile(r"\bmm\s?[-./ |]\s?dd\s?[-./ |]\s?yy|\bmonth\s{1,9}day\s{1,9}year", re.IGNORECASE)
_CLOSE = timedelta(days=45)
"""Dates of one document are close together. This is about the time from a monthly bill to its due date."""
_REMOTE = timedelta(days=730)
_SEVERAL = 3
"""Days that show by their nearness which order they have."""


@dataclass(frozen=True)
class DayOrder:
    """Whether the day comes first: as the document itself shows, and as is assumed otherwise. None if unclear."""

    shown: bool | None
    assumed: bool | None

    def reading(self, printed: PrintedDate) -> date | None:
        """The day that a date means in this order; None if that is unclear."""
        if printed.certain:
            return printed.certain
        day_first = self._of(printed)
        return None if day_first is None else printed.day_first if day_first else printed.month_first

    def _of(self, printed: PrintedDate) -> bool | None:
        if self.shown is not None:
            return self.shown
        return True if printed.dotted else self.assumed


def find_day_order(
    dates: Sequence[PrintedDate], due: Sequence[PrintedDate], pages: Sequence[str], foreign: bool
) -> DayOrder:
    """The order of day and month. `due` are dates of payment, which do not come before the day of a bill.

    `foreign` tells whether the labels of the dates are in another language than English: these have the day first.
    """
    shown = _shown_form(pages)
    shown = _shown_dates(dates) if shown is None else shown
    shown = _same_day(dates) if shown is None else shown
    if shown is not None:
        return DayOrder(shown, None)
    paid_later = _before_due(dates, due)
    return DayOrder(None, _assumed(dates, pages, foreign) if paid_later is None else paid_later)


def with_short_years(dates: Sequence[PrintedDate]) -> Sequence[PrintedDate]:
    """The dates; those with a year of two digits as the other dates of the document say.

    "20/10/03" is 3 October 2020 where 2020/10/03 stands too, and where only this reading is close to another date.
    """
    full = {printed.certain for printed in dates if printed.certain and not printed.year_first}
    return [_with_short_year(printed, full) if printed.year_first else printed for printed in dates]


def _with_short_year(printed: PrintedDate, full: Collection[date]) -> PrintedDate:
    readings = {day for day in (printed.day_first, printed.month_first, printed.year_first) if day}
    same = readings & set(full)
    if len(same) == 1:
        return _only(printed, same.pop())
    near = {day for day in readings if _distance([day], [*full]) <= _CLOSE}
    others = readings - near
    is_clear = near == {printed.year_first} and all(_distance([day], [*full]) > _REMOTE for day in others)
    return _only(printed, near.pop()) if is_clear else printed


def _only(printed: PrintedDate, day: date) -> PrintedDate:
    return replace(printed, day_first=day, month_first=day)


def day_form(text: str) -> bool | None:
    """Whether the form that a text asks a date in has the day first. None if there is no form, or there are both."""
    day, month = (bool(form.search(text)) for form in (_DAY_FORM, _MONTH_FORM))
    return day if day != month else None


def _shown_form(pages: Sequence[str]) -> bool | None:
    return day_form("\n".join(pages))


def _shown_dates(dates: Sequence[PrintedDate]) -> bool | None:
    told = [
        printed.day_first is not None for printed in dates if printed.day_first is None or printed.month_first is None
    ]
    return told.count(True) > told.count(False) if told and told.count(True) != told.count(False) else None


def _same_day(dates: Sequence[PrintedDate]) -> bool | None:
    """The order in which an ambiguous date is the same day as a certain one."""
    certain = {printed.certain for printed in dates if printed.certain}
    unsure = [printed for printed in dates if not printed.certain]
    day = any(printed.day_first in certain for printed in unsure)
    month = any(printed.month_first in certain for printed in unsure)
    return day if day != month else None


def _before_due(dates: Sequence[PrintedDate], due: Sequence[PrintedDate]) -> bool | None:
    """The only order in which no due date is before all other dates."""
    others = [printed for printed in dates if printed not in due]
    if not others or not due:
        return None
    day = _follows([each.day_first for each in due], [each.day_first for each in others])
    month = _follows([each.month_first for each in due], [each.month_first for each in others])
    return day if day != month else None


def _follows(due: Sequence[date | None], others: Sequence[date | None]) -> bool:
    first = min(filter(None, others), default=date.min)
    return all(first <= day for day in due if day)


def _assumed(dates: Sequence[PrintedDate], pages: Sequence[str], foreign: bool) -> bool | None:
    """By the country, the language, the dates with a named month, a "$", the distance. None if no date needs it."""
    if all(printed.certain for printed in dates):
        return None
    countries = likely_countries(pages)
    orders = {country not in _MONTH_FIRST for country in countries}
    if len(orders) == 1 and not _MIXED & set(countries):
        return orders.pop()
    if foreign or language_of(pages) != ENGLISH:
        return True
    if (written := _written_order(dates)) is not None:
        return written
    if not countries and any(_DOLLAR.search(page) for page in pages):
        return False
    return _nearer_reading(dates)


def _written_order(dates: Sequence[PrintedDate]) -> bool | None:
    """Whether the dates with a named month have the day first; None if they differ, or are a single one."""
    orders = [printed.written for printed in dates if printed.written is not None]
    return orders[0] if len(orders) > 1 and len(set(orders)) == 1 else None


def _nearer_reading(dates: Sequence[PrintedDate]) -> bool | None:
    certain = [printed.certain for printed in dates if printed.certain]
    unsure = [printed for printed in dates if not printed.certain]
    if not certain:
        return _closer_reading(unsure)
    day_first = _distance([printed.day_first for printed in unsure], certain)
    month_first = _distance([printed.month_first for printed in unsure], certain)
    return day_first < month_first if min(day_first, month_first) <= _CLOSE and day_first != month_first else None


def _closer_reading(unsure: Sequence[PrintedDate]) -> bool | None:
    """The order in which several days are close together: 09/01, 09/02 and 09/05 are days of a week in September."""
    if len({printed.day_first for printed in unsure}) < _SEVERAL:
        return None
    day_first = _span(each.day_first for each in unsure) <= _CLOSE
    month_first = _span(each.month_first for each in unsure) <= _CLOSE
    return day_first if day_first != month_first else None


def _span(days: Iterable[date | None]) -> timedelta:
    known = list(filter(None, days))
    return max(known) - min(known)


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

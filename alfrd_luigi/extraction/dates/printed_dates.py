"""Dates as printed: their place in a line and the days that they can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from alfrd_luigi.extraction.dates.months import month_number

# Older papers are rare and seldom have a full date.
_FIRST_YEAR = 1950
_PIVOT = 60
"""Two-digit years: 60 and above belong to the 1900s."""

_NOT_NUMBER = r"(?<![\d/])(?<!\d[.\-])"
_TIME = r"\d{1,2}[:.]\d{2}"
# A year may touch the time of day that follows it: "30/03/201818:40".
_YEAR4 = rf"(?:19|20)\d\d(?=\D|$|{_TIME})"
# A wide gap is the end of a cell, so that "02 JAN   02 JAN" are two days without a year.
# A dash with spaces is the middle of a range: "1 March - 31 March" is no day of 2031.
# "13 July, 12 noon" and "21 July, 11 am" have an hour, and "July 31, 20XX" has no year.
_HOUR = r"\s?(?:noon|midday|[ap]\.?m\b|o.clock|uhr|heures|h\b|horas|ore\b|uur)"
_YEAR = rf"{_YEAR4}|(?<!\s\s)(?<!\s[-\u2013]\s)\d\d(?!{_HOUR}|[x*_?]{{2}})(?=[^\d:/]|$|\d\d:\d\d)"
# OCR reads a letter of a month as a digit, or adds one: "0ctober", "Mar1ch".
_WORD = r"[^\W\d_]{3,12}|[0-9][^\W\d_]{4,10}|[^\W\d_]{2,7}[0-9][^\W\d_]{1,7}"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|re|[eè]me)\b|[.:]?[aest]\b|\.|º|°|ª)"
_OF = r"(?:(?:day\s)?(?:de|del|di|of|van|d')\s|day,?\s)"
# OCR confuses the second separator with another, or loses it, but "8.30 - 12.30" is no date.
_OTHER_SEP = r"(?:(?<=\d[-./]\d)|(?<=\d[-./,]\d\d))[-./]|(?<=\d\d[-./]\d\d)(?=(?:19|20)\d\d(?!\d))"
# Danes and Swedes write "12/5 2023".
_OTHER_SEP += r"|(?<=/\d)\s(?=20\d\d)|(?<=/\d\d)\s(?=20\d\d)"
_GRID = r"[ |]{1,6}"
_PATTERN = re.compile(
    # "Act 1990. 2.4 The owner" is the end of a sentence and a number.
    rf"{_NOT_NUMBER}(?P<y1>{_YEAR4})(?!\.\s\d{{1,2}}\.\d)\s?(?P<sep1>[-./])\s?(?P<m1>\d{{1,2}})\s?(?P=sep1)\s?"
    rf"(?P<d1>\d{{1,2}}(?!\d)|\d\d(?={_TIME}))"
    rf"|{_NOT_NUMBER}(?P<a2>\d{{1,2}})\s?(?P<sep2>[-./,])\s?(?P<b2>\d{{1,2}})(?:\s?(?P=sep2)\s?|{_OTHER_SEP})"
    rf"(?P<y2>{_YEAR})"
    rf"|{_NOT_NUMBER}(?P<d3>\d{{1,2}}){_ORDINAL}?(?:\s?/\s?|[\s\-./,]{{0,2}}){_OF}?(?P<m3>{_WORD})\.?[\s\-./,']{{0,3}}"
    rf"(?:(?:de|del|of)\s)?(?P<y3>{_YEAR})"
    rf"|(?<![^\W\d_])(?P<m4>{_WORD})\.?[\s\-]{{0,2}}(?!\d{{1,2}}[.,]\d\d(?!\d))(?P<d4>\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b|\.)?\s?[\s,.\-']{{1,3}}"
    rf"(?:(?:of|de|del)\s)?(?P<y4>{_YEAR})"
    rf"|{_NOT_NUMBER}(?P<y5>{_YEAR4})[\s\-,]{{1,2}}(?P<m5>{_WORD})[\s\-]{{1,2}}(?P<d5>\d{{1,2}})(?!\d)"
    r"|(?P<y6>(?:19|20)\d\d)\s?[年년]\s?(?P<m6>\d{1,2})\s?[月월]\s?(?P<d6>\d{1,2})\s?[日일]"
    r"|(?<!\d)(?P<y7>20[0-4]\d)(?P<m7>0[1-9]|1[0-2])(?P<d7>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<![\w-])(?P<iso>20\d\d-?W[0-5]\d-?[1-7])(?![\w-])"
    rf"|(?<![\w.,/+-])(?<!\d )(?P<a8>\d ?\d){_GRID}(?P<b8>\d ?\d){_GRID}(?P<y8>(?:1 ?9|2 ?0) ?\d ?\d)"
    r"(?![\w.,/-])(?! \d(?!\d?:\d\d))"
    r"|(?<![\w.,/+-])(?<!\d )(?P<y0>2 0 [0-4] \d) (?P<m0>[01] \d) (?P<d0>[0-3] \d)(?! ?\d)"
    r"|(?<![\w.,/+-])(?<!\d )(?P<a9>\d ?\d) ?(?P<sep9>[./-]) ?(?P<b9>\d ?\d) ?(?P=sep9) ?"
    r"(?P<y9>(?:1 ?9|2 ?0) ?\d ?\d)(?! ?\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?<![\w.])(?P<month>[^\W\d_]{3,12})\.?\s(?P<year>20\d\d)(?!\d)")
_BOXES = re.compile(rf"(?<![\w.,/+-])(?<!\d )(\d ?\d){_GRID}(\d ?\d){_GRID}(\d ?\d)(?![\w.,/-])(?! \d)")
_GARBLED = re.compile(
    r"(?<![A-Za-z\d])(?=[OoIl|/.\-]*\d)[\dOoIl|]{1,2}([/.\-])[\dOoIl|]{1,2}\1[\dOoIl|]{2,4}(?![A-Za-z])"
)
_GARBLED_YEAR = re.compile(r"(?<![\w.,])(?:[12](?=[\dOoIl]*[OoIl])(?=[OoIl]*\d)[\dOoIl]{3})(?!\w)")
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})


@dataclass(frozen=True)
class PrintedDate:
    """A date at offsets `start` to `end` of a line. `day_first`, `month_first` are its readings, None if impossible."""

    day_first: date | None
    month_first: date | None
    start: int
    end: int
    compact: bool = False
    """Whether it is eight digits in a row or in boxes, which may be another kind of number."""
    dotted: bool = False
    """Whether it is numbers with dots ("03.04.2024"), which have the day first wherever they are used."""
    written: bool | None = None
    """Whether the day precedes the name of the month ("3 April 2024"). None without a name."""
    year_first: date | None = None
    """The reading of three numbers of two digits that begin with the year, as a few countries write them."""

    @property
    def certain(self) -> date | None:
        """The only day that it can mean. None if it depends on the order of day and month."""
        readings = {reading for reading in (self.day_first, self.month_first) if reading}
        return readings.pop() if len(readings) == 1 else None


@lru_cache(maxsize=2048)
def find_printed_dates(line: str) -> tuple[PrintedDate, ...]:
    """The dates in a line, from left to right, without days that are not in the calendar. Cached as `find_money` is."""
    return tuple(_dates(line))


def _dates(line: str) -> Iterator[PrintedDate]:
    clear = _with_digits(line)
    position = 0
    while match := _PATTERN.search(clear, position):
        printed = _read(match)
        position = match.end() if printed else match.start() + 1
        if printed:
            yield printed


def _with_digits(line: str) -> str:
    """The line, as long as it is, with the digits that OCR read as letters within dates and years."""
    for garbled in (_GARBLED, _GARBLED_YEAR):
        line = garbled.sub(lambda match: match[0].translate(_DIGITS), line)
    return line


def find_months(line: str) -> Iterator[date]:
    """The first days of the months that a line names without a day: "March 2024"."""
    for match in _MONTH.finditer(line):
        month = month_number(match["month"])
        first = _day(match["year"], month, 1) if month else None
        if first:
            yield first


def find_boxed_date(line: str) -> PrintedDate | None:
    """The last three numbers that can be a date, with a year of two digits: "07   10   23"."""
    for match in reversed(list(_BOXES.finditer(line))):
        first, second, year = (part.replace(" ", "") for part in match.groups())
        day_first, month_first = _day(year, int(second), int(first)), _day(year, int(first), int(second))
        if day_first or month_first:
            return PrintedDate(day_first, month_first, match.start(), match.end())
    return None


def _read(match: re.Match[str]) -> PrintedDate | None:
    day_first, month_first = _readings(match)
    if not (day_first or month_first) or _is_broken_year(match):
        return None
    compact = bool(match["y7"] or match["y8"])
    dotted = "." in (match["sep2"], match["sep9"])
    written = True if match["m3"] else False if match["m4"] else None
    year_first = _short_year_first(match)
    return PrintedDate(day_first, month_first, match.start(), match.end(), compact, dotted, written, year_first)


def _short_year_first(match: re.Match[str]) -> date | None:
    numbers = match["a2"], match["b2"], match["y2"]
    if not match["a2"] or {len(number) for number in numbers} != {2}:
        return None
    return _day(match["a2"], int(match["b2"]), int(match["y2"]))


def _is_broken_year(match: re.Match[str]) -> bool:
    """Whether a day and a year are rather a year with a lost digit: "February 2 02"."""
    return bool(match["m4"]) and re.search(r"[^\W\d_]\s\d\s\d\d$", match[0]) is not None


def _readings(match: re.Match[str]) -> tuple[date | None, date | None]:
    for group in "289":
        if match[f"a{group}"]:
            first, second, year = (match[f"{part}{group}"].replace(" ", "") for part in "aby")
            return _day(year, int(second), int(first)), _day(year, int(first), int(second))
    only = _week_day(match["iso"]) if match["iso"] else _unambiguous(match)
    return only, only


def _week_day(printed: str) -> date | None:
    try:
        return date.fromisoformat(printed.upper())
    except ValueError:
        return None


def _unambiguous(match: re.Match[str]) -> date | None:
    group = next(number for number in "1345670" if match[f"y{number}"])
    year, word, day = (match[f"{part}{group}"] for part in "ymd")
    spaceless = word.replace(" ", "")
    month = int(spaceless) if spaceless.isdecimal() else month_number(word)
    return _day(year.replace(" ", ""), month, int(day.replace(" ", ""))) if month else None


def _day(year: str, month: int, day: int) -> date | None:
    number = int(year)
    if len(year) <= 2:
        number += 1900 if number >= _PIVOT else 2000
    if number < _FIRST_YEAR:
        return None
    try:
        return date(number, month, day)
    except ValueError:
        return None

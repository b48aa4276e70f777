"""Days that are said in words: `last march`, `march 2024`, `this week`, `letzten Monat`, `les 3 derniers mois`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from alfrd_luigi.search.ranges import Days, month

_YEAR = re.compile(r"(?:19|20)\d{2}")
_COUNT = re.compile(r"[1-9]\d{0,2}")
_WHEN = ("last", "this")
_UNITS = ("day", "week", "month", "year")
_LONGEST = 4
_MONTHS = 12


class Spoken(NamedTuple):
    """The days that so many words mean."""

    days: Days
    words: int


def spoken(words: Sequence[str], today: date) -> Spoken | None:
    """The days that the first of these folded words mean, the most words that mean some; None if they mean none."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        said = [word for word in words[:count] if word not in little()]
        kinds = [kind for word in said for kind in [_kinds().get(word) or _number(word)] if kind]
        if said and len(kinds) == len(said) and words[0] in said and words[count - 1] in said:
            days = _days(kinds, today)
            if days is not None:
                return Spoken(days, count)
    return None


@cache
def little() -> frozenset[str]:
    """Words that a query has for its grammar."""
    return frozenset(word for language in _languages().values() for word in _split(language["little"]))


def _number(word: str) -> tuple[str, int] | None:
    if _YEAR.fullmatch(word):
        return "in", int(word)
    return ("count", int(word)) if _COUNT.fullmatch(word) else None


def _days(kinds: Sequence[tuple[str, int]], today: date) -> Days | None:
    """The days of words of these kinds, in any order."""
    said = dict(kinds)
    match sorted(said, key=lambda kind: (kind not in _WHEN, kind)) if len(said) == len(kinds) else []:
        case ["today"]:
            return Days(today, today)
        case ["yesterday"]:
            return Days(today - timedelta(1), today - timedelta(1))
        case ["in", "name"]:
            return month(said["in"], said["name"])
        case ["last" | "this" as when, "name"]:
            return _named(said["name"], when, today)
        case ["last" | "this" as when, ("week" | "month" | "year") as unit]:
            return _unit(unit, 0 if when == "this" else 1, today)
        case ["last", "count", ("day" | "week" | "month" | "year") as unit]:
            return Days(_before(unit, said["count"], today), today)
    return None


def _named(number: int, when: str, today: date) -> Days:
    """The month of this name: of this year, or the last one that is over."""
    is_over = number < today.month
    return month(today.year if when == "this" or is_over else today.year - 1, number)


def _unit(unit: str, back: int, today: date) -> Days:
    """The week, month or year that lies this number of them back."""
    if unit == "week":
        monday = today - timedelta(today.weekday() + 7 * back)
        return Days(monday, monday + timedelta(6))
    if unit == "year":
        return Days(date(today.year - back, 1, 1), date(today.year - back, _MONTHS, 31))
    years, months = divmod(today.year * _MONTHS + today.month - 1 - back, _MONTHS)
    return month(years, months + 1)


def _before(unit: str, count: int, today: date) -> date:
    """The day so many units before today."""
    if unit in ("day", "week"):
        return today - timedelta(count * (7 if unit == "week" else 1))
    years, months = divmod(today.year * _MONTHS + today.month - 1 - count * (_MONTHS if unit == "year" else 1), _MONTHS)
    _, last = month(max(years, 1), months + 1)
    return last.replace(day=min(today.day, last.day)) if last else today


@cache
def _kinds() -> Mapping[str, tuple[str, int]]:
    """What each word says: the kind and, of a month, its number. The first language that has a word decides."""
    found: dict[str, tuple[str, int]] = {}
    for language in _languages().values():
        for kind in ("last", "this", "today", "yesterday", *_UNITS):
            found |= {word: (kind, 0) for word in _split(language[kind]) if word not in found}
        for number, names in enumerate(language["months"], start=1):
            found |= {word: ("name", number) for word in _split(names) if word not in found}
    return found


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


@cache
def _languages() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("query_words.toml").read_text("utf-8"))

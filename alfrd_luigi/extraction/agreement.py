"""Compares values that are known from elsewhere with what a document's pages say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alfrd_luigi.extraction.amounts.currencies import resolve
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.dates.mentions import read_dates
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.extraction.lines import fold, read_lines

_CENT = 0.005
_GAP = "[.,'\u2019\u00a0\u202f ]?"
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def differing(values: Mapping[str, Any], reading: Mapping[str, Any], pages: Sequence[str]) -> dict[str, Any]:
    """The values of `reading`, which was read from the pages, that contradict the known `values`, by name.

    A reading may be wrong itself. It contradicts a value that the pages do not print; and a total that they print, if
    it is none of the other known amounts, for which it may have been mistaken.
    """
    return {
        name: read
        for name, read in reading.items()
        if read is not None and name in values and not _agrees(name, read, values, pages)
    }


def _agrees(name: str, read: Any, values: Mapping[str, Any], pages: Sequence[str]) -> bool:
    value = values[name]
    match value:
        case int() | float():
            is_mistaken = name != "total_amount" or _is_among(read, values)
            return _same_amount(read, value) or (is_mistaken and _prints_amount(value, pages))
        case str() if _ISO_DATE.fullmatch(value):
            return read == value or _prints_date(value, pages)
        case str() if name == "currency":
            return read == value or _prints_currency(value, pages)
        case _:
            return _prints_name(name, value, pages) or same_entity(read, value)


def _same_amount(one: float, other: float) -> bool:
    """Without the sign: a credit note may print its amounts with or without."""
    return abs(abs(one) - abs(other)) < _CENT


def _is_among(read: float, values: Mapping[str, Any]) -> bool:
    return any(_same_amount(read, known) for known in _amounts(values))


def _amounts(values: Mapping[str, Any]) -> Iterator[float]:
    for value in values.values():
        match value:
            case int() | float():
                yield value
            case list():
                yield from (amount for item in value for amount in _amounts(item))


def _prints_amount(value: float, pages: Sequence[str]) -> bool:
    whole, cents = f"{abs(value):.2f}".split(".")
    digits = _GAP.join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole))
    tail = rf"[.,:]\s?{cents}" if cents != "00" else r"(?:[.,:]\s?00|[.,]?[-\u2013]{1,2})?"
    printed = re.compile(rf"(?<!\d)(?<!\d[.,]){digits}{tail}(?![.,]?\d)")
    return any(printed.search(page) for page in pages)


def _prints_date(value: str, pages: Sequence[str]) -> bool:
    day = date.fromisoformat(value)
    printed = (mention.printed for mention in read_dates(read_lines(pages)))
    return any(day in (each.certain, each.day_first, each.month_first) for each in printed)


def _prints_currency(value: str, pages: Sequence[str]) -> bool:
    marks = {mention.money.mark for mention in read_amounts(read_lines(pages))} - {None}
    is_word = any(re.search(rf"\b{value}\b", page) for page in pages)
    return is_word or value in {resolve(mark, None) for mark in marks if mark}


def _prints_name(name: str, value: str, pages: Sequence[str]) -> bool:
    """Whether the pages print it; the name of an entity also without its legal form."""
    printed = _letters(" ".join(pages))
    forms = (value, normalise_entity(value)) if name == "entity" else (value,)
    return any(_letters(form) in printed for form in forms)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))

"""Compares values that are known from elsewhere with what a document's pages say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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
    printed = _Print(tuple(pages))
    return {
        name: read
        for name, read in reading.items()
        if read is not None and name in values and not _agrees(name, read, values, printed)
    }


def _agrees(name: str, read: Any, values: Mapping[str, Any], printed: _Print) -> bool:
    value = values[name]
    match value:
        case int() | float():
            is_mistaken = name != "total_amount" or _is_among(read, values)
            return _same_amount(read, value) or (is_mistaken and printed.has_amount(value))
        case str() if _ISO_DATE.fullmatch(value):
            return bool(read == value) or date.fromisoformat(value) in printed.days
        case str() if name == "currency":
            return bool(read == value) or value in printed.currencies
        case str() if name == "entity":
            return same_entity(read, value) or printed.has_name(value) or printed.has_name(normalise_entity(value))
        case _:
            return printed.has_name(value)


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


@dataclass(frozen=True)
class _Print:
    """What the pages print."""

    pages: tuple[str, ...]

    @cached_property
    def days(self) -> set[date | None]:
        """The days that a printed date can mean."""
        dates = [mention.printed for mention in read_dates(read_lines(self.pages))]
        return {day for each in dates for day in (each.day_first, each.month_first)}

    @cached_property
    def currencies(self) -> set[str | None]:
        """The currencies of the amounts, and all words that may be codes."""
        marks = {mention.money.mark for mention in read_amounts(read_lines(self.pages))}
        words = {word for page in self.pages for word in re.findall(r"\b[A-Z]{3}\b", page)}
        return words | {resolve(mark, None) for mark in marks if mark}

    @cached_property
    def _letters(self) -> str:
        return _letters(" ".join(self.pages))

    def has_name(self, value: str) -> bool:
        """Whether the text is printed, in any spacing and case."""
        return _letters(value) in self._letters

    def has_amount(self, value: float) -> bool:
        """Whether the amount is printed, in any notation."""
        whole, cents = f"{abs(value):.2f}".split(".")
        digits = _GAP.join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole))
        tail = rf"[.,:]\s?{cents}" if cents != "00" else r"(?:[.,:]\s?00|[.,]?[-\u2013]{1,2})?"
        notation = re.compile(rf"(?<!\d)(?<!\d[.,]){digits}{tail}(?![.,]?\d)")
        return any(notation.search(page) for page in self.pages)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))

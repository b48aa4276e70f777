"""Whether a text says a value: the pages of a document, a quotation, or another reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from alfrd_luigi.extraction.amounts.currencies import currencies_of
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.dates.mentions import read_dates
from alfrd_luigi.extraction.lines import fold, read_lines

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# Of 100: a model may correct a misread letter of a name, or write it without its legal form.
_SAME_TEXT = 85
_CENT = 0.005
# The groups of digits of a whole number: thousands, or as in India, hundreds above the first thousand.
_GROUPS = re.compile(r"\d{1,3}(?=(?:\d{3})*$)"), re.compile(r"\d{1,2}(?=(?:\d\d)*\d{3}$)|\d{1,3}$")
_GAP = "[.,'\u2019\u00a0\u202f ]?"


@dataclass(frozen=True)
class Print:
    """The pages of a document, searched for values in any notation. Each search reads the pages once."""

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
        return words | {currencies_of(self.pages).code(mark) for mark in marks if mark}

    @cached_property
    def _letters(self) -> str:
        return letters(" ".join(self.pages))

    def has(self, value: Any) -> bool:
        """Whether a number, a date (ISO 8601) or a text is printed. True for a list, whose items are not searched."""
        match value:
            case bool() | list() | dict():
                return True
            case int() | float():
                return self.has_amount(value)
            case str() if ISO_DATE.fullmatch(value):
                return date.fromisoformat(value) in self.days
            case _:
                return self.has_name(str(value))

    def has_name(self, value: str) -> bool:
        """Whether the text is printed, in any spacing and case."""
        return letters(value) in self._letters

    def has_amount(self, value: float) -> bool:
        """Whether the amount is printed, in any notation."""
        whole, _, decimals = f"{abs(value):.4f}".rstrip("0").partition(".")
        digits = "|".join(_GAP.join(groups.findall(whole)) for groups in _GROUPS)
        tail = rf"[.,:]\s?{decimals}0?" if decimals else r"(?:[.,:]\s?00|[.,]?[-\u2013]{1,2})?"
        notation = re.compile(rf"(?<!\d)(?<!\d[.,])(?:{digits}){tail}(?![.,]?\d)")
        return any(notation.search(page) for page in self.pages)


def holds(quotation: str, value: Any) -> bool:
    """Whether a quotation contains a value, in any notation. A few letters of a text may differ."""
    return Print((quotation,)).has(value) or (isinstance(value, str) and _is_in(value, quotation))


def is_same(first: Any, second: Any) -> bool:
    """Whether two values are the same. The sign of an amount does not matter: a printed sign is easily lost."""
    if isinstance(first, int | float) and isinstance(second, int | float):
        return abs(abs(first) - abs(second)) < _CENT
    if isinstance(first, str) and isinstance(second, str):
        return _is_in(first, second) or _is_in(second, first)
    return bool(first == second)


def _is_in(value: str, quotation: str) -> bool:
    """Whether a text is in another. Its letters may be misread; a digit that differs makes another number or date."""
    from rapidfuzz import fuzz

    wanted, printed = letters(value), letters(quotation)
    if any(map(str.isdigit, wanted)) or len(printed) < len(wanted) * _SAME_TEXT / 100:
        return wanted in printed
    return bool(fuzz.partial_ratio(wanted, printed) >= _SAME_TEXT)


def letters(text: str) -> str:
    """The letters and digits of a text, folded."""
    return "".join(filter(str.isalnum, fold(text)))

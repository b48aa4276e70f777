"""The values that a text prints: numbers, dates and texts, with the offsets between which each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from alfrd_luigi.assessment.printing import ISO_DATE, is_same, letters
from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mentions import amounts_of
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate, find_printed_dates
from alfrd_luigi.extraction.lines import TextLine, read_lines
from alfrd_luigi.memory.marks import shape

Notation = Literal["day first", "month first"]

_NUMBER = re.compile(r"(?<![\w.,])(?:\d+(?:[.,]\d+)*|\.\d\d)(?![\w])")
# Of the amounts that equal a person's, the one with such a label is meant, else any that was not just handed over.
_RANKS = {
    kind: rank for rank, kind in enumerate((AmountKind.FINAL, AmountKind.DUE, AmountKind.CLOSING, AmountKind.TOTAL))
}
_HANDED_OVER = (AmountKind.TENDERED, AmountKind.PAID, AmountKind.CHANGE)
UNKNOWN_RANK = len(_RANKS)
OTHER_RANK = UNKNOWN_RANK + 1


class Mention(NamedTuple):
    """A value that a line prints between two offsets."""

    value: Any
    line: TextLine
    start: int
    end: int
    rank: int = UNKNOWN_RANK


def mentions_of(value: Any, pages: Sequence[str]) -> Iterator[tuple[Mention, str | None]]:
    """The mentions that equal a value, each with its notation."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        day = date.fromisoformat(value)
        for line in read_lines(pages):
            for printed in find_printed_dates(line.text):
                if day in (printed.day_first, printed.month_first):
                    yield Mention(value, line, printed.start, printed.end), _order(printed, day)
        return
    notation = shape(value) if isinstance(value, str) else None
    for mention in values_like(value, notation, pages):
        if is_same(mention.value, value) if not isinstance(value, str) else letters(mention.value) == letters(value):
            yield mention, notation


def _order(printed: PrintedDate, day: date) -> Notation | None:
    """The order of a date that means `day`; None if it means that in any order."""
    if printed.written is not None or printed.day_first == printed.month_first:
        return None
    return "day first" if printed.day_first == day else "month first"


def values_like(value_like: Any, notation: str | None, pages: Sequence[str]) -> Iterator[Mention]:
    """The values of the kind of another one that the pages print, in reading order."""
    if isinstance(value_like, bool):
        return
    if isinstance(value_like, int | float):
        yield from numbers_of(tuple(pages))
    elif isinstance(value_like, str) and ISO_DATE.fullmatch(value_like):
        for line in read_lines(pages):
            for printed in find_printed_dates(line.text):
                if day := _day(printed, notation):
                    yield Mention(day.isoformat(), line, printed.start, printed.end)
    elif isinstance(value_like, str):
        yield from _texts(value_like, notation or shape(value_like), pages)


def _day(printed: PrintedDate, notation: str | None) -> date | None:
    if notation == "day first":
        return printed.day_first or printed.certain
    if notation == "month first":
        return printed.month_first or printed.certain
    return printed.certain


@lru_cache(maxsize=4)
def numbers_of(pages: tuple[str, ...]) -> tuple[Mention, ...]:
    """The numbers that the pages print. Each place of a field and each field ask for them."""
    found: dict[int, list[Mention]] = {}
    for each in amounts_of(pages):
        rank = OTHER_RANK if each.kind in _HANDED_OVER else _rank(each.kind)
        mention = Mention(float(each.money.value), each.line, each.money.start, each.money.end, rank)
        found.setdefault(each.line.number, []).append(mention)
    mentions: list[Mention] = []
    for line in read_lines(pages):
        own = found.get(line.number, [])
        taken = [
            *((each.start, each.end) for each in own),
            *((day.start, day.end) for day in find_printed_dates(line.text)),
        ]
        plain = (
            Mention(float(match[0].replace(",", "")), line, match.start(), match.end())
            for match in _NUMBER.finditer(line.text)
            if match[0].count(".") <= 1 and not any(start < match.end() and match.start() < end for start, end in taken)
        )
        mentions += sorted([*own, *plain], key=lambda each: each.start)
    return tuple(mentions)


def _rank(kind: AmountKind | None) -> int:
    return UNKNOWN_RANK if kind is None else _RANKS.get(kind, UNKNOWN_RANK)


def _texts(value_like: str, notation: str, pages: Sequence[str]) -> Iterator[Mention]:
    """The texts with the notation of a value; for words without digits, the ends of lines and whole cells."""
    lines = read_lines(pages)
    if any(map(str.isdigit, value_like)):
        pattern = _pattern(notation)
        for line in lines:
            yield from (Mention(match[0], line, match.start(), match.end()) for match in pattern.finditer(line.text))
        return
    for line in lines:
        for cell in line.cells:
            yield Mention(cell.text, line, cell.start, cell.end)
            _, colon, rest = cell.text.partition(":")
            if colon and rest.strip():
                yield Mention(rest.strip(), line, cell.end - len(rest.lstrip()), cell.end)


def _pattern(notation: str) -> re.Pattern[str]:
    """The texts of a shape, with any number of digits or letters where it has several of them."""
    parts = re.findall(r"9+|[Aa]+|\s+|.", notation)
    return re.compile(r"(?<!\w)" + "".join(map(_part, parts)) + r"(?!\w)", re.IGNORECASE)


def _part(part: str) -> str:
    if part[0] == "9":
        return r"\d+" if len(part) > 1 else r"\d{1,2}"
    if part[0] in "Aa":
        return r"[^\W\d_]" + (f"{{1,{len(part) + 2}}}" if len(part) > 1 else "")
    return r"\s+" if part.isspace() else re.escape(part)

"""The dates of a document whose day is known, by its order of day and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from alfrd_luigi.extraction.dates.day_order import DayOrder, find_day_order, with_short_years
from alfrd_luigi.extraction.dates.labels import DateKind, is_foreign
from alfrd_luigi.extraction.dates.mention import Dated, DateMention
from alfrd_luigi.extraction.dates.mentions import read_dates
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate
from alfrd_luigi.extraction.lines import read_lines


def read_known_dates(pages: Sequence[str], latest: date = date.max) -> list[Dated]:
    """The dates with a known day: the unambiguous ones, and others by the document's order of day and month."""
    mentions, order = mentions_and_order(tuple(pages))
    known = ((mention, known_day(mention.printed, order, latest)) for mention in mentions)
    return [Dated(mention, day) for mention, day in known if day]


@lru_cache(maxsize=2)
def mentions_and_order(pages: tuple[str, ...]) -> tuple[list[DateMention], DayOrder]:
    """The dates of a document and its order of day and month. They are kept for its fields that are dates."""
    mentions = read_dates(read_lines(pages))
    printed = with_short_years([mention.printed for mention in mentions])
    mentions = [replace(mention, printed=each) for mention, each in zip(mentions, printed, strict=True)]
    due = [mention.printed for mention in mentions if mention.kind is DateKind.DUE]
    return mentions, find_day_order(printed, due, pages, any(is_foreign(mention.label) for mention in mentions))


def known_day(printed: PrintedDate, order: DayOrder, latest: date) -> date | None:
    """The day by the document's order of day and month, else the only reading until `latest`."""
    day = order.reading(printed)
    if day is None:
        possible = [reading for reading in (printed.day_first, printed.month_first) if reading and reading <= latest]
        return possible[0] if len(possible) == 1 else None
    return day

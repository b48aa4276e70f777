"""The dates that may be those of a paper: without those of permits, of other papers, and of long ago."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.mention import Dated, DateMention
from alfrd_luigi.extraction.dates.paper_names import (
    dates_order,
    is_bare_of,
    is_order,
    is_reminder,
    names_bill,
    names_yours,
)
from alfrd_luigi.extraction.dates.paper_types import BILLS, PAID
from alfrd_luigi.extraction.dates.permits import is_of_permit
from alfrd_luigi.extraction.dates.weights import WEIGHTS
from alfrd_luigi.extraction.lines import TextLine, read_lines

REMOTE = timedelta(days=730)
_TITLE_LINES = 25
_FIRST_LINES = 2
_TITLE_WORDS = 6
_COMPANY = 2


def of_type(dates: list[Dated], pages: Sequence[str], document_type: str | None) -> list[Dated]:
    """The dates, with what an order form says by their labels; those of sales without the permits of the seller."""
    lines = read_lines(pages)
    if document_type in BILLS | PAID:
        return _without_permits(dates, lines)
    titles = [line.text for line in lines[:_TITLE_LINES]]
    # Beside the title at the top may stand a date or a number.
    beside = [line.cells[0].text for line in lines[:_FIRST_LINES] if line.cells]
    return [_in_order(each) for each in dates] if is_order([*titles, *beside]) else dates


def _without_permits(dates: list[Dated], lines: Sequence[TextLine]) -> list[Dated]:
    """The dates without those of the seller's permits, which stand below the date of the sale."""
    own = [each for each in dates if each.mention.kind in WEIGHTS and not is_of_permit(each.mention, lines)]
    first = min((each.mention.line.number for each in own), default=math.inf)
    return [each for each in dates if each.mention.line.number <= first or not is_of_permit(each.mention, lines)]


def _in_order(dated: Dated) -> Dated:
    """The date; in an order form that of the order is the paper's own, and one of "your quote" is another's.

    So is the day of printing beside the title.
    """
    mention = dated.mention
    if mention.kind is DateKind.PRINTED and mention.line.number < _FIRST_LINES:
        return replace(dated, mention=replace(mention, kind=DateKind.DATE))
    if names_yours(mention.label):
        return replace(dated, mention=replace(mention, kind=DateKind.OTHER))
    return replace(dated, mention=replace(mention, kind=DateKind.ISSUED)) if dates_order(mention.label) else dated


def own_dates(candidates: list[Dated], pages: Sequence[str]) -> list[Dated]:
    """The candidates without those of the bill that a reminder is about, if others are left."""
    titles = (line.text for line in read_lines(pages)[:_TITLE_LINES] if len(line.text.split()) <= _TITLE_WORDS)
    if not is_reminder(titles):
        return candidates
    own = [each for each in candidates if not _is_of_bill(each.mention)]
    return own or candidates


def _is_of_bill(mention: DateMention) -> bool:
    """Whether a date is that of a bill by its label, its price, or nothing but "of" below the bill's number."""
    is_below = mention.kind in (DateKind.ISSUED, DateKind.DATE) and is_bare_of(mention.label)
    return names_bill(mention.label) or mention.priced or is_below


def is_remote(dated: Dated, dates: Sequence[Dated]) -> bool:
    """Whether a date without a label is years from all others, as birthdays and dates of laws are."""
    others = {other.day for other in dates} - {dated.day}
    if others and dated.day > max(others):
        return False
    is_far = all(abs(other - dated.day) > REMOTE for other in others) and not dated.mention.timed
    return dated.mention.kind is None and len(others) >= _COMPANY and is_far

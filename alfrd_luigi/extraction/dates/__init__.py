"""The date of a document, its other dates by label, and the period that it covers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, pairwise

from alfrd_luigi.extraction.contests import Contest
from alfrd_luigi.extraction.dates.day_order import DayOrder, find_day_order, with_short_years
from alfrd_luigi.extraction.dates.labels import (
    DateKind,
    dates_order,
    is_bare_of,
    is_foreign,
    is_order,
    is_reminder,
    names_bill,
    names_paper,
    names_payment,
    names_yours,
    precedes_bill,
)
from alfrd_luigi.extraction.dates.mention import TOP_LINES, Dated, DateMention
from alfrd_luigi.extraction.dates.mentions import read_dates
from alfrd_luigi.extraction.dates.permits import is_of_permit
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate, find_months, find_printed_dates
from alfrd_luigi.extraction.dates.rivals import rivals
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.letter_forms import find_salutation
from alfrd_luigi.extraction.lines import TextLine, read_lines, skeleton

_WEIGHTS: Mapping[DateKind | None, int] = {
    DateKind.ISSUED: 100, DateKind.SIGNED: 100, DateKind.DATE: 80, DateKind.QUALIFIED: 44,
    None: 45, DateKind.AS_OF: 40, DateKind.NEARBY: 35, DateKind.PERIOD: 25, DateKind.PRINTED: 15,
}  # fmt: skip
# The day of a payment is the day of its receipt, or payslip.
_PAID_WEIGHTS = {**_WEIGHTS, DateKind.NEARBY: 70}
_PAID = frozenset({"receipt", "payroll"})
# Bills name the orders and deliveries that they are about, each with its date.
_BILLS = frozenset({"invoice", "service_bill", "utility_bill"})
# Others name a day to which a text refers, such as that of its edition, more often than their own.
_ACCOUNTS = frozenset({"bank_statement", "credit_card", "investment"})
_INSURANCE = "insurance"
_STATEMENTS = _ACCOUNTS | {"payroll"}
_LETTER_KINDS = frozenset({None, DateKind.SIGNED, DateKind.DATE})
# More than any label gives over the bare date of a letter.
_MENTIONED = 70.0
# A paper about a period is issued at its end, and its last balance is of that day.
_ENDING = (DateKind.AS_OF, DateKind.PERIOD)
# A sentence seldom holds the date of its paper, unless the words say so.
_IN_PROSE: Mapping[DateKind | None, int] = {DateKind.ISSUED: 15, DateKind.SIGNED: 0, DateKind.NEARBY: 30}
_TITLE_LINES = 25
_TITLE_WORDS = 6
_MOST_REPEATS = 4
# A day that only stands in a list of transactions is not the date.
_THRESHOLD = 10.0
_REMOTE = timedelta(days=730)
_COMPANY = 2
_FAR = 40
"""Characters between a label and its date that are no longer evidence."""


def find_document_date(pages: Sequence[str], document_type: str | None) -> Extract[date] | None:
    """The date of issue, never due or in the future. None if its label, or its order of day and month, is unclear."""
    return weigh_document_date(pages, document_type).found


def weigh_document_date(pages: Sequence[str], document_type: str | None) -> Contest[date]:
    """The date of issue, and the other dates that were considered. Their values are texts in ISO 8601."""
    latest = date.today() + timedelta(days=1)
    weights = _weights(document_type)
    printed = _read_dates(pages, latest)
    dates = _of_type(printed, pages, document_type)
    candidates = [each for each in dates if each.mention.kind in weights and each.day <= latest]
    candidates = _own([each for each in candidates if not _is_remote(each, dates)], pages)
    counts = Counter(each.day for each in candidates)
    ends = _ends(candidates)
    bounds = {each.day for each in dates if each.mention.kind is DateKind.PERIOD}
    letter, salutation = _letter_date(candidates), _salutation_of_dated(candidates, pages)
    scores = [
        (
            _score(each, weights, counts, ends)
            - _doubts(each, bounds, document_type)
            - _announces(each, letter)
            - _follows(each, salutation, document_type),
            each,
        )
        for each in candidates
    ]
    score, best = max(scores, key=lambda scored: scored[0], default=(0.0, None))
    blank = _blank(score, best, pages, latest)
    found = None if blank else best
    others = rivals(scores, printed, found, latest)
    if best is None or blank:
        return Contest(None, others, blank)
    rival = max((other for other, each in scores if each.day != best.day), default=0.0)
    signs = {"score": score, "lead": score - max(rival, 0.0), **_signs(best, counts)}
    return Contest(Extract(best.day, best.mention.words, signs), others)


def _blank(score: float, best: Dated | None, pages: Sequence[str], latest: date) -> str | None:
    """Why no date is taken, None if the best one is."""
    if best is None:
        return "nothing"
    if score < _THRESHOLD:
        return "weak"
    return "outdated" if _is_outdated(best, pages, latest) else None


def _weights(document_type: str | None) -> Mapping[DateKind | None, int]:
    weights = _PAID_WEIGHTS if document_type in _PAID else _WEIGHTS
    return {**weights, DateKind.AS_OF: 60} if document_type in _STATEMENTS else weights


def _doubts(dated: Dated, bounds: Collection[date], document_type: str | None) -> float:
    """What speaks against a date in a bill: it is that of an order, a payment, or the reading of a meter.

    In a statement it is that of a movement. The period of an insurance is to come.
    """
    mention = dated.mention
    if document_type in _ACCOUNTS and mention.kind is DateKind.DATE and mention.priced:
        return 40.0
    if document_type == _INSURANCE and mention.kind is DateKind.PERIOD:
        return 30.0
    if document_type not in _BILLS:
        return 0.0
    if names_payment(mention.label):
        return 30.0
    if precedes_bill(mention.label):
        return max(0.0, _WEIGHTS[mention.kind] - _WEIGHTS[DateKind.NEARBY])
    return 15.0 if not mention.kind and not mention.label and dated.day in bounds else 0.0


def _letter_date(candidates: Sequence[Dated]) -> date:
    """The first date, if it stands alone near the top without an hour, as the day of a letter does; else the latest."""
    mention = candidates[0].mention if candidates else None
    if mention is None or mention.kind not in (None, DateKind.SIGNED) or mention.timed or not mention.alone:
        return date.max
    return candidates[0].day if mention.line.number < TOP_LINES else date.max


def _announces(dated: Dated, letter: date) -> float:
    """What speaks against a bare "date" with an hour after the day of a letter: it is that of an appointment."""
    return 60.0 if dated.mention.kind is DateKind.DATE and dated.mention.timed and letter < dated.day else 0.0


def _salutation_of_dated(candidates: Sequence[Dated], pages: Sequence[str]) -> float:
    """The number of the line of the salutation, if a date stands alone before it: that of the letter. Else infinite."""
    salutation = find_salutation(read_lines(pages))
    is_dated = any(_is_of_letter(each.mention) and each.mention.line.number < salutation for each in candidates)
    return salutation if is_dated else math.inf


def _is_of_letter(mention: DateMention) -> bool:
    """Whether a date can be that of a letter: alone in its cell, with no label but a bare "date", or a place."""
    is_alone = mention.alone or mention.kind is DateKind.DATE
    return is_alone and mention.kind in _LETTER_KINDS and not (mention.timed or mention.listed)


def _follows(dated: Dated, salutation: float, document_type: str | None) -> float:
    """What speaks against a date in a letter after the salutation: it is that of something that the letter is about."""
    mention = dated.mention
    is_of_bill = document_type in _BILLS and mention.kind is DateKind.ISSUED and not mention.in_prose
    return _MENTIONED if mention.line.number > salutation and not is_of_bill else 0.0


def _of_type(dates: list[Dated], pages: Sequence[str], document_type: str | None) -> list[Dated]:
    """The dates, with what an order form says by their labels; those of sales without the permits of the seller."""
    lines = read_lines(pages)
    if document_type in _BILLS | _PAID:
        return _without_permits(dates, lines)
    return [_in_order(each) for each in dates] if is_order(line.text for line in lines[:_TITLE_LINES]) else dates


def _without_permits(dates: list[Dated], lines: Sequence[TextLine]) -> list[Dated]:
    """The dates without those of the seller's permits, which stand below the date of the sale."""
    own = [each for each in dates if each.mention.kind in _WEIGHTS and not is_of_permit(each.mention, lines)]
    first = min((each.mention.line.number for each in own), default=math.inf)
    return [each for each in dates if each.mention.line.number <= first or not is_of_permit(each.mention, lines)]


def _in_order(dated: Dated) -> Dated:
    """The date; in an order form that of the order is the paper's own, and one of "your quote" is another's."""
    mention = dated.mention
    if names_yours(mention.label):
        return replace(dated, mention=replace(mention, kind=DateKind.OTHER))
    return replace(dated, mention=replace(mention, kind=DateKind.ISSUED)) if dates_order(mention.label) else dated


def _own(candidates: list[Dated], pages: Sequence[str]) -> list[Dated]:
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


def _is_in_title(mention: DateMention) -> bool:
    """Whether a date without a label is the last cell of a line that begins with the name of a paper."""
    first, last = mention.line.cells[0], mention.line.cells[-1]
    is_last = mention.alone and last.start <= mention.printed.start and first is not last
    return is_last and mention.kind is None and not mention.listed and names_paper(first.text)


def _is_remote(dated: Dated, dates: Sequence[Dated]) -> bool:
    """Whether a date without a label is years from all others, as birthdays and dates of laws are."""
    others = {other.day for other in dates} - {dated.day}
    if others and dated.day > max(others):
        return False
    is_remote = all(abs(other - dated.day) > _REMOTE for other in others) and not dated.mention.timed
    return dated.mention.kind is None and len(others) >= _COMPANY and is_remote


def _is_outdated(dated: Dated, pages: Sequence[str], latest: date) -> bool:
    """Whether a date in a text, not labelled, is years before a month that the paper names: "Salary of March 2024"."""
    if dated.mention.kind not in (None, DateKind.PERIOD) or dated.mention.alone:
        return False
    months = chain.from_iterable(find_months(line.text) for line in read_lines(pages))
    return any(dated.day + _REMOTE < month <= latest for month in months)


def _signs(dated: Dated, counts: Counter[date]) -> dict[str, float]:
    mention = dated.mention
    return {
        "weight": _WEIGHTS[mention.kind],
        "guessed": float(dated.guessed),
        "repeats": min(counts[dated.day], _MOST_REPEATS),
        "far": float(len(mention.words) > _FAR),
        "timed": float(mention.timed),
        "alone": float(mention.is_prominent),
    }


def find_labelled_date(pages: Sequence[str], labels: Sequence[str]) -> Extract[date] | None:
    """The first date whose label or heading contains one of the labels. Earlier labels take precedence."""
    dates = _read_dates(pages)
    for wanted in filter(None, map(skeleton, labels)):
        for dated in dates:
            if wanted in skeleton(dated.mention.label):
                return Extract(dated.day, dated.mention.words)
    return None


def read_day(text: str, pages: Sequence[str]) -> date | None:
    """The first day that a text names, which stands on these pages. None if its order of day and month is unclear."""
    _, order = _mentions(tuple(pages))
    days = (_known_day(printed, order, date.max) for printed in find_printed_dates(text))
    return next(filter(None, days), None)


def find_period(pages: Sequence[str]) -> Extract[tuple[date, date]] | None:
    """The first and last day of the first period that is two dates in a line ("from 1 May 2024 to 31 May 2024")."""
    dates = [dated for dated in _read_dates(pages) if dated.mention.kind is DateKind.PERIOD]
    for first, last in pairwise(dates):
        line = first.mention.line
        if line is last.mention.line and first.day < last.day:
            words = line.text[first.mention.start : last.mention.printed.end].strip()
            return Extract((first.day, last.day), words)
    return None


def _read_dates(pages: Sequence[str], latest: date = date.max) -> list[Dated]:
    """The dates with a known day: the unambiguous ones, and others by the document's order of day and month."""
    mentions, order = _mentions(tuple(pages))
    known = ((mention, _known_day(mention.printed, order, latest)) for mention in mentions)
    return [Dated(mention, day, order.is_guessed(mention.printed)) for mention, day in known if day]


@lru_cache(maxsize=2)
def _mentions(pages: tuple[str, ...]) -> tuple[list[DateMention], DayOrder]:
    """The dates of a document and its order of day and month. They are kept for its fields that are dates."""
    mentions = read_dates(read_lines(pages))
    printed = with_short_years([mention.printed for mention in mentions])
    mentions = [replace(mention, printed=each) for mention, each in zip(mentions, printed, strict=True)]
    due = [mention.printed for mention in mentions if mention.kind is DateKind.DUE]
    return mentions, find_day_order(printed, due, pages, any(is_foreign(mention.label) for mention in mentions))


def _known_day(printed: PrintedDate, order: DayOrder, latest: date) -> date | None:
    day = order.reading(printed)
    if day is None:
        possible = [reading for reading in (printed.day_first, printed.month_first) if reading and reading <= latest]
        return possible[0] if len(possible) == 1 else None
    return day


def _ends(candidates: Sequence[Dated]) -> Mapping[DateKind | None, date]:
    """The last day of the periods, and of the balances: the others are those of the beginning."""
    return {
        kind: max((each.day for each in candidates if each.mention.kind is kind), default=date.min) for kind in _ENDING
    }


def _score(
    dated: Dated, weights: Mapping[DateKind | None, int], counts: Counter[date], ends: Mapping[DateKind | None, date]
) -> float:
    mention = dated.mention
    kind, is_period = mention.kind, mention.kind is DateKind.PERIOD
    evidence = (
        (mention.timed and not mention.listed, 8),
        (not is_period, 4 * min(counts[dated.day] - 1, _MOST_REPEATS - 1)),
        (not is_period and mention.is_prominent, 10),
        (_is_in_title(mention), 8),
        (ends.get(kind) == dated.day, 8),
        (mention.printed.compact, -30),
        (mention.listed, -40),
        (mention.in_prose, -_IN_PROSE.get(kind, 40)),
    )
    return weights[kind] - mention.line.number / 50 + sum(points for holds, points in evidence if holds)

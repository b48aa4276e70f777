"""The date of a document, its other dates by label, and the period that it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain, pairwise

from alfrd_luigi.extraction.contests import Contest
from alfrd_luigi.extraction.dates.candidates import REMOTE, is_remote, of_type, own_dates
from alfrd_luigi.extraction.dates.doubts import doubts_of, doubts_of_letter, follows, letter_date, salutation_of_dated
from alfrd_luigi.extraction.dates.known_days import known_day, mentions_and_order, read_known_dates
from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.mention import Dated
from alfrd_luigi.extraction.dates.printed_dates import find_months, find_printed_dates
from alfrd_luigi.extraction.dates.rivals import rivals
from alfrd_luigi.extraction.dates.weights import last_days, points_of, weights_of
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines, skeleton

# A day that only stands in a list of transactions is not the date.
_THRESHOLD = 10.0
_FAINT = 20.0
"""The score of a date for which little speaks. One that has no rival leads over this."""


def find_document_date(pages: Sequence[str], document_type: str | None) -> Extract[date] | None:
    """The date of issue, never due or in the future. None if its label, or its order of day and month, is unclear."""
    return weigh_document_date(pages, document_type).found


def weigh_document_date(pages: Sequence[str], document_type: str | None) -> Contest[date]:
    """The date of issue, and the other dates that were considered. Their values are texts in ISO 8601."""
    latest = date.today() + timedelta(days=1)
    weights = weights_of(document_type)
    printed = read_known_dates(pages, latest)
    dates = of_type(printed, pages, document_type)
    candidates = [each for each in dates if each.mention.kind in weights and each.day <= latest]
    candidates = own_dates([each for each in candidates if not is_remote(each, dates)], pages)
    counts = Counter(each.day for each in candidates)
    ends = last_days(candidates)
    bounds = {each.day for each in dates if each.mention.kind is DateKind.PERIOD}
    letter, salutation = letter_date(candidates), salutation_of_dated(candidates, pages)
    scores = [
        (
            points_of(each, weights, counts, ends)
            - doubts_of(each, bounds, document_type)
            - doubts_of_letter(each, letter)
            - follows(each, salutation, document_type),
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
    rival = max([_FAINT, *(other for other, each in scores if each.day != best.day)])
    signs = {"score": score, "lead": score - rival}
    return Contest(Extract(best.day, best.mention.words, signs), others)


def _blank(score: float, best: Dated | None, pages: Sequence[str], latest: date) -> str | None:
    """Why no date is taken, None if the best one is."""
    if best is None:
        return "nothing"
    if score < _THRESHOLD:
        return "weak"
    return "outdated" if _is_outdated(best, pages, latest) else None


def _is_outdated(dated: Dated, pages: Sequence[str], latest: date) -> bool:
    """Whether a date in a text, not labelled, is years before a month that the paper names: "Salary of March 2024"."""
    if dated.mention.kind not in (None, DateKind.PERIOD) or dated.mention.alone:
        return False
    months = chain.from_iterable(find_months(line.text) for line in read_lines(pages))
    return any(dated.day + REMOTE < month <= latest for month in months)


def find_labelled_date(pages: Sequence[str], labels: Sequence[str]) -> Extract[date] | None:
    """The first date whose label or heading contains one of the labels. Earlier labels take precedence."""
    dates = read_known_dates(pages)
    for wanted in filter(None, map(skeleton, labels)):
        for dated in dates:
            if wanted in skeleton(dated.mention.label):
                return Extract(dated.day, dated.mention.words)
    return None


def read_day(text: str, pages: Sequence[str]) -> date | None:
    """The first day that a text names, which stands on these pages. None if its order of day and month is unclear."""
    _, order = mentions_and_order(tuple(pages))
    days = (known_day(printed, order, date.max) for printed in find_printed_dates(text))
    return next(filter(None, days), None)


def find_period(pages: Sequence[str]) -> Extract[tuple[date, date]] | None:
    """The first and last day of the first period that is two dates in a line ("from 1 May 2024 to 31 May 2024")."""
    dates = [dated for dated in read_known_dates(pages) if dated.mention.kind is DateKind.PERIOD]
    for first, last in pairwise(dates):
        line = first.mention.line
        if line is last.mention.line and first.day < last.day:
            words = line.text[first.mention.start : last.mention.printed.end].strip()
            return Extract((first.day, last.day), words)
    return None

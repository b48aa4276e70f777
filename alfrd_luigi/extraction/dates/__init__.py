"""The date of a document, its other dates by label, and the period that it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from alfrd_luigi.extraction.dates.day_order import is_day_first
from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.mentions import DateMention, read_dates
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines, skeleton

_Dated = tuple[DateMention, date]
_WEIGHTS: Mapping[DateKind | None, int] = {
    DateKind.ISSUED: 100, DateKind.DATE: 80, DateKind.AS_OF: 60, None: 45, DateKind.NEARBY: 35, DateKind.PERIOD: 25,
}  # fmt: skip
# A paper about a period is issued at its end, unless the period is paid for in advance.
_PAID_AHEAD = frozenset({"insurance"})
_TOP_LINES = 15


def find_document_date(pages: Sequence[str], document_type: str | None) -> Extract[date] | None:
    """The date of issue, never due or in the future. None if its label, or its order of day and month, is unclear."""
    latest = date.today() + timedelta(days=1)
    candidates = [
        (mention, day) for mention, day in _read_dates(pages, latest) if mention.kind in _WEIGHTS and day <= latest
    ]
    counts = Counter(day for _, day in candidates)
    best = max(candidates, key=lambda dated: _score(dated, counts, document_type), default=None)
    return Extract(best[1], best[0].words) if best else None


def find_labelled_date(pages: Sequence[str], labels: Sequence[str]) -> Extract[date] | None:
    """The first date whose label or heading contains one of the labels. Earlier labels take precedence."""
    dates = _read_dates(pages)
    for wanted in filter(None, map(skeleton, labels)):
        for mention, day in dates:
            if wanted in skeleton(mention.label):
                return Extract(day, mention.words)
    return None


def find_period(pages: Sequence[str]) -> Extract[tuple[date, date]] | None:
    """The first and last day of the first period that is two dates in a line ("from 1 May 2024 to 31 May 2024")."""
    dates = [dated for dated in _read_dates(pages) if dated[0].kind is DateKind.PERIOD]
    for (first, start), (last, end) in pairwise(dates):
        if first.line is last.line and start < end:
            return Extract((start, end), first.line.text[first.start : last.printed.end].strip())
    return None


def _read_dates(pages: Sequence[str], latest: date = date.max) -> list[_Dated]:
    """The dates with a known day: the unambiguous ones, and others by the document's order of day and month."""
    mentions = read_dates(read_lines(pages))
    day_first = is_day_first([mention.printed for mention in mentions], pages)
    return [(mention, day) for mention in mentions if (day := _known_day(mention, day_first, latest))]


def _known_day(mention: DateMention, day_first: bool | None, latest: date) -> date | None:
    printed = mention.printed
    if printed.certain or day_first is None:
        possible = [day for day in (printed.day_first, printed.month_first) if day and day <= latest]
        return printed.certain or (possible[0] if len(possible) == 1 else None)
    return printed.day_first if day_first else printed.month_first


def _score(dated: _Dated, counts: Counter[date], document_type: str | None) -> float:
    mention, day = dated
    score = float(_WEIGHTS[mention.kind])
    score += 8 if mention.timed else 0
    score += 4 * min(counts[day] - 1, 3)
    score += 10 if mention.alone and mention.line.number < _TOP_LINES else 0
    score -= 30 if mention.printed.compact else 0
    score -= 10 if mention.line.page else 0
    score -= 20 if mention.in_prose and mention.kind is not DateKind.ISSUED else 0
    if mention.kind is DateKind.PERIOD and document_type not in _PAID_AHEAD:
        score += (day.toordinal() - date(1950, 1, 1).toordinal()) / 1e5
    return score - mention.line.number / 50

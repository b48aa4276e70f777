"""The date of a document, its other dates by label, and the period that it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from alfrd_luigi.language.offline.dates.entries import Entry, read_entries
from alfrd_luigi.language.offline.dates.labels import Kind
from alfrd_luigi.language.offline.dates.order import is_day_first
from alfrd_luigi.language.offline.found import Found
from alfrd_luigi.language.offline.lines import read_lines, skeleton

_Dated = tuple[Entry, date]
_WEIGHTS: Mapping[Kind | None, int] = {
    Kind.ISSUED: 100, Kind.DATE: 80, Kind.AS_OF: 60, None: 45, Kind.NEARBY: 35, Kind.PERIOD: 25,
}  # fmt: skip
# Papers about a period come at its end, except where the period is paid for in advance.
_PAID_AHEAD = frozenset({"insurance"})
_TOP_LINES = 15


def find_document_date(pages: Sequence[str], document_type: str | None) -> Found[date] | None:
    """The day of issue; never a due date, nor a day to come. None where label or order of day and month leave doubt."""
    latest = date.today() + timedelta(days=1)
    candidates = [(entry, day) for entry, day in _read_dates(pages, latest) if entry.kind in _WEIGHTS and day <= latest]
    counts = Counter(day for _, day in candidates)
    best = max(candidates, key=lambda dated: _score(dated, counts, document_type), default=None)
    return Found(best[1], best[0].words) if best else None


def find_labelled_date(pages: Sequence[str], labels: Sequence[str]) -> Found[date] | None:
    """The first date whose label, or the heading above it, contains one of the labels; earlier labels come first."""
    dates = _read_dates(pages)
    for wanted in filter(None, map(skeleton, labels)):
        for entry, day in dates:
            if wanted in skeleton(entry.label):
                return Found(day, entry.words)
    return None


def find_period(pages: Sequence[str]) -> Found[tuple[date, date]] | None:
    """First and last day of the first period printed as two dates in one line ("from 1 May 2024 to 31 May 2024")."""
    dates = [dated for dated in _read_dates(pages) if dated[0].kind is Kind.PERIOD]
    for (first, start), (last, end) in pairwise(dates):
        if first.line is last.line and start < end:
            return Found((start, end), first.line.text[first.start : last.printed.end].strip())
    return None


def _read_dates(pages: Sequence[str], latest: date = date.max) -> list[_Dated]:
    """The dates whose day is known: those that can mean one day only, others by the order the document keeps."""
    entries = read_entries(read_lines(pages))
    day_first = is_day_first([entry.printed for entry in entries], pages)
    return [(entry, day) for entry in entries if (day := _settle(entry, day_first, latest))]


def _settle(entry: Entry, day_first: bool | None, latest: date) -> date | None:
    printed = entry.printed
    if printed.certain or day_first is None:
        possible = [day for day in (printed.day_first, printed.month_first) if day and day <= latest]
        return printed.certain or (possible[0] if len(possible) == 1 else None)
    return printed.day_first if day_first else printed.month_first


def _score(dated: _Dated, counts: Counter[date], document_type: str | None) -> float:
    entry, day = dated
    score = float(_WEIGHTS[entry.kind])
    score += 8 if entry.timed else 0
    score += 4 * min(counts[day] - 1, 3)
    score += 10 if entry.alone and entry.line.number < _TOP_LINES else 0
    score -= 30 if entry.printed.compact else 0
    score -= 10 if entry.line.page else 0
    score -= 20 if entry.in_prose and entry.kind is not Kind.ISSUED else 0
    if entry.kind is Kind.PERIOD and document_type not in _PAID_AHEAD:
        score += (day.toordinal() - date(1950, 1, 1).toordinal()) / 1e5
    return score - entry.line.number / 50

"""The points of a date: by the kind of its label, its place, and how often its day is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.mention import Dated, DateMention
from alfrd_luigi.extraction.dates.paper_names import names_paper
from alfrd_luigi.extraction.dates.paper_types import PAID, STATEMENTS

WEIGHTS: Mapping[DateKind | None, int] = {
    DateKind.ISSUED: 100, DateKind.SIGNED: 100, DateKind.DATE: 80, DateKind.QUALIFIED: 44,
    None: 45, DateKind.AS_OF: 40, DateKind.NEARBY: 35, DateKind.PERIOD: 25, DateKind.PRINTED: 15,
}  # fmt: skip
# The day of a payment is the day of its receipt, or payslip.
_PAID_WEIGHTS = {**WEIGHTS, DateKind.NEARBY: 70}
# A paper about a period is issued at its end, and its last balance is of that day.
_ENDING = (DateKind.AS_OF, DateKind.PERIOD)
# A sentence seldom holds the date of its paper, unless the words say so.
_IN_PROSE: Mapping[DateKind | None, int] = {DateKind.ISSUED: 15, DateKind.SIGNED: 0, DateKind.NEARBY: 30}
_MOST_REPEATS = 4


def weights_of(document_type: str | None) -> Mapping[DateKind | None, int]:
    """The points of each kind of label in a document of this type. A label of another kind names no own date."""
    weights = _PAID_WEIGHTS if document_type in PAID else WEIGHTS
    return {**weights, DateKind.AS_OF: 60} if document_type in STATEMENTS else weights


def points_of(
    dated: Dated, weights: Mapping[DateKind | None, int], counts: Counter[date], ends: Mapping[DateKind | None, date]
) -> float:
    """The points for a date. `counts` tells how often each day is printed, `ends` the last days (see last_days)."""
    mention = dated.mention
    kind, is_period = mention.kind, mention.kind is DateKind.PERIOD
    evidence = (
        (mention.timed and not (mention.listed or is_period), 8),
        (not is_period, 4 * min(counts[dated.day] - 1, _MOST_REPEATS - 1)),
        (not is_period and mention.is_prominent, 10),
        (_is_in_title(mention), 8),
        (ends.get(kind) == dated.day, 8),
        (mention.printed.compact, -30),
        (mention.listed, -40),
        (mention.in_prose, -_IN_PROSE.get(kind, 40)),
    )
    return weights[kind] - mention.line.number / 50 + sum(points for holds, points in evidence if holds)


def last_days(candidates: Sequence[Dated]) -> Mapping[DateKind | None, date]:
    """The last day of the periods, and of the balances: the others are those of the beginning."""
    return {
        kind: max((each.day for each in candidates if each.mention.kind is kind), default=date.min) for kind in _ENDING
    }


def _is_in_title(mention: DateMention) -> bool:
    """Whether a date without a label is the last cell of a line that begins with the name of a paper."""
    first, last = mention.line.cells[0], mention.line.cells[-1]
    is_last = mention.alone and last.start <= mention.printed.start and first is not last
    return is_last and mention.kind is None and not mention.listed and names_paper(first.text)

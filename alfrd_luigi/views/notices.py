"""What series lack, and what is remarkable about them: late and missing papers, unusual amounts, higher prices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database.series_rows import Listed
from alfrd_luigi.database.session import Session
from alfrd_luigi.views import series
from alfrd_luigi.views.amounts import is_unusual, rise
from alfrd_luigi.views.expectations import LEAST_PAPERS, NEWEST, NextPaper, missing, usual
from alfrd_luigi.views.series import Amounts, SeriesRow

_TOLD = timedelta(366)
# The newest papers of a series that are read, copies among them.
_READ = 3 * NEWEST

Kind = Literal["late", "missing", "unusual", "risen", "ended"]


class Expected(NamedTuple):
    """A series of at least three papers, the next one with its likely amount, and the day of the last paper."""

    series: int
    title: str
    entity: str
    next: NextPaper
    amount: Decimal | None
    currency: str | None
    last: date


class Notice(NamedTuple):
    """What has to be looked at: a series, the day of the paper, and if there is one, the paper with its amount.

    `before` is the usual amount, or the price before it rose.
    """

    kind: Kind
    series: int
    title: str
    entity: str
    day: date
    document: UUID | None = None
    amount: Decimal | None = None
    currency: str | None = None
    before: Decimal | None = None


class Notices(NamedTuple):
    """The series of which papers are expected, the last expected day first, and the notices, the last day first."""

    expected: list[Expected]
    notices: list[Notice]

    def lacking(self, today: date) -> list[Notice]:
        """The papers that are late on a day, and the series that seem to have ended on it."""
        found = ((each, each.next.state(today)) for each in self.expected)
        return [
            Notice(state, each.series, each.title, each.entity, each.next.day, None, each.amount, each.currency)
            for each, state in found
            if state != "expected"
        ]


def notices(session: Session) -> Notices:
    """The notices and expected papers of the series with documents.

    What is a year older than the newest paper of all is left out: it has been told.
    """
    listed = series.listing(session)
    newest = max((row.series.days[0] for row in listed if row.series.days), default=date.min + _TOLD)
    found = [*_gaps(listed), *_amounts(session, [row for row in listed if _is_remarkable(row)])]
    return Notices(
        sorted(
            (each for each in _expected(listed) if each.next.ended >= newest - _TOLD),
            key=lambda each: (-each.next.day.toordinal(), each.series),
        ),
        sorted(
            (each for each in found if each.day >= newest - _TOLD),
            key=lambda each: (-each.day.toordinal(), each.series, each.kind),
        ),
    )


def _expected(rows: Iterable[SeriesRow]) -> Iterator[Expected]:
    for row in rows:
        of = row.series
        if row.next is not None and len(of.days) >= LEAST_PAPERS:
            yield Expected(of.id, of.title, of.entity, row.next, _next_amount(row), of.currency, of.days[0])


def _next_amount(row: SeriesRow) -> Decimal | None:
    """The usual amount, or the price since it rose."""
    risen = None if row.series.is_balance else rise(row.series.amounts[::-1])
    return risen.after if risen else row.usual and row.usual.middle


def _gaps(rows: Iterable[SeriesRow]) -> Iterator[Notice]:
    for row in rows:
        for day in missing(row.series.days, row.next.step) if row.next else ():
            yield Notice("missing", row.series.id, row.series.title, row.series.entity, day)


def _is_remarkable(row: SeriesRow) -> bool:
    """Whether the last amount of a series may be told of. One without a regular step is a number of purchases."""
    amounts = row.series.amounts[::-1]
    if row.next is None or row.series.is_balance or not amounts:
        return False
    return rise(amounts) is not None or is_unusual(amounts[-1], amounts[:-1])


def _amounts(session: Session, rows: Iterable[SeriesRow]) -> Iterator[Notice]:
    by_id = {row.series.id: row.series for row in rows}
    for view in series.series(session, list(by_id), _READ):
        of = by_id[view.head.id]
        for amounts in view.amounts:
            if (amounts.currency, amounts.is_balance) == (of.currency, False):
                yield from _told(of, amounts)


def _told(of: Listed, amounts: Amounts) -> Iterator[Notice]:
    papers, found = [paper for paper in amounts.papers if not paper.is_copy], amounts.rise
    told = of.id, of.title, of.entity
    if found is not None and found.is_news:
        first = papers[-found.papers]
        yield Notice("risen", *told, first.day, first.id, found.after, of.currency, found.before)
    elif papers and papers[-1].id in amounts.unusual:
        last, before = papers[-1], usual(amounts.counted[:-1])
        yield Notice("unusual", *told, last.day, last.id, last.amount, of.currency, before and before.middle)

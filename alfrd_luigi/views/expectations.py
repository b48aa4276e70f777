"""What is expected of a series: the day of its next paper and its amount, from its own dates and amounts alone."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from statistics import median, quantiles
from typing import Literal, NamedTuple

NEWEST = 12
"""The number of dates, and of amounts, that count: older ones say less of the next."""
LEAST_PAPERS = 3
"""The number of dates without which no paper is said to be late or missing."""
# A step that no paper names needs three gaps, a range of amounts four of them. With fewer, chance decides.
_LEAST_GAPS = 3
_LEAST_AMOUNTS = 4
_MONTH = 365.2425 / 12
# A stored frequency holds while the usual gap is this many times its length: papers may come late, or be missing.
_AGREEING = (0.6, 1.5)
# Gaps are regular if the middle half of them differs by at most this share of the usual gap.
_REGULAR = 0.5
# The dates agree on the next one if the middle half of what they foresee is within this share of a step, or two days.
_AGREED = 0.25
_AROUND = 2
# A gap is short if it is less than this share of a step.
_SHORT = 0.5
# A paper is late a quarter of a step after its day, at least 3 and at most 30 days.
_GRACE = 0.25
_LEAST_GRACE, _MOST_GRACE = 3, 30
# A series seems to have ended when the third paper after the expected one would be there.
_ENDED_STEPS = 3

State = Literal["expected", "late", "ended"]


class Step(NamedTuple):
    """The time from one paper to the next: whole months of the calendar, or else days."""

    months: int
    days: int

    @property
    def length(self) -> float:
        """The mean length in days."""
        return self.months * _MONTH + self.days

    def after(self, day: date, times: int) -> date:
        """The day that is so many steps later. A month that is too short ends earlier: 31 January, 28 February."""
        months = day.year * 12 + day.month - 1 + self.months * times
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(self.days * times)


FREQUENCIES = {
    "weekly": Step(0, 7),
    "monthly": Step(1, 0),
    "quarterly": Step(3, 0),
    "semiannual": Step(6, 0),
    "annual": Step(12, 0),
}
"""The steps of the frequencies that series can have. `irregular` has none."""


class NextPaper(NamedTuple):
    """The day on which the next paper of a series is expected.

    If it is missing, it is late after the day `late`, and from the day `ended` on the series seems to have ended.
    """

    step: Step
    day: date
    late: date
    ended: date

    def state(self, today: date) -> State:
        """What can be said on a day while the paper is not there."""
        if today >= self.ended:
            return "ended"
        return "late" if today > self.late else "expected"


class Usual(NamedTuple):
    """The lowest, middle and highest of the newest amounts, without those that are far from the others."""

    lowest: Decimal
    middle: Decimal
    highest: Decimal


def next_paper(days: Iterable[date], frequency: str | None) -> NextPaper | None:
    """When the next paper is expected, from the dates of the others and the stored frequency.

    Each of the newest dates foresees the next one by whole steps; the middle of what they foresee is expected. None if
    there are too few dates since the last long pause, or if they are irregular or contradict each other.
    """
    newest: Sequence[date] = sorted(set(days))[-NEWEST:]
    pausing = _step(newest, frequency)
    newest = _since_pause(newest, pausing) if pausing is not None else []
    step = _step(newest, frequency)
    if step is None or not _ends_in_calendar(newest[-1], step):
        return None
    lower, middle, upper = quantiles([day.toordinal() for day in _foreseen(newest, step)], n=4, method="inclusive")
    if upper - lower > max(_AGREED * step.length, _AROUND):
        return None
    day = date.fromordinal(round(middle))
    late = date.fromordinal(ceil(upper + min(max(_GRACE * step.length, _LEAST_GRACE), _MOST_GRACE)))
    return NextPaper(step, day, late, max(step.after(day, _ENDED_STEPS), late + timedelta(1)))


def missing(days: Iterable[date], step: Step) -> list[date]:
    """The days between the newest of these dates on which papers are missing, the earliest first.

    A gap of about two or more steps lacks papers. It says nothing if it fits no number of steps, if it is so long that
    the series had ended and began again, or beside a short one: then a paper came early or late. Nor do two dates.
    """
    newest: Sequence[date] = sorted(set(days))[-NEWEST:]
    if len(newest) < LEAST_PAPERS:
        return []
    gaps = [(later - earlier).days for earlier, later in pairwise(newest)]
    even = (min(gaps[max(place - 1, 0) : place + 2]) >= _SHORT * step.length for place in range(len(gaps)))
    return [day for fits, pair in zip(even, pairwise(newest), strict=True) if fits for day in _between(*pair, step)]


def usual(amounts: Sequence[Decimal]) -> Usual | None:
    """The usual amounts among the newest ones of these, which are in the order of their dates. None if they are few.

    An amount is far from the others if it is more than one and a half times the height of the middle half below or
    above that half, the fences of a box plot.
    """
    newest = sorted(amounts[-NEWEST:])
    if len(newest) < _LEAST_AMOUNTS:
        return None
    lower, middle, upper = quantiles(newest, n=4, method="inclusive")
    reach = (upper - lower) * 3 / 2
    near = [amount for amount in newest if lower - reach <= amount <= upper + reach]
    return Usual(near[0], round(middle, 2), near[-1])


def _between(earlier: date, later: date, step: Step) -> Iterator[date]:
    gap = (later - earlier).days
    steps = round(gap / step.length)
    if steps <= _ENDED_STEPS + 1 and abs(gap - steps * step.length) <= max(_AGREED * step.length, _AROUND):
        yield from (step.after(earlier, times) for times in range(1, steps))


def _step(days: Sequence[date], frequency: str | None) -> Step | None:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return _stored(frequency, gaps) or _found(gaps)


def _since_pause(days: Sequence[date], step: Step) -> Sequence[date]:
    """The dates since the series began, or began again after it seemed to have ended."""
    longest = (_ENDED_STEPS + 1) * step.length
    return days[
        max((place for place, gap in enumerate(pairwise(days), 1) if (gap[1] - gap[0]).days > longest), default=0) :
    ]


def _stored(frequency: str | None, gaps: Sequence[int]) -> Step | None:
    """The step of a stored frequency, unless the gaps deny it."""
    step = FREQUENCIES.get(frequency or "")
    if step is None or not gaps:
        return None
    least, most = (share * step.length for share in _AGREEING)
    return step if least <= median(gaps) <= most else None


def _found(gaps: Sequence[int]) -> Step | None:
    """The step that the gaps have, if they are regular."""
    if len(gaps) < _LEAST_GAPS:
        return None
    lower, middle, upper = quantiles(gaps, n=4, method="inclusive")
    return _step_of(middle) if upper - lower <= max(_REGULAR * middle, 1) else None


def _step_of(days: float) -> Step:
    """Months, if the gap is about as long as some. Four weeks are not a month."""
    months = round(days / _MONTH)
    return Step(months, 0) if abs(days - months * _MONTH) <= 2 + months / 4 and months else Step(0, round(days))


def _foreseen(days: Sequence[date], step: Step) -> Iterator[date]:
    """What each of the dates says of the one after the last: it is whole steps away."""
    last = days[-1]
    for day in days:
        yield step.after(day, round((last - day).days / step.length) + 1)


def _ends_in_calendar(last: date, step: Step) -> bool:
    return last.toordinal() + (_ENDED_STEPS + 3) * step.length + _MOST_GRACE < date.max.toordinal()

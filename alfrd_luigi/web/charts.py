"""Where the marks of a chart stand. Positions are per cent of its width and height, so that it fits any screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, inf, log10
from typing import Any, NamedTuple

Position = date | Decimal | float
# The plot leaves room for the amounts on its left, and for the days below it.
_LEFT, _RIGHT, _TOP, _BOTTOM = 9.0, 98.0, 7.0, 88.0
_MARKS = 6
_DAYS_OF_YEAR = 365.25
# The days before and after a single one.
_WEEKS = 42
# Up to this number, marks have their own bar; more of them are dots.
_BARS = 60
_WIDEST, _NARROWEST = 4.0, 0.3
_STEPS = (1, 2, 5, 10)
_STEPS_OF_SECONDS = (
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.5,
    1,
    2,
    5,
    10,
    20,
    30,
    60,
    120,
    300,
    600,
    1_200,
    1_800,
    3_600,
    7_200,
    14_400,
)
_DAY = 86_400.0
# Evidence that is smaller has long decided against a candidate.
_LEAST_EVIDENCE = 0.01
_MONTHS = (1, 2, 3, 6, 12)


class Tick(NamedTuple):
    """A mark of an axis: where it stands, its value, and where its text is anchored there."""

    at: float
    value: Position
    anchor: str = "middle"


class Axis(NamedTuple):
    """Places values between `start` and `end`, per cent. The bounds of a logarithmic one are logarithms."""

    low: float
    high: float
    start: float
    end: float
    is_logarithmic: bool = False

    def at(self, value: Position) -> float:
        """Where a value stands, to a hundredth of a per cent; on a logarithmic axis, at least at its beginning."""
        number = max(_logarithm(_number(value)), self.low) if self.is_logarithmic else _number(value)
        share = (number - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 2)


class Mark(NamedTuple):
    """Where an item stands."""

    x: float
    y: float
    of: Any


class Chart(NamedTuple):
    """The items of a chart, its axes and their ticks. `by_years` says that the ticks of days are years.

    `zero` is where 0 stands, or the axis if 0 is not shown. `bar` is the width of a bar, None if there are too many.
    """

    marks: tuple[Mark, ...]
    x: Axis
    y: Axis
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    by_years: bool
    zero: float
    bar: float | None

    @property
    def line(self) -> str:
        """The line through the items, as SVG writes it."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)


def chart(
    items: Sequence[Any], x: str, y: str, *, also: Sequence[tuple[Position, Position]] = (), from_zero: bool
) -> Chart:
    """The chart of at least one item, by its attributes `x`, a day or a number, and `y`, a number.

    It has room for the points `also`. With `from_zero`, 0 is on the y axis, as bars need it.
    """
    points = [(getattr(item, x), getattr(item, y)) for item in items]
    across = [_number(place) for place, _ in (*points, *also)]
    up = [_number(place) for _, place in (*points, *also)]
    is_by_day = isinstance(points[0][0], date)
    low, high = (_around_days if is_by_day else _around)(min(across), max(across))
    bar = _bar(sorted({_number(place) for place, _ in points}), low, high)
    margin = bar / 2 if bar is not None else 1.0
    x_axis = Axis(low, high, _LEFT + margin, _RIGHT - margin)
    levels = list(_levels(*_around(*((min(*up, 0.0), max(*up, 0.0)) if from_zero else (min(up), max(up))))))
    y_axis = Axis(min(levels[0], *up), max(levels[-1], *up), _BOTTOM, _TOP)
    x_ticks = tuple(_days(x_axis) if is_by_day else _numbers(x_axis))
    return Chart(
        marks=tuple(
            Mark(x_axis.at(place), y_axis.at(up), item) for (place, up), item in zip(points, items, strict=True)
        ),
        x=x_axis,
        y=y_axis,
        x_ticks=x_ticks,
        y_ticks=tuple(Tick(y_axis.at(level), level) for level in levels),
        by_years=all(isinstance(tick.value, date) and tick.value.month == 1 for tick in x_ticks),
        zero=y_axis.at(min(max(0.0, y_axis.low), y_axis.high)),
        bar=bar,
    )


def evidence(curves: Sequence[Sequence[float]], threshold: float, most: int) -> list[Chart]:
    """Charts of the evidence after each document, one for each curve, which share their axes; y is logarithmic.

    Each curve has a value. The axes have room for `most` documents and for the threshold. `zero` is where the evidence
    is 1.
    """
    values = [*(value for curve in curves for value in curve), threshold, 0.1]
    low, high = (_logarithm(max(bound(values), _LEAST_EVIDENCE)) for bound in (min, max))
    x = Axis(0, max(most, *map(len, curves)), _LEFT, _RIGHT)
    y = Axis(low, high, _BOTTOM, _TOP, is_logarithmic=True)
    step = ceil((high - low) / _MARKS)
    y_ticks = tuple(_power(y, power) for power in range(ceil(low), floor(high) + 1) if power % step == 0)
    return [
        Chart(
            marks=tuple(Mark(x.at(place), y.at(value), value) for place, value in enumerate(curve, start=1)),
            x=x,
            y=y,
            x_ticks=tuple(_numbers(x)),
            y_ticks=y_ticks,
            by_years=False,
            zero=y.at(1),
            bar=None,
        )
        for curve in curves
    ]


def sparkline(values: Sequence[Position]) -> str:
    """A line through values at equal distances in a box of 100 by 100, as SVG writes it; "" for less than two."""
    if len(values) < 2:
        return ""
    x = Axis(0, len(values) - 1, 2, 98)
    y = Axis(*_around(*(bound(map(_number, values)) for bound in (min, max))), 90, 10)
    return " ".join(f"{x.at(place):.0f},{y.at(value):.0f}" for place, value in enumerate(values))


def _logarithm(value: float) -> float:
    return log10(value) if value > 0 else -inf


def _power(axis: Axis, power: int) -> Tick:
    value = 10.0**power
    return Tick(axis.at(value), value)


def _number(value: Position) -> float:
    return float(value.toordinal() if isinstance(value, date) else value)


def _around(low: float, high: float) -> tuple[float, float]:
    """The range, or one about its only value."""
    if low < high:
        return low, high
    around = max(abs(low) * 0.1, 1.0)
    return low - around, high + around


def _around_days(low: float, high: float) -> tuple[float, float]:
    """The range of days, or some weeks about its only one."""
    if low < high:
        return low, high
    return max(low - _WEEKS, date.min.toordinal()), min(high + _WEEKS, date.max.toordinal())


def _levels(low: float, high: float, *, within: bool = False) -> Iterator[float]:
    """Round values from below the range to above it, or `within` it."""
    rough = (high - low) / (_MARKS - 2)
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * 0.999)
    first, last = (ceil(low / step), floor(high / step)) if within else (floor(low / step), ceil(high / step))
    for times in range(first, last + 1):
        yield round(times * step, max(0, -floor(log10(step)) + 1))


def _bar(places: Sequence[float], low: float, high: float) -> float | None:
    """The width of a bar that does not cover the next one."""
    if len(places) > _BARS:
        return None
    nearest = min((later - earlier for earlier, later in pairwise(places)), default=high - low)
    return round(min(max(nearest / (high - low) * (_RIGHT - _LEFT) * 0.7, _NARROWEST), _WIDEST), 2)


def _days(axis: Axis) -> Iterator[Tick]:
    """The first days of years, or of months, that stand on the axis."""
    years = (axis.high - axis.low) / _DAYS_OF_YEAR
    first, last = date.fromordinal(floor(axis.low)), date.fromordinal(ceil(axis.high))
    months = next(
        (step for step in _MONTHS if years * 12 / step <= _MARKS - 1), 12 * max(1, ceil(years / (_MARKS - 1)))
    )
    start = first.year * 12 + first.month - 1
    for month in range(start - start % months, last.year * 12 + last.month, months):
        day = date(max(month // 12, 1), month % 12 + 1, 1)
        if axis.low <= day.toordinal() <= axis.high:
            yield _anchored(axis, day)


def _numbers(axis: Axis) -> Iterator[Tick]:
    """The round numbers that stand on the axis."""
    for number in _levels(axis.low, axis.high, within=True):
        yield _anchored(axis, number)


def _anchored(axis: Axis, value: Position) -> Tick:
    """The tick of a value; a text at an edge stays within the chart."""
    at = axis.at(value)
    return Tick(at, value, "start" if at < _LEFT + 5 else "end" if at > _RIGHT - 5 else "middle")


def seconds_ticks(seconds: float, most: int = 8) -> list[float]:
    """Round numbers of seconds from 0 to `seconds`: at most `most` of them after 0."""
    step = next((step for step in _STEPS_OF_SECONDS if seconds / step <= most), None)
    if step is None:
        step = _DAY * max(1, -(-seconds // (_DAY * most)))
    return [number * step for number in range(int(seconds / step) + 1)]

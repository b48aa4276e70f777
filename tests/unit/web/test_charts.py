"""Every mark of a chart is in it, whatever the amounts and days are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.web.charts import Chart, chart, evidence, seconds_ticks, sparkline


class _Point(NamedTuple):
    day: date
    amount: Decimal


def _drawn(points: Sequence[tuple[date, Decimal]], *, from_zero: bool = True) -> Chart:
    return chart([_Point(*point) for point in points], "day", "amount", from_zero=from_zero)


_AMOUNTS = st.decimals(min_value=-(10**13), max_value=10**13, places=2)
_POINTS = st.lists(st.tuples(st.dates(), _AMOUNTS), min_size=1, max_size=80)


@settings(max_examples=200)
@given(_POINTS, st.booleans())
def test_marks_and_ticks_are_in_the_chart(points: list[tuple[date, Decimal]], from_zero: bool) -> None:
    drawn = _drawn(points, from_zero=from_zero)
    across = [mark.x for mark in drawn.marks] + [tick.at for tick in drawn.x_ticks]
    up = [mark.y for mark in drawn.marks] + [tick.at for tick in drawn.y_ticks] + [drawn.zero]
    half = (drawn.bar or 0) / 2
    assert all(0 <= at - half <= at + half <= 100 for at in across)
    assert all(0 <= at <= 100 for at in up)
    assert len(drawn.x_ticks) <= 7
    assert 2 <= len(drawn.y_ticks) <= 8
    assert len({tick.at for tick in drawn.y_ticks}) == len(drawn.y_ticks)
    if from_zero:
        assert 0 in {tick.value for tick in drawn.y_ticks}


@pytest.mark.parametrize(
    ("first", "last", "ticks", "by_years"),
    [
        ("2024-01-05", "2024-05-05", ["2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"], False),
        ("2019-03-05", "2024-05-05", ["2020-01-01", "2022-01-01", "2024-01-01"], True),
        ("2024-03-05", "2024-03-05", ["2024-02-01", "2024-03-01", "2024-04-01"], False),
        ("9999-12-05", "9999-12-05", ["9999-11-01", "9999-12-01"], False),
    ],
)
def test_days_are_marked_by_months_or_years(first: str, last: str, ticks: list[str], by_years: bool) -> None:
    drawn = _drawn([(date.fromisoformat(day), Decimal(10)) for day in (first, last)])
    assert [str(tick.value) for tick in drawn.x_ticks] == ticks
    assert drawn.by_years is by_years


def test_amounts_are_marked_by_round_numbers() -> None:
    drawn = _drawn([(date(2024, 1, 1), Decimal("41.20")), (date(2024, 2, 1), Decimal("128.5"))])
    assert [tick.value for tick in drawn.y_ticks] == [0, 50, 100, 150]


@settings(max_examples=100)
@given(st.lists(_AMOUNTS, max_size=20))
def test_a_sparkline_stays_in_its_box(values: list[Decimal]) -> None:
    points = [tuple(map(float, point.split(","))) for point in sparkline(values).split()]
    assert len(points) == (len(values) if len(values) > 1 else 0)
    assert all(0 <= place <= 100 for point in points for place in point)


_EVIDENCE = st.lists(st.floats(0, 1e300), min_size=1, max_size=80)


@given(st.lists(_EVIDENCE, min_size=1, max_size=2), st.floats(20, 1e6), st.sampled_from([30, 60]))
def test_evidence_is_in_its_chart(curves: list[list[float]], threshold: float, most: int) -> None:
    drawn = evidence(curves, threshold, most)
    assert [[mark.of for mark in each.marks] for each in drawn] == curves
    assert len({(each.x, each.y, each.x_ticks, each.y_ticks) for each in drawn}) == 1
    first = drawn[0]
    across = [mark.x for each in drawn for mark in each.marks] + [tick.at for tick in first.x_ticks]
    up = [mark.y for each in drawn for mark in each.marks] + [tick.at for tick in first.y_ticks]
    assert all(0 <= at <= 100 for at in [*across, *up, first.zero, first.y.at(threshold)])
    assert 1 <= len(first.y_ticks) <= 8
    assert first.y.at(threshold) < first.zero


def test_more_evidence_stands_higher_on_a_logarithmic_scale() -> None:
    (drawn,) = evidence([[0.0001, 1.0, 10.0, 100.0]], 80, 60)
    lowest, one, ten, hundred = (mark.y for mark in drawn.marks)
    assert lowest == drawn.y.start
    assert one == drawn.zero
    assert one - ten == pytest.approx(ten - hundred, abs=0.02)
    assert [tick.value for tick in drawn.y_ticks] == [0.01, 0.1, 1, 10, 100]


@pytest.mark.parametrize(
    ("points", "from_zero", "line", "ticks", "zero"),
    [
        (
            [("2024-01-01", 10), ("2024-02-01", 20), ("2024-03-01", 15)],
            True,
            "11.0,47.5 54.92,7.0 96.0,27.25",
            [0, 5, 10, 15, 20],
            88.0,
        ),
        ([("2024-01-01", 10), ("2024-02-01", 20)], False, "11.0,88.0 96.0,7.0", [10, 15, 20], 88.0),
        ([("2024-01-01", -10), ("2024-02-01", 10)], True, "11.0,88.0 96.0,7.0", [-10, -5, 0, 5, 10], 47.5),
        ([("2024-01-01", -20), ("2024-02-01", -10)], False, "11.0,88.0 96.0,7.0", [-20, -15, -10], 7.0),
        ([("2024-01-01", 10)], True, "53.5,7.0", [0, 5, 10], 88.0),
        ([("2024-01-01", 0)], True, "53.5,47.5", [-1, -0.5, 0, 0.5, 1], 47.5),
    ],
)
def test_the_line_of_a_chart_is_at_the_amounts(
    points: list[tuple[str, int]], from_zero: bool, line: str, ticks: list[float], zero: float
) -> None:
    drawn = _drawn([(date.fromisoformat(day), Decimal(amount)) for day, amount in points], from_zero=from_zero)
    assert (drawn.line, [tick.value for tick in drawn.y_ticks], drawn.zero) == (line, ticks, zero)


@pytest.mark.parametrize(
    ("count", "days", "bar"),
    [(1, 1, 4.0), (2, 1, 4.0), (12, 30, 4.0), (31, 1, 2.08), (60, 1, 1.06), (61, 1, None)],
)
def test_a_bar_does_not_cover_the_next_one_and_many_are_dots(count: int, days: int, bar: float | None) -> None:
    first = date(2024, 1, 1).toordinal()
    drawn = _drawn([(date.fromordinal(first + days * number), Decimal(1)) for number in range(count)])
    assert drawn.bar == bar


def test_the_texts_at_the_edges_stay_in_the_chart() -> None:
    drawn = _drawn([(date(2024, 1, 1), Decimal(1)), (date(2024, 2, 1), Decimal(1)), (date(2024, 3, 1), Decimal(1))])
    assert [tick.anchor for tick in drawn.x_ticks] == ["start", "middle", "end"]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        ([1], ""),
        ([1, 2], "2,90 98,10"),
        ([2, 2], "2,50 98,50"),
        ([3, 1, 2], "2,10 50,90 98,50"),
        ([Decimal(-1), Decimal(1)], "2,90 98,10"),
    ],
)
def test_a_sparkline_goes_through_its_values(values: list[Decimal], line: str) -> None:
    assert sparkline(values) == line


@pytest.mark.parametrize(
    ("seconds", "most", "ticks"),
    [
        (0.03, 8, [0, 0.01, 0.02, 0.03]),
        (7.5, 8, [0, 1, 2, 3, 4, 5, 6, 7]),
        (8, 8, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (8.1, 8, [0, 2, 4, 6, 8]),
        (61, 8, [0, 10, 20, 30, 40, 50, 60]),
        (100, 3, [0, 60]),
        (3600, 8, [0, 600, 1200, 1800, 2400, 3000, 3600]),
        (1e6, 8, [0, 172_800, 345_600, 518_400, 691_200, 864_000]),
        (0, 8, [0]),
    ],
)
def test_seconds_are_marked_by_round_numbers(seconds: float, most: int, ticks: list[float]) -> None:
    assert seconds_ticks(seconds, most) == ticks

"""Every mark of a chart is in it, whatever the amounts and days are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.web.charts import Chart, chart, evidence, sparkline


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

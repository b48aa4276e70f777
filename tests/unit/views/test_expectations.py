"""The next paper and the usual amount of a series, from its dates and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.views.expectations import FREQUENCIES, NEWEST, Step, missing, next_paper, usual

_DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
_AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
_WHOLE = st.one_of(st.none(), st.sampled_from([*FREQUENCIES, "irregular"]))


def _on(*days: str) -> list[date]:
    return [date.fromisoformat(day) for day in days]


def _every(step: Step, first: date, count: int) -> list[date]:
    return [step.after(first, times) for times in range(count)]


@pytest.mark.parametrize(
    ("days", "frequency", "expected"),
    [
        (_on("2024-03-05", "2024-04-05"), "monthly", "2024-05-05"),
        (_on("2024-01-31", "2024-02-29", "2024-03-31"), "monthly", "2024-04-30"),
        (_on("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"), None, "2024-05-30"),
        (_on("2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26"), None, "2024-02-02"),
        (_on("2024-01-05", "2024-02-02", "2024-03-01", "2024-03-29"), None, "2024-04-26"),
        (_on("2021-04-01", "2022-04-01", "2023-04-03", "2024-04-01"), "annual", "2025-04-01"),
        (_on("2024-01-05", "2024-02-05", "2024-04-05", "2024-05-05", "2024-06-05"), None, "2024-07-05"),
        # A reminder between two bills, and a last bill that came late.
        (_on("2024-03-05", "2024-04-05", "2024-04-15"), "monthly", "2024-05-05"),
        (_on("2024-01-05", "2024-02-05", "2024-03-05", "2024-04-14"), "monthly", "2024-05-05"),
        # It began again on another day of the month, after years.
        (_on("2014-03-20", "2014-04-20", "2014-05-20", "2024-03-05", "2024-04-05"), "monthly", "2024-05-05"),
        # The dates deny the frequency.
        (_on("2023-03-01", "2023-06-01", "2023-09-01", "2023-12-01"), "monthly", "2024-03-01"),
    ],
)
def test_the_next_paper_follows_the_dates(days: list[date], frequency: str | None, expected: str) -> None:
    found = next_paper(days, frequency)
    assert found is not None
    assert found.day == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("days", "frequency"),
    [
        ([], "monthly"),
        (_on("2024-03-05"), "monthly"),
        (_on("2024-03-05", "2024-03-05"), "monthly"),
        (_on("2024-03-05", "2024-04-05", "2024-05-05"), None),
        (_on("2024-03-05", "2025-01-09"), "monthly"),
        (_on("2024-01-02", "2024-01-03", "2024-03-20", "2024-03-29", "2024-09-01"), None),
        (_on("2024-01-02", "2024-01-22", "2024-02-27", "2024-03-10", "2024-04-29", "2024-05-16"), "monthly"),
        # Some days of one month, and a day half a year later.
        (_on("2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06", "2024-07-06"), None),
        (_on("9999-10-05", "9999-11-05", "9999-12-05"), "monthly"),
    ],
)
def test_too_little_evidence_says_nothing(days: list[date], frequency: str | None) -> None:
    assert next_paper(days, frequency) is None


@settings(max_examples=200)
@given(st.sampled_from(list(FREQUENCIES)), _DAYS.filter(lambda day: day.day <= 28), st.integers(2, 40))
def test_regular_dates_go_on(frequency: str, first: date, count: int) -> None:
    step = FREQUENCIES[frequency]
    found = next_paper(_every(step, first, count), frequency)
    assert found is not None
    assert (found.step, found.day) == (step, step.after(first, count))


@settings(max_examples=200)
@given(st.lists(_DAYS, max_size=30), _WHOLE)
def test_the_next_paper_is_later_than_all_and_the_order_does_not_matter(
    days: list[date], frequency: str | None
) -> None:
    found = next_paper(days, frequency)
    assert found == next_paper([*reversed(days), *days], frequency)
    if found is not None:
        assert max(days) < found.day <= found.late < found.ended
        assert [found.state(day) for day in (found.day, found.late, found.ended)] == ["expected", "expected", "ended"]


@settings(max_examples=100)
@given(_DAYS.filter(lambda day: day.day <= 28), st.integers(6, 40), st.integers(1, 4), st.data())
def test_one_misread_date_moves_nothing(first: date, count: int, off: int, data: st.DataObject) -> None:
    days = _every(FREQUENCIES["monthly"], first, count)
    place = data.draw(st.integers(0, count - 2))
    found = next_paper([day for index, day in enumerate(days) if index != place], "monthly")
    moved = next_paper([day + timedelta(off) if index == place else day for index, day in enumerate(days)], "monthly")
    assert found is not None
    assert moved is not None
    assert found.day == moved.day == FREQUENCIES["monthly"].after(first, count)


def test_a_paper_is_late_after_some_days_and_a_series_ends_after_some_papers() -> None:
    found = next_paper(_on("2024-03-05", "2024-04-05", "2024-05-05"), "monthly")
    assert found is not None
    said = {
        day: found.state(date.fromisoformat(day)) for day in ("2024-06-10", "2024-06-14", "2024-09-04", "2024-09-05")
    }
    assert list(said.values()) == ["expected", "late", "late", "ended"]


def test_a_daily_paper_is_late_for_a_day_before_its_series_has_ended() -> None:
    found = next_paper(_on("2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"), None)
    assert found is not None
    assert (found.day, found.late, found.ended) == tuple(_on("2024-03-09", "2024-03-12", "2024-03-13"))


@pytest.mark.parametrize(
    ("days", "lacking"),
    [
        (_on("2024-01-05", "2024-01-05", "2024-03-05", "2024-04-05"), _on("2024-02-05")),  # two papers of a day
        (_on("2024-01-05", "2024-05-05", "2024-06-05"), _on("2024-02-05", "2024-03-05", "2024-04-05")),
        (_on("2024-01-05", "2024-06-05", "2024-07-05"), []),  # it had ended, and began again
        (_on("2024-01-05", "2024-01-10", "2024-03-10"), []),  # beside an early paper, or a late one
        (_on("2024-01-10", "2024-03-10", "2024-03-15"), []),
        (_on("2024-01-05", "2024-01-10", "2024-02-10", "2024-04-10"), _on("2024-03-10")),
        (_on("2024-01-10", "2024-03-10", "2024-04-10", "2024-04-15"), _on("2024-02-10")),
        ([date(2024, 1, 5), *_every(Step(1, 0), date(2024, 3, 5), 11)], _on("2024-02-05")),
        ([date(2024, 1, 5), *_every(Step(1, 0), date(2024, 3, 5), 12)], []),  # older than the newest ones
    ],
)
def test_a_gap_of_several_months_lacks_papers(days: list[date], lacking: list[date]) -> None:
    assert missing(days, FREQUENCIES["monthly"]) == lacking


def test_half_a_step_is_not_short() -> None:
    first = date(2024, 1, 1)
    days = [first + timedelta(after) for after in (0, 4, 20)]
    assert missing(days, Step(0, 8)) == [first + timedelta(12)]


def test_the_middle_amount_has_cents() -> None:
    found = usual([Decimal(cents) / 100 for cents in (101, 102, 103, 104)])
    assert found is not None
    assert found.middle == Decimal("1.02")


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([1, 2, 3], None),
        ([10, 10, 10, 10], (10, 10, 10)),
        ([10, 12, 11, 13, 400], (10, 12, 13)),
        ([10, 12, 11, 13, 17], (10, 12, 13)),  # one and a half times the middle half, and more
        ([10, 12, 11, 13, 16], (10, 12, 16)),
        ([900] * 4 + [*range(1, 13)], (1, Decimal("6.5"), 12)),
    ],
)
def test_the_usual_amount_is_that_of_the_newest_ones(amounts: Sequence[int], expected: object) -> None:
    assert usual([Decimal(amount) for amount in amounts]) == expected


@settings(max_examples=200)
@given(st.lists(_AMOUNTS, min_size=4, max_size=30))
def test_usual_amounts_are_some_of_the_newest(amounts: list[Decimal]) -> None:
    found, newest = usual(amounts), sorted(amounts[-NEWEST:])
    assert found is not None
    assert {found.lowest, found.highest} <= set(newest)
    assert found.lowest <= found.middle <= found.highest
    assert sum(found.lowest <= amount <= found.highest for amount in newest) >= len(newest) / 2


@pytest.mark.parametrize(
    ("days", "step", "expected"),
    [
        (_on("2024-01-05", "2024-02-05", "2024-04-05", "2024-05-05"), "monthly", ["2024-03-05"]),
        (_on("2024-01-31", "2024-02-29", "2024-04-30", "2024-05-31"), "monthly", ["2024-03-29"]),
        (_on("2024-01-05", "2024-02-05", "2024-05-05"), "monthly", ["2024-03-05", "2024-04-05"]),
        (_on("2024-01-05", "2024-02-05", "2024-06-05"), "monthly", ["2024-03-05", "2024-04-05", "2024-05-05"]),
        (_on("2024-01-05", "2024-02-05", "2024-07-05"), "monthly", []),  # it had ended
        (_on("2023-01-05", "2023-04-03", "2023-10-09", "2024-01-05"), "quarterly", ["2023-07-03"]),
        (_on("2024-01-05", "2024-02-05", "2024-03-05"), "monthly", []),
        # A paper that came late is there, and the next one in time.
        (_on("2024-01-05", "2024-02-28", "2024-03-05", "2024-04-05"), "monthly", []),
        # It fits no number of steps.
        (_on("2024-01-05", "2024-02-05", "2024-03-20", "2024-05-06"), "monthly", []),
        # The series had ended and began again.
        (_on("2023-01-05", "2023-02-05", "2024-02-05", "2024-03-05"), "monthly", []),
        (_on("2024-01-05", "2024-03-05"), "monthly", []),
        ([], "monthly", []),
    ],
)
def test_a_month_without_its_bill_is_missing(days: list[date], step: str, expected: list[str]) -> None:
    assert missing(reversed(days), FREQUENCIES[step]) == _on(*expected)


@settings(max_examples=200)
@given(st.sampled_from(list(FREQUENCIES)), _DAYS.filter(lambda day: day.day <= 28), st.integers(4, 12), st.data())
def test_each_paper_that_is_left_out_is_missing_and_no_other(
    frequency: str, first: date, count: int, data: st.DataObject
) -> None:
    days = _every(FREQUENCIES[frequency], first, count)
    lost = days.pop(data.draw(st.integers(1, count - 2)))
    assert missing(days, FREQUENCIES[frequency]) == [lost]

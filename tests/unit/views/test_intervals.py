"""The interval of a mean score."""

from __future__ import annotations

from random import Random

import pytest

from alfrd_luigi.views.prompts import interval


def test_few_scores_that_are_all_alike_prove_little() -> None:
    assert interval(1, 3).low == pytest.approx(0.44, abs=0.01)
    assert interval(1, 3).high == 1
    assert interval(0, 1).low == 0
    assert interval(0.8, 100) == pytest.approx((0.711, 0.867), abs=0.001)


@pytest.mark.parametrize("count", [3, 10, 40])
def test_the_interval_holds_the_true_mean_at_least_as_often_as_it_says(count: int) -> None:
    chance = Random(count)
    held = 0
    for _ in range(2_000):
        mean = sum(chance.betavariate(8, 2) for _ in range(count)) / count
        found = interval(mean, count)
        held += found.low <= 0.8 <= found.high
    assert held / 2_000 > 0.95

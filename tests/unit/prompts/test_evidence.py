"""The evidence for a candidate: its mean is 1 if both versions are as good, and it rises with each difference."""

from __future__ import annotations

from itertools import pairwise, product
from math import inf, isfinite, nan
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.prompts.evidence import e_value, e_values

_DIFFERENCES = st.one_of(st.sampled_from([0.0, 0.2, -0.2, 0.4, 1.0, -1.0]), st.floats(-1, 1))
_SIZES = st.lists(st.floats(0, 1), min_size=1, max_size=7)


def _signed(sizes: list[float]) -> list[list[float]]:
    """The differences with each combination of signs."""
    signs = product((1, -1), repeat=len(sizes))
    return [[sign * size for sign, size in zip(each, sizes, strict=True)] for each in signs]


@given(_SIZES)
def test_over_all_signs_the_mean_is_one_after_each_difference(sizes: list[float]) -> None:
    after = zip(*map(e_values, _signed(sizes)), strict=True)
    assert list(map(fmean, after)) == pytest.approx([1.0] * len(sizes))


@pytest.mark.parametrize("size", [0.05, 0.2, 0.4, 1.0])
@pytest.mark.parametrize("bound", [5, 20, 80])
def test_of_all_signs_no_more_than_ville_allows_ever_reach_a_bound(size: float, bound: int) -> None:
    reached = [max(e_values(each)) >= bound for each in _signed([size] * 10)]
    assert 0 <= fmean(reached) <= 1 / bound


@given(st.lists(_DIFFERENCES, min_size=1, max_size=70), st.data())
def test_a_larger_difference_lowers_nothing(differences: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(differences) - 1))
    larger = data.draw(st.floats(differences[place], 1))
    better = e_values([*differences[:place], larger, *differences[place + 1 :]])
    assert all(high >= low * (1 - 1e-9) for high, low in zip(better, e_values(differences), strict=True))


@given(st.lists(_DIFFERENCES, max_size=70))
def test_each_difference_at_most_doubles_it(differences: list[float]) -> None:
    found = [1.0, *e_values(differences)]
    assert len(found) == len(differences) + 1
    assert all(0 <= later <= 2 * earlier * (1 + 1e-9) for earlier, later in pairwise(found))


@given(st.lists(_DIFFERENCES, min_size=1, max_size=70), st.randoms())
def test_the_last_one_does_not_depend_on_the_order(differences: list[float], chance: Random) -> None:
    expected = e_values(differences)[-1]
    chance.shuffle(differences)
    assert e_value(differences) == pytest.approx(expected)


def test_without_differences_it_is_one_and_even_answers_do_not_change_it() -> None:
    assert e_values([]) == []
    assert e_value([]) == 1
    assert e_values([0.0, -0.0, 0]) == pytest.approx([1, 1, 1])
    assert e_values([0.2, 0, 0.2]) == pytest.approx([e_value([0.2]), e_value([0.2]), e_value([0.2, 0.2])])


@pytest.mark.parametrize("difference", [1.0, 0.2, -0.2, -1.0])
def test_it_stays_a_number_after_any_number_of_documents(difference: float) -> None:
    found = e_values([difference] * 5000)
    assert all(map(isfinite, found))
    assert found[-1] == (pytest.approx(0) if difference < 0 else max(found))


def test_no_single_document_undoes_many() -> None:
    assert e_value([*[0.2] * 15, -1.0]) > 10


@pytest.mark.parametrize("difference", [nan, inf, -inf, 1.001, -2])
def test_what_is_no_difference_is_refused(difference: float) -> None:
    with pytest.raises(ValueError, match="from -1 to 1"):
        e_values([0.2, difference])
    with pytest.raises(ValueError, match="from -1 to 1"):
        e_value([0.2, difference])

"""The difference between two texts."""

from __future__ import annotations

import time
from random import Random

import pytest

from alfrd_luigi.views.word_differences import Part, differences


def test_words_are_compared_and_a_change_is_deleted_before_it_is_inserted() -> None:
    assert differences("Say the total.", "Say a whole total.") == [
        Part("same", "Say "),
        Part("deleted", "the "),
        Part("inserted", "a whole "),
        Part("same", "total."),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_both_texts_are_whole_in_the_parts(seed: int) -> None:
    chance = Random(seed)
    for _ in range(40):
        before, after = ("".join(chance.choices("ab \n.é\r\u2028<\u202e", k=chance.randint(0, 40))) for _ in range(2))
        parts = differences(before, after)
        assert "".join(part.text for part in parts if part.kind != "inserted") == before
        assert "".join(part.text for part in parts if part.kind != "deleted") == after
        assert all(part.text for part in parts)


@pytest.mark.parametrize(("before", "after"), [("a " * 4_900, "b a " * 2_450), ("a b " * 50_000, "a " * 90_000)])
def test_long_texts_of_repeated_words_take_little_time(before: str, after: str) -> None:
    began = time.process_time()
    parts = differences(before, after)
    assert time.process_time() - began < 5
    assert "".join(part.text for part in parts if part.kind != "deleted") == after

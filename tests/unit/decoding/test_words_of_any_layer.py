"""Whatever words and places a text layer has, none of its characters is lost, and only known words are faulty."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as any_of

from alfrd_luigi.decoding import faults, spaced_letters
from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.model import Box, Turn, Word

_PLACES = any_of.sampled_from([0.0, 0.1, 0.104, 0.11, 0.2, 0.5, 1.0])


@any_of.composite
def _boxes(draw: any_of.DrawFn) -> Box:
    (left, right), (top, bottom) = (sorted((draw(_PLACES), draw(_PLACES))) for _ in range(2))
    return left, top, right, bottom


_WORDS = any_of.lists(
    any_of.builds(
        LayerWord,
        any_of.builds(Word, any_of.sampled_from(["a", "b", "7", "12.30", "1Z2.3O", "due"]), _boxes(), any_of.just(1.0)),
        any_of.sampled_from(get_args(Turn)),
        any_of.integers(0, 3),
        any_of.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(_WORDS, any_of.floats(0.01, 100))
def test_no_character_is_lost(words: list[LayerWord], ratio: float) -> None:
    joined = spaced_letters.joined(words, ratio)
    assert sorted("".join(each.word.text for each in joined)) == sorted("".join(each.word.text for each in words))
    assert sum(each.unknown for each in joined) == sum(each.unknown for each in words)


@settings(max_examples=200, deadline=None)
@given(_WORDS, any_of.booleans())
def test_the_faulty_words_are_among_them(words: list[LayerWord], is_scan: bool) -> None:
    faulty = faults.faulty(words, is_scan=is_scan)
    assert faulty <= set(range(len(words)))
    assert {place for place, each in enumerate(words) if each.is_unmapped} <= faulty

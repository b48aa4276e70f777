"""A recognised line becomes words, each with its place."""

from __future__ import annotations

import pytest

from alfrd_luigi.ocr.lines import RecognisedLine, words_of

LEVEL = ((100.0, 50.0), (200.0, 50.0), (200.0, 60.0), (100.0, 60.0))
FALLING = ((0.0, 0.0), (100.0, 20.0), (100.0, 30.0), (0.0, 10.0))


def test_each_word_has_its_part_of_the_line() -> None:
    first, second = words_of(RecognisedLine("ab cdefg", LEVEL, 0.8), 1000, 100)
    assert (first.text, second.text) == ("ab", "cdefg")
    assert first.box == pytest.approx((0.100, 0.5, 0.125, 0.6))
    assert second.box == pytest.approx((0.1375, 0.5, 0.200, 0.6))
    assert first.confidence == second.confidence == 0.8


def test_words_of_a_falling_line_are_flat() -> None:
    words = words_of(RecognisedLine("one two three four", FALLING, 1.0), 100, 100)
    assert [word.text for word in words] == ["one", "two", "three", "four"]
    assert all(word.box[3] - word.box[1] < 0.17 for word in words)
    tops = [word.box[1] for word in words]
    assert tops == sorted(tops)


def test_a_line_that_leaves_the_page_is_cut() -> None:
    beyond = ((-10.0, -5.0), (110.0, -5.0), (110.0, 20.0), (-10.0, 20.0))
    (word,) = words_of(RecognisedLine("wide", beyond, 1.0), 100, 100)
    assert word.box == (0.0, 0.0, 1.0, 0.2)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_line_of_nothing_has_no_words(text: str) -> None:
    assert words_of(RecognisedLine(text, LEVEL, 0.9), 1000, 100) == []

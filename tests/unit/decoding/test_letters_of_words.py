"""The gaps between the words of a layer tell which of them are letters of one word."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.model import Turn, Word
from alfrd_luigi.decoding.spaced_letters import joined

_HEIGHT, _LETTER = 0.02, 0.01


def _line(words: Sequence[str], gaps: Sequence[float], *, top: float = 0.1, turn: Turn = "upright") -> list[LayerWord]:
    """Words of a square page in a line, with these gaps behind them in heights of the line."""
    left, found = 0.05, []
    for word, gap in zip(words, [*gaps, 0], strict=True):
        right = left + _LETTER * len(word)
        found.append(LayerWord(Word(word, (left, top, right, top + _HEIGHT), 1.0), turn, 0, False))
        left = right + gap * _HEIGHT
    return found


def _spaced(text: str, letter: float, space: float, *, top: float = 0.1) -> list[LayerWord]:
    """The letters of a text as words, with these gaps between letters and between words."""
    letters = [letter_ for letter_ in text if letter_ != " "]
    ends = {sum(map(len, text.split()[: number + 1])) for number in range(len(text.split()))}
    return _line(letters, [space if at + 1 in ends else letter for at in range(len(letters) - 1)], top=top)


def _texts(found: Sequence[LayerWord]) -> list[str]:
    return [each.word.text for each in found]


@pytest.mark.parametrize(
    ("letter", "space", "is_joined"),
    [
        (0.0, 0.25, True),  # a program that places each letter
        (0.1, 0.4, True),  # letters a little apart
        (0.3, 0.8, True),  # a title that is set wide
        (0.55, 1.3, True),
        (0.7, 1.5, False),  # as far apart as columns
        (0.3, 0.38, False),  # the two kinds hardly differ
        (0.25, 0.25, False),
    ],
)
def test_two_kinds_of_gaps_tell_the_words(letter: float, space: float, is_joined: bool) -> None:
    found = _texts(joined(_spaced("TOTAL AMOUNT DUE", letter, space), 1.0))
    assert found == (["TOTAL", "AMOUNT", "DUE"] if is_joined else list("TOTALAMOUNTDUE"))


def test_an_amount_far_behind_its_label_is_a_word_of_its_own() -> None:
    line = [*_spaced("TOTAL DUE", 0.1, 0.4), *_line(["122.30"], [], top=0.1)]
    far = line[-1]._replace(word=line[-1].word._replace(box=(0.8, 0.1, 0.86, 0.12)))
    assert _texts(joined([*line[:-1], far], 1.0)) == ["TOTAL", "DUE", "122.30"]


def test_the_words_beside_a_wide_label_stay_as_they_are() -> None:
    label = _spaced("DATE OF BILL", 0.3, 0.8)
    value = [
        each._replace(word=each.word._replace(box=(each.word.box[0] + 0.6, 0.1, each.word.box[2] + 0.6, 0.12)))
        for each in _line(["4", "November", "2024"], [0.25, 0.25])
    ]
    assert _texts(joined([*label, *value], 1.0)) == ["DATE", "OF", "BILL", "4", "November", "2024"]


def test_a_page_of_ordinary_words_is_not_touched() -> None:
    words = _line(["Please", "pay", "a", "sum", "of", "5", "by", "the", "end", "of", "the", "month"], [0.25] * 11)
    assert joined(words, 1.0) is words


def test_what_runs_down_the_page_is_not_joined() -> None:
    down = [each._replace(turn="down") for each in _spaced("TOTAL AMOUNT DUE", 0.0, 0.25)]
    assert sorted(_texts(joined(down, 1.0))) == sorted("TOTALAMOUNTDUE")


def test_the_ratio_of_the_page_counts() -> None:
    """On a page that is twice as wide as high, a gap of the same share of its width is twice as wide."""
    words = _spaced("TOTAL AMOUNT DUE", 0.15, 0.4)
    assert _texts(joined(words, 1.0)) == ["TOTAL", "AMOUNT", "DUE"]
    assert _texts(joined(words, 5.0)) == list("TOTALAMOUNTDUE")


def test_a_joined_word_has_the_box_of_its_letters() -> None:
    first, *_ = joined(_spaced("TOTAL DUE", 0.0, 0.25), 1.0)
    assert first.word.box == pytest.approx((0.05, 0.1, 0.1, 0.12))

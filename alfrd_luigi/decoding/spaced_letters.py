"""Words whose letters a program placed one by one, or far apart: PDFium puts spaces between some or all of them.

The gaps of such a page, or of such lines, are of two kinds, between letters and between words, and tell the words. Runs
only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate, chain, groupby, pairwise
from typing import NamedTuple

from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.model import Word

# If more of the words are single letters, they are parts of words. Of 79 pages of digital PDFs, .07 at most are.
_MOST_SHARE_SINGLE = 0.12
# A line of a title or label that is set wide has at least as many letters, and little else.
_FEWEST_LETTERS, _MOST_OTHERS = 5, 0.5
# On a page with such lines, as many characters in a row are set wide, too.
_FEWEST_IN_LINE = 3
# In heights of a line: how far the middles of the words of a line are apart at most.
_LEVEL = 0.3
_LOWEST = 1e-4  # of the height of the page: a font may have no height


class _Spacing(NamedTuple):
    """How far letters are apart, on average at most, and words at most, in heights of a line.

    Digits in the boxes of a form are as far apart as the words of a page, so a whole page is not set wide.
    """

    letters: float
    words: float


_OF_A_PAGE, _OF_WIDE_LINES = _Spacing(0.18, 1.0), _Spacing(0.6, 1.8)
# Words are farther apart than letters, by this much and by this factor.
_LEAST_DIFFERENCE, _LEAST_FACTOR = 0.12, 1.6


def joined(found: Sequence[LayerWord], ratio: float) -> Sequence[LayerWord]:
    """The words, with those joined that are parts of one. `ratio` is the width of the page by its height."""
    singles = sum(len(each.word.text) == 1 for each in found)
    if singles < _FEWEST_LETTERS:
        return found
    lines = list(_lines([each for each in found if each.turn == "upright"]))
    others = [each for each in found if each.turn != "upright"]
    is_page = singles > _MOST_SHARE_SINGLE * len(found)
    if is_page and (least := _least_space(lines, ratio, _OF_A_PAGE)) is not None:
        return [*(word for line in lines for word in _words(line, ratio, least)), *others]
    least = _least_space([line for line in lines if _is_wide(line)], ratio, _OF_WIDE_LINES)
    if least is None:
        return found
    return [*chain.from_iterable(_of_wide(line, ratio, least) for line in lines), *others]


def _is_wide(line: Sequence[LayerWord]) -> bool:
    letters = sum(len(each.word.text) == 1 and each.word.text.isalpha() for each in line)
    return letters >= _FEWEST_LETTERS and len(line) - letters <= _MOST_OTHERS * letters


def _of_wide(line: Sequence[LayerWord], ratio: float, least: float) -> Iterator[LayerWord]:
    """The words of a line, with those joined that are single characters, if there are several."""
    for is_single, run in groupby(line, key=lambda each: len(each.word.text) == 1):
        words = list(run)
        yield from _words(words, ratio, least) if is_single and len(words) >= _FEWEST_IN_LINE else words


def _lines(found: Sequence[LayerWord]) -> Iterator[list[LayerWord]]:
    line: list[LayerWord] = []
    for each in sorted(found, key=_middle):
        if line and _middle(each) - _middle(line[-1]) > _LEVEL * _height(each):
            yield sorted(line, key=lambda word: word.word.box[0])
            line = []
        line.append(each)
    if line:
        yield sorted(line, key=lambda word: word.word.box[0])


def _middle(of: LayerWord) -> float:
    return (of.word.box[1] + of.word.box[3]) / 2


def _height(of: LayerWord) -> float:
    return of.word.box[3] - of.word.box[1]


def _gaps(line: Sequence[LayerWord], ratio: float) -> list[float]:
    """The spaces between the words of a line, in its heights."""
    return [
        (other.word.box[0] - one.word.box[2]) * ratio / max(_height(one), _height(other), _LOWEST)
        for one, other in pairwise(line)
    ]


def _least_space(lines: Sequence[Sequence[LayerWord]], ratio: float, spacing: _Spacing) -> float | None:
    """The least space between words, by the division into two kinds that differ most (Otsu's); None: of one kind."""
    values = sorted(gap for line in lines for gap in _gaps(line, ratio) if gap < spacing.words)
    sums = list(accumulate(values))
    best = max(range(1, len(values)), key=lambda count: _variance(sums, count), default=0)
    if not best:
        return None
    letters, words = sums[best - 1] / best, (sums[-1] - sums[best - 1]) / (len(values) - best)
    are_two = words - letters >= _LEAST_DIFFERENCE and words >= _LEAST_FACTOR * letters
    return (values[best - 1] + values[best]) / 2 if are_two and letters <= spacing.letters else None


def _variance(sums: Sequence[float], count: int) -> float:
    """The variance between the first gaps, this many, and the others."""
    others = len(sums) - count
    return count * others * (sums[count - 1] / count - (sums[-1] - sums[count - 1]) / others) ** 2


def _words(line: Sequence[LayerWord], ratio: float, least: float) -> Iterator[LayerWord]:
    word = [line[0]]
    for each, gap in zip(line[1:], _gaps(line, ratio), strict=True):
        if gap >= least:
            yield reduce(_together, word)
            word = []
        word.append(each)
    yield reduce(_together, word)


def _together(one: LayerWord, other: LayerWord) -> LayerWord:
    (left, top, right, bottom), (x0, y0, x1, y1) = one.word.box, other.word.box
    box = (min(left, x0), min(top, y0), max(right, x1), max(bottom, y1))
    word = Word(one.word.text + other.word.text, box, 1.0)
    return LayerWord(word, one.turn, one.unknown + other.unknown, one.is_unmapped or other.is_unmapped)

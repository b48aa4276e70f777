"""Words whose letters a program placed one by one: PDFium puts spaces between some or all of them.

The gaps of such a page are of two kinds, between letters and between words, and tell the words. Runs only in the child
process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate, pairwise

from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.model import Word

# If more of the words are single letters, they are parts of words. Of 79 pages of digital PDFs, .07 at most are.
_MOST_SHARE_SINGLE = 0.12
# In heights of a line: how far the middles of the words of a line are apart at most, the widest space between words,
# and by how much the two kinds of gaps differ at least.
_LEVEL, _WIDEST, _LEAST_DIFFERENCE = 0.3, 1.0, 0.12
# The mean gap between letters, in the same unit. Digits in the boxes of a form are as far apart as words, or farther.
_MOST_BETWEEN_LETTERS = 0.18


def joined(found: Sequence[LayerWord], ratio: float) -> Sequence[LayerWord]:
    """The words, with those joined that are parts of one. `ratio` is the width of the page by its height."""
    if not _are_single(found):
        return found
    lines = list(_lines([each for each in found if each.turn == "upright"]))
    least = _least_space([gap for line in lines for gap in _gaps(line, ratio) if gap < _WIDEST])
    if least is None:
        return found
    words = [word for line in lines for word in _words(line, ratio, least)]
    return [*words, *(each for each in found if each.turn != "upright")]


def _are_single(found: Sequence[LayerWord]) -> bool:
    return sum(len(each.word.text) == 1 for each in found) > _MOST_SHARE_SINGLE * len(found)


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
        (other.word.box[0] - one.word.box[2]) * ratio / max(_height(one), _height(other))
        for one, other in pairwise(line)
    ]


def _least_space(gaps: Sequence[float]) -> float | None:
    """The least space between words, by the division into two kinds that differ most (Otsu's); None: of one kind."""
    values = sorted(gaps)
    sums = list(accumulate(values))
    best = max(range(1, len(values)), key=lambda count: _variance(sums, count), default=0)
    if not best:
        return None
    letters, words = sums[best - 1] / best, (sums[-1] - sums[best - 1]) / (len(values) - best)
    are_two = letters <= _MOST_BETWEEN_LETTERS and words - letters >= _LEAST_DIFFERENCE
    return (values[best - 1] + values[best]) / 2 if are_two else None


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

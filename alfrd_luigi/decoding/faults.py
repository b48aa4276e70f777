"""Words of a text layer that cannot be what the page shows there, beside others that can.

They are left out, and what is printed at their places is recognised instead. Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.letter_pairs import is_confused
from alfrd_luigi.decoding.model import Box

# Up to this many characters without a meaning are bullets of a symbol font.
_MOST_BULLETS = 2
# The part of the smaller of two boxes, across and down, that the other covers if one word is printed over the other.
_COVERED = 0.5
# A longer word is no word, but the noise of a scan.
_LONGEST = 20
# Of equal strips of the page. Words whose middles are in one of the first are in one line.
_STRIPS, _FINE_STRIPS = 200, 1000


def faulty(found: Sequence[LayerWord], *, is_scan: bool) -> set[int]:
    """The places of words whose font does not say what they are, that are printed over each other, or were misread.

    Scanners misread, and their boxes may overlap.
    """
    return {*_unknown(found), *(_misread(found) if is_scan else _overprinted(found))}


def _unknown(found: Sequence[LayerWord]) -> Iterator[int]:
    """A font without a map gives other letters, or characters without a meaning."""
    have_bullets = sum(each.unknown for each in found) <= _MOST_BULLETS
    for place, each in enumerate(found):
        if each.is_unmapped or (each.unknown and not have_bullets and not _is_icon(each)):
            yield place


def _is_icon(of: LayerWord) -> bool:
    """Whether it is a picture in a symbol font, such as a telephone before its number."""
    return of.unknown == 1 and len(of.word.text) == 1


def _overprinted(found: Sequence[LayerWord]) -> Iterator[int]:
    """The page shows the upper word only, for example a corrected amount. Bold print may be the same word twice."""
    order = sorted(range(len(found)), key=lambda place: _turn_line_and_left(found[place]))
    for places in pairwise(order):
        one, other = (found[place] for place in places)
        if one.word.text != other.word.text and one.turn == other.turn and _is_over(one.word.box, other.word.box):
            yield from places


def _turn_line_and_left(of: LayerWord) -> tuple[str, int, float]:
    left, top, _, bottom = of.word.box
    return of.turn, round((top + bottom) / 2 * _STRIPS), left


def _is_over(one: Box, other: Box) -> bool:
    return all(
        min(one[end], other[end]) - max(one[start], other[start])
        > _COVERED * min(one[end] - one[start], other[end] - other[start])
        for start, end in ((0, 2), (1, 3))
    )


def _misread(found: Sequence[LayerWord]) -> Iterator[int]:
    """All words of a line in which a scanner took letters for digits, or digits for letters."""
    strips = set[int]()
    for each in found:
        if len(each.word.text) <= _LONGEST and is_confused(each.word.text):
            _, top, _, bottom = each.word.box
            strips.update(range(int(top * _FINE_STRIPS), int(bottom * _FINE_STRIPS) + 1))
    for place, each in enumerate(found):
        if int((each.word.box[1] + each.word.box[3]) / 2 * _FINE_STRIPS) in strips:
            yield place

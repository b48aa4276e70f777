"""A picture is cut into the bands that have print, and what is read there comes back to its place on the whole."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from alfrd_luigi.decoding.model import PageImage
from alfrd_luigi.ocr import bands
from alfrd_luigi.ocr.bands import Band

_WIDTH = 10
_WHITE, _BLACK, _CREAM = b"\xff\xff\xff", b"\x00\x00\x00", b"\xff\xf8\xe8"


def _picture(height: int, printed: Sequence[Band], *, paper: bytes = _WHITE, pixels: int = _WIDTH) -> PageImage:
    """A picture with so many black pixels in each row of the bands."""
    rows = {row for top, bottom in printed for row in range(top, bottom)}
    row_of_print = _BLACK * pixels + paper * (_WIDTH - pixels)
    content = b"".join(row_of_print if row in rows else paper * _WIDTH for row in range(height))
    return PageImage(_WIDTH, height, content)


@pytest.mark.parametrize(
    ("given", "joined"),
    [
        ([], []),
        ([(5, 9)], [(5, 9)]),
        ([(20, 30), (5, 9)], [(5, 9), (20, 30)]),
        ([(5, 9), (9, 12)], [(5, 12)]),  # they touch
        ([(5, 20), (7, 9)], [(5, 20)]),  # one is within the other
        ([(5, 9), (8, 12), (11, 14), (16, 17)], [(5, 14), (16, 17)]),
    ],
)
def test_bands_that_touch_are_one(given: list[Band], joined: list[Band]) -> None:
    assert bands.joined(given) == joined


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ([], []),
        ([(40, 60)], [(39, 61)]),  # a hundredth of the height around it
        ([(0, 10), (90, 100)], [(0, 11), (89, 100)]),  # within the picture
        ([(20, 30), (31, 40)], [(19, 41)]),
    ],
)
def test_the_bands_with_print_have_a_little_around_them(printed: list[Band], found: list[Band]) -> None:
    assert bands.printed(_picture(100, printed)) == found


@pytest.mark.parametrize(("pixels", "is_printed"), [(1, False), (3, False), (4, True), (10, True)])
def test_a_trace_of_a_letter_is_no_print(pixels: int, is_printed: bool) -> None:
    assert bool(bands.printed(_picture(100, [(50, 51)], pixels=pixels))) == is_printed


def test_of_coloured_paper_nothing_is_left_out() -> None:
    assert bands.printed(_picture(100, [(40, 60)], paper=_CREAM)) == [(0, 100)]


def test_a_cut_picture_has_the_rows_of_the_bands() -> None:
    picture = _picture(100, [(20, 30), (60, 70)])
    found = bands.cut(picture, [(20, 30), (65, 75)])
    assert (found.width, found.height) == (_WIDTH, 20)
    assert found.pixels == _BLACK * _WIDTH * 15 + _WHITE * _WIDTH * 5


@pytest.mark.parametrize("seed", range(5))
def test_a_box_comes_back_to_its_place(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        height = rng.randrange(50, 400)
        edges = sorted(rng.sample(range(height + 1), 2 * rng.randrange(1, 6)))
        cut = list(zip(edges[::2], edges[1::2], strict=True))
        size = sum(bottom - top for top, bottom in cut)
        top, bottom = rng.choice(cut)
        before = sum(end - start for start, end in cut if end <= top)
        first = rng.uniform(top, bottom)
        last = rng.uniform(first, bottom)
        box = (0.1, (before + first - top) / size, 0.2, (before + last - top) / size)
        assert bands.placed(box, cut, height) == pytest.approx((0.1, first / height, 0.2, last / height))


@pytest.mark.parametrize(("top", "bottom"), [(0.9, 1.3), (1.0, 1.1), (-0.2, 0.1)])
def test_a_box_beyond_the_ends_is_in_the_nearest_band(top: float, bottom: float) -> None:
    _, first, _, last = bands.placed((0.1, top, 0.2, bottom), [(20, 30), (60, 70)], 100)
    near = (0.1, 0.4) if top < 0 else (0.5, 0.8)
    assert near[0] <= first < last <= near[1]

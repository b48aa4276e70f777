"""The text layer of a doubtful page is compared with what an engine reads, and joined with it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from alfrd_luigi.decoding.model import Aside, Doubt, DoubtfulPage, EncodedPage, LayerPage, PageImage, Word
from alfrd_luigi.ocr.port import Encoding, Picture, Reading
from alfrd_luigi.ocr.verification import joined
from alfrd_luigi.services.paid_service import PaidService

_WIDTH, _HEIGHT, _FILLED = 20, 100, 0.75


class _Reader:
    """An engine that reads words it knows, and keeps the pictures that it is shown."""

    name = "reader"
    service: PaidService | None = None
    libraries: tuple[str, ...] = ()
    encoding: Encoding | None = None

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = tuple(words)
        self.seen: list[Picture] = []

    def check(self) -> None:
        """Nothing is missing."""

    def prepare(self) -> None:
        """Nothing has to be loaded."""

    def read(self, picture: Picture) -> Reading:
        """The words that it knows."""
        self.seen.append(picture)
        return Reading(self._words)


def _words(text: str, top: float = 0.2, bottom: float = 0.3) -> list[Word]:
    """The words of a line, beside each other, with a margin at the right."""
    parts = text.split()
    width = _FILLED / max(1, len(parts))
    return [Word(part, (place * width, top, (place + 1) * width, bottom), 1.0) for place, part in enumerate(parts)]


def _page(layer: Sequence[Word], *doubts: Doubt, asides: tuple[Aside, ...] = ()) -> DoubtfulPage:
    """A page whose rows of pixels have their number for a colour."""
    pixels = b"".join(bytes([row, 1, 1]) * _WIDTH for row in range(_HEIGHT))
    picture = PageImage(_WIDTH, _HEIGHT, pixels)
    return DoubtfulPage(LayerPage(tuple(layer), "upright", asides), picture, frozenset(doubts))


def _rows(picture: Picture) -> list[int]:
    """The rows of the page that a picture has."""
    assert isinstance(picture, PageImage)
    assert len(picture.pixels) == picture.width * picture.height * 3
    return [picture.pixels[row * _WIDTH * 3] for row in range(picture.height)]


@pytest.mark.parametrize(
    ("read", "is_right"),
    [
        ("Total amount due today", True),
        ("today due amount Total", True),  # in any order
        ("TOTAL, amount: (due) to-day", True),  # in any case, with any signs
        ("Total amount due today and much more", True),
        ("Tatal amount due today", True),  # 13 of 15 pairs of letters,
        ("Tatal amaunt due today", False),
        ("Total amount", False),
        ("", False),
    ],
)
def test_a_layer_is_right_if_most_of_its_letters_are_read(read: str, is_right: bool) -> None:
    page, engine = _page(_words("Total amount due today"), "words"), _Reader(_words(read))
    layer, reading = joined(page, engine)
    assert (layer, reading is None) == ((page.layer, True) if is_right else (None, False))


@pytest.mark.parametrize(("text", "is_right"), [("abcdefghijklm", True), ("abcdefghijkl", False), ("a b c", False)])
def test_a_few_letters_prove_nothing(text: str, is_right: bool) -> None:
    page = _page(_words(text), "words")
    layer, _ = joined(page, _Reader(_words(text)))
    assert (layer == page.layer) == is_right


def test_a_page_whose_layer_is_wrong_is_read_as_a_whole() -> None:
    page, engine = _page(_words("Total amount due today"), "words"), _Reader(_words("something else"))
    layer, reading = joined(page, engine)
    assert (layer, reading) == (None, Reading(tuple(_words("something else"))))
    assert [len(_rows(seen)) for seen in engine.seen] == [19, _HEIGHT]  # first the sample


def test_a_sample_has_the_rows_of_the_lines_and_a_part_around_them() -> None:
    lines = [*_words("Total amount due today", 0.2, 0.3), *_words("of the whole month", 0.5, 0.6)]
    engine = _Reader(lines)
    joined(_page(lines, "words"), engine)
    (seen,) = engine.seen
    assert _rows(seen) == [*range(16, 35), *range(46, 65)]


def test_lines_that_touch_are_one_band_and_none_leaves_the_page() -> None:
    lines = [
        *_words("Total amount due today", 0.0, 0.1),
        *_words("of the whole month", 0.12, 0.22),
        *_words("at the end", 0.9, 1.0),
    ]
    engine = _Reader(lines)
    joined(_page(lines, "words"), engine)
    (seen,) = engine.seen
    assert _rows(seen) == [*range(27), *range(86, 100)]


def test_the_longest_eight_lines_are_sampled() -> None:
    lines = [_words("x" * (30 if number % 5 else 3), number / 25, number / 25 + 0.01) for number in range(25)]
    words = [word for line in lines for word in line]
    engine = _Reader(words)
    layer, _ = joined(_page(words, "words"), engine)
    assert layer is not None
    (seen,) = engine.seen
    long = [4 * number for number in range(25) if number % 5][:8]
    assert [row for row in _rows(seen) if row % 4 == 0 and row // 4 % 5] == long


def test_a_page_in_a_file_is_read_once_as_a_whole() -> None:
    layer = LayerPage(tuple(_words("Total amount due today")))
    picture = EncodedPage("image/jpeg", b"x", 10, 10)
    for doubts in (frozenset[Doubt]({"words"}), frozenset[Doubt]({"ink"}), frozenset[Doubt]({"words", "ink"})):
        engine = _Reader([*_words("Total amount due today"), *_words("PAID", 0.6, 0.7)])
        found, reading = joined(DoubtfulPage(layer, picture, doubts), engine)
        assert (found, len(engine.seen)) == (layer, 1)
        assert [word.text for word in reading.words] if reading else (["PAID"] if "ink" in doubts else []) == []


def test_what_the_layer_lacks_is_added_from_a_picture_without_its_words() -> None:
    page = _page(_words("Total due"), "ink", asides=(Aside("upright", tuple(_words("imprint", 0.9, 0.95))),))
    engine = _Reader([*_words("PAID", 0.6, 0.7), *_words("Total due"), *_words("imprint", 0.9, 0.95)])
    layer, reading = joined(page, engine)
    assert layer == page.layer
    assert reading is not None
    assert [word.text for word in reading.words] == ["PAID"]
    (seen,) = engine.seen
    white = [row for row, colour in enumerate(_rows(seen)) if colour == 255]
    assert white == [*range(20, 31), *range(90, 96)]
    assert isinstance(seen, PageImage)
    assert seen.pixels.count(b"\xff") == 17 * (int(_FILLED * _WIDTH) + 1) * 3


def test_rows_without_print_are_left_out_and_words_come_back_to_their_places() -> None:
    pixels = b"".join((b"\x01" if row // 10 in (2, 6) else b"\xff") * 3 * _WIDTH for row in range(_HEIGHT))
    page = DoubtfulPage(LayerPage(()), PageImage(_WIDTH, _HEIGHT, pixels), frozenset({"ink"}))
    # Two bands of ten rows, each with one row above and below, are 24 rows.
    engine = _Reader([Word("first", (0, 1 / 24, 1, 11 / 24), 1.0), Word("last", (0, 13 / 24, 1, 23 / 24), 1.0)])
    _, reading = joined(page, engine)
    assert reading is not None
    places = [(word.text, round(word.box[1], 9), round(word.box[3], 9)) for word in reading.words]
    assert places == [("first", 0.2, 0.3), ("last", 0.6, 0.7)]
    assert [seen.height for seen in engine.seen] == [24]


def test_a_page_without_any_more_print_needs_no_engine() -> None:
    page = DoubtfulPage(LayerPage(()), PageImage(4, 4, b"\xff" * 48), frozenset({"ink"}))
    engine = _Reader([])
    assert joined(page, engine) == (page.layer, Reading(()))
    assert engine.seen == []


def test_only_the_boxes_of_words_are_white() -> None:
    engine = _Reader([])
    joined(_page([Word("x", (0.25, 0.5, 0.5, 0.52), 1.0)], "ink"), engine)
    (seen,) = engine.seen
    assert isinstance(seen, PageImage)
    row = seen.pixels[50 * _WIDTH * 3 : 51 * _WIDTH * 3]
    assert [place for place in range(_WIDTH) if row[place * 3] == 255] == [5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("box", "is_new"),
    [
        ((0.0, 0.2, 0.5, 0.3), False),
        ((0.0, 0.255, 0.5, 0.355), False),  # more than four tenths are covered
        ((0.0, 0.265, 0.5, 0.365), True),
        ((0.25, 0.2, 0.75, 0.3), False),  # by two words together
        ((0.0, 0.3, 0.5, 0.4), True),
        ((0.3, 0.3, 0.3, 0.3), False),  # nothing
    ],
)
def test_a_word_that_the_layer_has_is_not_added_again(box: tuple[float, float, float, float], is_new: bool) -> None:
    _, reading = joined(_page(_words("Total due"), "ink"), _Reader([Word("x", box, 1.0)]))
    assert reading is not None
    assert (reading.words != ()) == is_new


def test_a_layer_without_a_doubt_of_its_ink_needs_no_more() -> None:
    engine = _Reader(_words("Total amount due today"))
    page = _page(_words("Total amount due today"), "words")
    assert joined(page, engine) == (page.layer, None)
    assert len(engine.seen) == 1

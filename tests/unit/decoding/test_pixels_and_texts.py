"""What a page shows beside its text layer, its direction, and plain texts and the files within them."""

from __future__ import annotations

import binascii
from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.decoding import ink, plain_text, uuencoded
from alfrd_luigi.decoding.line_shapes import differ
from alfrd_luigi.decoding.model import Box, Turn
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.decoding.rotation import added, shown, turn_of, turned

_WIDTH, _HEIGHT = 600, 800
_TURNS: Sequence[Turn] = ("upright", "down", "upside_down", "up")


def _page(lines: Sequence[tuple[int, int, str]]) -> tuple[Image.Image, list[Box]]:
    """A page with these lines, each with its place in pixels, and their boxes."""
    picture = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen, font, boxes = ImageDraw.Draw(picture), ImageFont.load_default(14), list[Box]()
    for left, top, text in lines:
        pen.text((left, top), text, fill=0, font=font)
        x0, y0, x1, y1 = pen.textbbox((left, top), text, font=font)
        boxes.append((x0 / _WIDTH, y0 / _HEIGHT, x1 / _WIDTH, y1 / _HEIGHT))
    return picture, boxes


def _spot(shade: int) -> Image.Image:
    """A page with one square of a shade, from a fifth to a third of its sides."""
    picture = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(picture).rectangle((20, 20, 30, 30), fill=shade)
    return picture


_LINE = "The water bill of the garden club is due now"


def test_print_without_a_box_is_noticed_by_its_share_of_the_page() -> None:
    picture, boxes = _page([(60, 60 + 24 * row, _LINE) for row in range(10)])
    found = {count: ink.is_outside(picture, boxes[:count]) for count in (10, 9, 5, 0)}
    assert found == {10: False, 9: False, 5: True, 0: True}


def test_rules_are_no_print() -> None:
    picture = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen = ImageDraw.Draw(picture)
    for place in range(100, 700, 20):
        pen.line((50, place, 550, place), fill=0)
    assert not ink.is_outside(picture, [])


def test_a_few_words_are_no_considerable_part() -> None:
    picture, _ = _page([(60, 60, "bill")])
    assert not ink.is_outside(picture, [])


@pytest.mark.parametrize(
    ("shade", "box", "blank"),
    [
        (0, (0.1, 0.1, 0.5, 0.5), False),
        (252, (0.1, 0.1, 0.5, 0.5), False),
        (253, (0.1, 0.1, 0.5, 0.5), True),  # nobody sees it
        (0, (0.5, 0.5, 0.9, 0.9), True),
        (0, (1.1, 0.1, 1.5, 0.5), True),  # outside of the page
        (0, (0.1, 1.1, 0.5, 1.5), True),
        (0, (0.25, 0.1, 0.25, 0.5), True),  # a box without an area
        (0, (0.5, 0.1, 0.1, 0.5), True),
        (0, (0.1, 0.1, 1.5, 1.5), False),
    ],
)
def test_a_box_is_blank_if_nothing_is_seen_in_it(shade: int, box: Box, blank: bool) -> None:
    assert ink.is_blank(_spot(shade), box) == blank


def test_the_share_of_boxes_with_print_under_them() -> None:
    assert ink.share_under(_spot(0), [(0.1, 0.1, 0.5, 0.5), (0.5, 0.5, 0.9, 0.9)]) == 0.5
    assert ink.share_under(_spot(0), [(0.1, 0.1, 0.5, 0.5)]) == 1.0
    assert ink.share_under(_spot(0), []) == 1.0
    assert ink.share_under(_spot(250), [(0.1, 0.1, 0.5, 0.5)]) == 0.0


@pytest.mark.parametrize(("shade", "expected"), [(0, True), (214, True), (215, False), (255, False)])
def test_a_page_has_something_that_is_seen_well(shade: int, expected: bool) -> None:
    assert ink.has_any(_spot(shade)) == expected


def _words(rows: int, lefts: Sequence[float]) -> list[Box]:
    return [(left, 0.05 + 0.04 * row, left + 0.08, 0.065 + 0.04 * row) for row in range(rows) for left in lefts]


def _printed(words: Sequence[Box]) -> Image.Image:
    """A page with strokes in these boxes."""
    picture = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in words:
        for x in range(round(left * _WIDTH), round(right * _WIDTH) - 3, 6):
            pen.rectangle((x, top * _HEIGHT, x + 3, bottom * _HEIGHT), outline=0)
    return picture


def test_the_words_of_another_page_have_other_gaps_and_ends() -> None:
    own, other = _words(12, [0.1, 0.2, 0.3, 0.4]), _words(12, [0.15, 0.25, 0.35, 0.45, 0.55])
    assert not differ(_printed(own), own)
    assert differ(_printed(other), own)
    assert differ(_printed(own), other)
    assert not differ(_printed(other), own[:8])  # too few lines to tell
    assert not differ(_printed(other), [])


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        ("upright", (0.1, 0.2, 0.3, 0.6)),
        ("down", (0.2, 0.7, 0.6, 0.9)),
        ("upside_down", (0.7, 0.4, 0.9, 0.8)),
        ("up", (0.4, 0.1, 0.8, 0.3)),
    ],
)
def test_a_box_is_turned_with_its_page(turn: Turn, box: Box) -> None:
    assert turned((0.1, 0.2, 0.3, 0.6), turn) == pytest.approx(box)
    assert shown(box, turn) == pytest.approx((0.1, 0.2, 0.3, 0.6))


def test_a_page_is_turned_in_two_steps() -> None:
    assert [[added(first, then) for then in _TURNS] for first in _TURNS] == [
        ["upright", "down", "upside_down", "up"],
        ["down", "upside_down", "up", "upright"],
        ["upside_down", "up", "upright", "down"],
        ["up", "upright", "down", "upside_down"],
    ]


@pytest.mark.parametrize(
    ("across", "down", "turn"),
    [
        (1, 0, "upright"),
        (-1, 0, "upside_down"),
        (0, 1, "down"),
        (0, -1, "up"),
        (1, 1, "upright"),  # the longer side decides, and of equal ones the line
        (-1, 1, "upside_down"),
        (1, 2, "down"),
        (1, -2, "up"),
        (0, 0, "upright"),
    ],
)
def test_the_direction_of_the_writing_tells_the_rotation(across: float, down: float, turn: Turn) -> None:
    assert turn_of(across, down) == turn


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (b"a\fb", ["a", "b"]),
        (b"a\fb\f", ["a", "b"]),
        (b"a\f\f", ["a", ""]),
        (b"a\r\nb\rc\nd", ["a\nb\nc\nd"]),
        (b"a\tb\x1a", ["a\tb\x1a"]),  # the end of a file of DOS
        (b"\x1b&l0Oa", ["\x1b&l0Oa"]),  # for a printer
        (b"", [""]),
    ],
)
def test_a_text_has_pages_at_form_feeds(content: bytes, pages: list[str]) -> None:
    assert plain_text.pages_of(content) == pages


@pytest.mark.parametrize("content", [b"a\0b", b"\x01", b"\x0e", b"\x1f", "a\0".encode("utf-16")])
def test_binary_content_is_no_text(content: bytes) -> None:
    assert not plain_text.is_text(content)
    with pytest.raises(RefusalError):
        plain_text.pages_of(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("é €".encode(), "é €"),
        ("é €".encode("utf-8-sig"), "é €"),
        ("é €".encode("cp1252"), "é €"),
        ("é €".encode("utf-16"), "é €"),
        ("\ufeffé €".encode("utf-16-be"), "é €"),
        (b"\x81\xe9", "\x81é"),  # neither UTF-8 nor Windows-1252
    ],
)
def test_a_text_has_one_of_a_few_encodings(content: bytes, text: str) -> None:
    assert plain_text.decode(content) == text


def test_a_text_without_controls_has_its_lines_and_tabs() -> None:
    assert plain_text.without_controls("a\x1b[31mb\r\nc\rd\te\x7f\x85f") == "a[31mb\nc\nd\tef"


def _with_file(content: bytes, end: str = "`\n", mode: str = "644") -> str:
    encoded = "".join(binascii.b2a_uu(content[start : start + 45]).decode() for start in range(0, len(content), 45))
    return f"Hello\nbegin {mode} a bill.txt\n{encoded}{end}end\nBye"


@pytest.mark.parametrize("end", ["`\n", " \n", "\n", ""])
@pytest.mark.parametrize("content", [b"Hi", b"The water bill is due. " * 10, bytes(range(256))])
def test_a_file_within_a_text_is_taken_out(content: bytes, end: str) -> None:
    text = _with_file(content, end)
    (file,) = uuencoded.files_of(text)
    assert (file.get_filename(), file.get_content()) == ("a bill.txt", content)
    assert uuencoded.without_files(text) == "Hello\n\nBye"
    assert uuencoded.without_files(text.replace("\n", "\r\n")).split() == ["Hello", "Bye"]


@pytest.mark.parametrize(
    "text", ["begin 644 a\nend", _with_file(b"Hi", mode="9"), _with_file(b"Hi", mode="64x"), "x " + _with_file(b"")]
)
def test_other_words_that_begin_are_no_file(text: str) -> None:
    assert list(uuencoded.files_of(text)) == []
    assert uuencoded.without_files(text) == text

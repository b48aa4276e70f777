"""Text layers that are not what the page shows: the local engine settles what is read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.ocr.engines import engine
from alfrd_luigi.ocr.port import Encoding, OcrEngine, PageImage, PageText, Picture, Reading
from alfrd_luigi.ocr.reading import read_document
from alfrd_luigi.services.paid_service import PaidService
from support import drawn_pdfs
from support.drawn_pdfs import BILL

FOOT = "Printed from the portal of the gas works, page 1 of 1"
PDF = "application/pdf"
# The part of the page that has print. Recognition of a whole page takes four times as long, and reads no more.
PRINT = b"/CropBox [50 530 400 792]"


class Watched:
    """An engine that keeps the heights of the pictures that it reads."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.name = engine.name
        self.service: PaidService | None = None
        self.libraries: tuple[str, ...] = ()
        self.encoding: Encoding | None = None
        self.heights: list[int] = []

    def check(self) -> None:
        pass

    def prepare(self) -> None:
        self._engine.prepare()

    def read(self, picture: Picture) -> Reading:
        self.heights.append(picture.height)
        return self._engine.read(picture)


@pytest.fixture
def watched() -> Watched:
    return Watched(engine("local"))


def read(tmp_path: Path, content: bytes, watched: Watched) -> PageText:
    path = tmp_path / "bill.pdf"
    path.write_bytes(content)
    (page,) = read_document([(path, PDF)], watched)
    return page


def lines(page: PageText) -> list[str]:
    return [" ".join(line.split()) for line in page.text.splitlines()]


def hidden(lines: Sequence[str], unmapped: bytes = b"", page: bytes = PRINT) -> bytes:
    """A scan of the bill with a hidden layer of these lines, at their places."""
    content, objects, resources = drawn_pdfs.strips(drawn_pdfs.printed(BILL), 1)
    shown = [drawn_pdfs.text([line], 730 - 24 * at, size=12, before=b"3 Tr") for at, line in enumerate(lines)]
    return drawn_pdfs.pdf(content + b"".join(shown) + unmapped, *objects, page=page, resources=resources)


def test_a_page_that_passes_needs_no_engine(tmp_path: Path, watched: Watched) -> None:
    page = read(tmp_path, drawn_pdfs.pdf(drawn_pdfs.text(BILL)), watched)
    assert (lines(page), page.source, watched.heights) == (list(BILL), "text_layer", [])


@pytest.mark.parametrize("rotation", [0, 90])
def test_drawn_letters_are_joined_with_the_layer(tmp_path: Path, watched: Watched, rotation: int) -> None:
    content = drawn_pdfs.outlines(drawn_pdfs.printed(BILL)) + drawn_pdfs.text([FOOT], 540)
    page = read(tmp_path, drawn_pdfs.pdf(content, page=b"%s /Rotate %d" % (PRINT, rotation)), watched)
    assert lines(page) == [*BILL, FOOT]
    assert page.source == "text_layer_and_ocr"
    assert all(0 <= edge <= 1 for word in page.words for edge in word.box)


def test_a_letterhead_is_joined_with_the_picture_below_it(tmp_path: Path, watched: Watched) -> None:
    letter = drawn_pdfs.image(drawn_pdfs.printed(BILL[2:], 1224, 760))
    content = b"q 612 0 0 380 0 340 cm /I Do Q " + drawn_pdfs.text(BILL[:2])
    page = read(tmp_path, drawn_pdfs.pdf(content, letter, page=PRINT, resources=b"/XObject << /I 6 0 R >>"), watched)
    assert lines(page) == list(BILL)


def test_a_bad_hidden_layer_is_replaced(tmp_path: Path, watched: Watched) -> None:
    bad = [line.replace("o", "0").replace("t", "f").replace("i", "j").replace("e", "c") for line in BILL]
    page = read(tmp_path, hidden(bad), watched)
    assert (lines(page), page.source) == (list(BILL), "ocr")


def test_a_layer_of_which_only_the_digits_are_wrong_is_replaced(tmp_path: Path, watched: Watched) -> None:
    wrong = str.maketrans("0123456789", "8967325410")
    page = read(tmp_path, hidden([line.translate(wrong) for line in BILL]), watched)
    assert (lines(page), page.source) == (list(BILL), "ocr")


AMOUNTS = {4: "18.00", 5: "104.30", 6: "122.30"}
LABELS = [line.removesuffix(f" {AMOUNTS.get(at)}") for at, line in enumerate(BILL)]


def amount(line: int, value: str, font: bytes = b"/F1") -> bytes:
    """An amount behind its label, in this font."""
    return drawn_pdfs.text([value], 720 - 20 * line).replace(b"1 72", b"1 250").replace(b"/F1", font)


def test_words_of_a_font_with_a_bad_map_are_recognised(tmp_path: Path, watched: Watched) -> None:
    bad = drawn_pdfs.unicode_map({48 + digit: chr(0xE100 + digit) for digit in range(10)})
    bold = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /ToUnicode 6 0 R >>"
    content = drawn_pdfs.text([*BILL[:6], LABELS[6], BILL[7]]) + amount(6, AMOUNTS[6], b"/F2")
    page = read(tmp_path, drawn_pdfs.pdf(content, bad, bold, fonts=b"/F2 7 0 R", page=PRINT), watched)
    assert (lines(page), page.source) == (list(BILL), "text_layer_and_ocr")


@pytest.mark.parametrize("is_picture", [False, True])
def test_amounts_that_are_drawn_are_recognised(tmp_path: Path, watched: Watched, is_picture: bool) -> None:
    drawn = drawn_pdfs.printed([AMOUNTS.get(at, "") for at in range(len(BILL))], size=20)
    content, objects, resources = drawn_pdfs.text(LABELS, 732), list[bytes](), b""
    if is_picture:
        objects, resources = [drawn_pdfs.image(drawn.crop((140, 0, 300, 500)))], b"/XObject << /I 6 0 R >>"
        content = b"q 80 0 0 250 250 542 cm /I Do Q " + content
    else:
        content = b"q 1 0 0 1 180 0 cm " + drawn_pdfs.outlines(drawn) + b" Q " + content
    page = read(tmp_path, drawn_pdfs.pdf(content, *objects, page=PRINT, resources=resources), watched)
    assert lines(page) == list(BILL)


def test_a_corrected_amount_is_the_one_that_is_seen(tmp_path: Path, watched: Watched) -> None:
    patch = b" 1 g 248 596 40 14 re f 0 g "
    content = drawn_pdfs.text([*BILL[:6], LABELS[6], BILL[7]]) + amount(6, "999.99") + patch + amount(6, "122.30")
    page = read(tmp_path, drawn_pdfs.pdf(content, page=PRINT), watched)
    assert lines(page) == list(BILL)


def test_a_line_of_a_hidden_layer_with_confused_digits_is_recognised(tmp_path: Path, watched: Watched) -> None:
    page = read(tmp_path, hidden([*BILL[:6], "Tctal amount due 1Z2.3O", BILL[7]]), watched)
    assert lines(page) == list(BILL)


class Illiterate(Watched):
    """An engine that does not know the script of any page."""

    def read(self, picture: Picture) -> Reading:
        super().read(picture)
        return Reading((), unread=1.0)


@pytest.mark.parametrize(("first_letter", "source"), [("\u0430", "text_layer"), ("a", "ocr")])
def test_a_layer_in_a_script_that_the_engine_does_not_know_stays(
    tmp_path: Path, watched: Watched, first_letter: str, source: str
) -> None:
    letters = {97 + at: chr(ord(first_letter) + at) for at in range(26)}
    digits = {48 + digit: str((digit + 3) % 10) for digit in range(10)}  # so that the layer is doubted
    font = drawn_pdfs.unicode_map({**letters, **digits})
    page = read(
        tmp_path, drawn_pdfs.pdf(drawn_pdfs.text(BILL), font, font=b"/ToUnicode 6 0 R", page=PRINT), Illiterate(watched)
    )
    assert page.source == source


def test_a_sample_is_enough_for_a_layer_that_is_right(tmp_path: Path, watched: Watched) -> None:
    beside = drawn_pdfs.text(["zxq wvk qjx"] * 9, 300, size=6, before=b"3 Tr")  # looks wrong, and is not printed
    page = read(tmp_path, hidden(BILL, beside, b"/CropBox [50 0 400 792]"), watched)
    assert page.source == "text_layer"
    assert len(watched.heights) == 1
    assert watched.heights[0] < 1000


def test_a_font_map_that_shifts_the_letters_is_replaced(tmp_path: Path, watched: Watched) -> None:
    letters = drawn_pdfs.unicode_map({code: chr(code + 1) for code in (*range(65, 91), *range(97, 123))})
    content = drawn_pdfs.pdf(drawn_pdfs.text(BILL), letters, font=b"/ToUnicode 6 0 R", page=PRINT)
    page = read(tmp_path, content, watched)
    assert (lines(page), page.source) == (list(BILL), "ocr")


# Cyrillic letters as strokes from point to point, in a square of 2 by 2: the fonts of the tests have only Latin ones.
STROKES = {
    "\u0436": ("00 12", "02 20", "10 12"),
    "\u0448": ("00 02", "10 12", "20 22", "02 22"),
    "\u0438": ("00 02", "02 20", "20 22"),
    "\u0434": ("02 22", "12 10", "10 20", "20 22", "02 00"),
    "\u044e": ("00 02", "01 11", "10 20", "12 22", "10 12", "20 22"),
    "\u0444": ("10 12", "00 20", "00 01", "01 21", "20 21"),
    "\u0447": ("00 01", "01 21", "20 22"),
}


def test_lines_in_a_script_that_is_not_known_are_noticed_and_not_guessed() -> None:
    picture = Image.new("RGB", (760, 760), "white")
    draw, rng = ImageDraw.Draw(picture), random.Random(4)
    for row in range(8):
        for place in range(16):
            if place % 8 != 7:
                _draw(draw, rng.choice(list(STROKES)), 60 + 30 * place, 60 + 80 * row)
    draw.text((580, 60), "15.03.2024", "black", ImageFont.load_default(30))
    reading = engine("local").read(PageImage(picture.width, picture.height, picture.tobytes()))
    assert reading.unread is not None
    assert reading.unread > 0.3


def _draw(draw: ImageDraw.ImageDraw, letter: str, left: int, top: int) -> None:
    for stroke in STROKES[letter]:
        x0, y0, x1, y1 = map(int, stroke.replace(" ", ""))
        ends = (left + 10 * x0, top + 14 * y0, left + 10 * x1, top + 14 * y1)
        draw.line(ends, "black", 3)

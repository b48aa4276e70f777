"""The local engine on generated pictures: it reads them, also rotated, in several threads, without the network."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.errors import PermanentError
from alfrd_luigi.ocr.engines import engine
from alfrd_luigi.ocr.engines.local import create
from alfrd_luigi.ocr.port import EncodedPage, OcrEngine, PageImage, PageText
from alfrd_luigi.ocr.reading import read_document, read_page
from alfrd_luigi.settings import settings

LINES = [
    ("CORNER BAKERY", ""),
    ("Date: 14/03/2024", ""),
    ("2 x Rye bread", "7.00"),
    ("1 x Apple cake", "4.25"),
    ("TOTAL", "11.25"),
]


def no_network(*_args: object, **_kwargs: object) -> NoReturn:
    raise AssertionError("the engine asked for the network")


@pytest.fixture(scope="module")
def read() -> PageText:
    """The picture as the engine reads it, once for the tests that only look at the result."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", no_network)
        patch.setattr(socket, "getaddrinfo", no_network)
        return read_page(page(picture()), engine("local"))


@pytest.fixture(scope="module")
def local(read: PageText) -> OcrEngine:
    """The engine, which has read without the network."""
    return engine("local")


def picture() -> Image.Image:
    """A receipt. It is almost square, because the detector scales the shorter side of a small page up."""
    image = Image.new("RGB", (440, 420), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(30)
    for number, (label, amount) in enumerate(LINES):
        draw.text((40, 40 + 70 * number), label, "black", font)
        draw.text((320, 40 + 70 * number), amount, "black", font)
    return image


def line() -> Image.Image:
    """The least that has words."""
    image = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(image).text((40, 40), "TOTAL", "black", ImageFont.load_default(30))
    return image


def page(image: Image.Image) -> PageImage:
    return PageImage(image.width, image.height, image.convert("RGB").tobytes())


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


EXPECTED = [f"{label} {amount}".strip() for label, amount in LINES]


def test_a_picture_is_read_row_by_row(read: PageText) -> None:
    assert squeezed(read.text) == EXPECTED
    assert read.source == "ocr"
    assert read.confidence is not None
    assert read.confidence > 0.9


def test_words_stand_where_they_are_printed(read: PageText) -> None:
    left, top, right, bottom = {word.text: word.box for word in read.words}["11.25"]
    assert left == pytest.approx(320 / 440, abs=0.03)
    assert top < 337 / 420 < bottom
    assert right - left < 0.25


@pytest.mark.parametrize(("degrees", "turn"), [(0, "upright"), (90, "up"), (180, "upside_down"), (270, "down")])
def test_a_turned_page_is_read_all_the_same(local: OcrEngine, degrees: int, turn: str) -> None:
    turned = read_page(page(picture().rotate(degrees, expand=True)), local)
    assert squeezed(turned.text) == EXPECTED
    assert turned.turn == turn


def test_a_page_whose_grey_is_dots_is_read(local: OcrEngine) -> None:
    grey = Image.new("RGB", (1240, 1754), (250, 250, 250))
    draw, font = ImageDraw.Draw(grey), ImageFont.load_default(22)
    for number, (label, amount) in enumerate(LINES):
        draw.text((130, 130 + 36 * number), label, (20, 20, 20), font)
        draw.text((640, 130 + 36 * number), amount, (20, 20, 20), font)
    assert squeezed(read_page(page(grey.convert("1")), local).text) == EXPECTED


def test_a_crooked_page_keeps_its_rows(local: OcrEngine) -> None:
    crooked = picture().rotate(3, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    assert squeezed(read_page(page(crooked), local).text) == EXPECTED


@pytest.mark.parametrize("size", [(1, 1), (5, 60), (200, 3), (300, 300)])
def test_a_page_without_text_has_no_words(local: OcrEngine, size: tuple[int, int]) -> None:
    assert local.read(page(Image.new("RGB", size, "white"))).words == ()


def test_what_rapidocr_cannot_take_fails_for_good(local: OcrEngine) -> None:
    with pytest.raises(PermanentError, match="cannot be recognised"):
        local.read(PageImage(0, 0, b""))


def test_files_are_not_for_the_local_engine(local: OcrEngine) -> None:
    assert local.encoding is None
    with pytest.raises(TypeError):
        local.read(EncodedPage("image/png", b"", 1, 1))


def test_documents_take_turns_in_the_order_of_their_pages(local: OcrEngine) -> None:
    ended: list[str] = []

    def read(name: str, pages: int, begin: threading.Event, begun: threading.Event) -> None:
        begin.wait()
        for _ in range(pages):
            begun.set()
            local.read(page(line()))
            ended.append(name)

    now, thick_begun = threading.Event(), threading.Event()
    now.set()
    with ThreadPoolExecutor(2) as threads:
        threads.submit(read, "thick", 3, now, thick_begun)
        threads.submit(read, "letter", 1, thick_begun, threading.Event())
    assert "letter" in ended[:3]


def test_a_page_that_takes_too_long_fails_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALFRD_OCR_PAGE_SECONDS", "1")
    settings.cache_clear()
    impatient = create()
    dense = Image.new("L", (1000, 1000), "white")
    draw, font = ImageDraw.Draw(dense), ImageFont.load_default(14)
    for y in range(0, 1000, 18):
        draw.text((0, y), "many small words that take long " * 5, "black", font)
    with pytest.raises(PermanentError, match="more than 1 s of CPU") as failure:
        impatient.read(page(dense))
    assert "ocr_page_seconds" in failure.value.hint
    settings.cache_clear()
    assert impatient.read(page(Image.new("RGB", (300, 300), "white"))).words == ()


def test_nothing_is_printed_or_logged_elsewhere(local: OcrEngine, capfd: pytest.CaptureFixture[str]) -> None:
    local.read(page(line()))
    local.read(page(Image.new("RGB", (50, 50), "white")))
    assert capfd.readouterr() == ("", "")


def test_a_scanned_pdf_is_read(local: OcrEngine, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    picture().save(path, resolution=200)
    (scanned,) = read_document([(path, "application/pdf")], local)
    assert squeezed(scanned.text) == EXPECTED
    assert scanned.source == "ocr"

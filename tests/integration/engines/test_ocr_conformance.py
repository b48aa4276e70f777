"""Every OCR engine conforms to the port."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import EncodedPage
from alfrd_luigi.ocr.engines import engine, names
from alfrd_luigi.ocr.reading import read_document
from alfrd_luigi.ocr.tesseract_program import is_installed
from alfrd_luigi.standin import StandIn
from alfrd_luigi.standin.pictures import picture_of
from support.archives import Archive

# The tests do not install the program of the engine tesseract. tests/unit/ocr/ has one that stands in for it.
ENGINES = ("local", "textract", *(["tesseract"] if is_installed() else []))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture of two lines of large print; the stand-in reads it as the local engine does.

    It is square, because the detector scales the shorter side of a small picture up.
    """
    path = tmp_path / "scan.png"
    picture = Image.new("RGB", (420, 420), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 20), "CORNER BAKERY", "black", ImageFont.load_default(48))
    draw.text((20, 110), "Total 12.50", "black", ImageFont.load_default(48))
    picture.save(path)
    return path


def test_the_engines_that_there_are() -> None:
    assert names() == ["local", "tesseract", "textract"]


@pytest.mark.parametrize("name", ENGINES)
def test_a_page_is_read_with_places_and_confidence(archive: Archive, aws: StandIn, scan: Path, name: str) -> None:
    (page,) = read_document([(scan, "image/png")], engine(name))
    assert page.source == "ocr"
    assert page.text.split() == ["CORNER", "BAKERY", "Total", "12.50"]
    assert all(0 <= edge <= 1 for word in page.words for edge in word.box)
    assert all(0 < word.confidence <= 1 for word in page.words)
    tops = {word.text: word.box[1] for word in page.words}
    assert tops["CORNER"] < tops["Total"]


@pytest.mark.parametrize("name", ENGINES)
def test_threads_share_an_engine(archive: Archive, aws: StandIn, scan: Path, name: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        texts = list(threads.map(lambda _: read_document([(scan, "image/png")], engine(name))[0].text, range(3)))
    assert len(set(texts)) == 1
    assert engine(name) is engine(name)


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_says_what_it_is(name: str) -> None:
    made = engine(name)
    assert made.name == name
    assert (made.service is None) == (made.encoding is None) == (name != "textract")


def test_textract_is_sent_the_very_file(archive: Archive, aws: StandIn, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(picture_of("CORNER BAKERY"))
    (page,) = shared_decoder().pages(scan, "image/png", engine("textract").encoding)
    assert isinstance(page, EncodedPage)
    assert page.data == scan.read_bytes()
    assert engine("textract").read(page).usage.pages == 1

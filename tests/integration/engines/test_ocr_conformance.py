"""Every OCR engine keeps the port's promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from alfrd_luigi import decoding
from alfrd_luigi.decoding.model import EncodedPage
from alfrd_luigi.errors import ServiceError
from alfrd_luigi.ocr.engines import engine, names
from alfrd_luigi.ocr.engines.textract import TextractEngine
from alfrd_luigi.ocr.port import Reading
from alfrd_luigi.ocr.reading import read_document
from alfrd_luigi.standin import StandIn

ENGINES = ("local", "textract")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture of two lines of large print; the stand-in reads it as the local engine does."""
    path = tmp_path / "scan.png"
    picture = Image.new("RGB", (600, 200), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 20), "CORNER BAKERY", "black", ImageFont.load_default(48))
    draw.text((20, 110), "Total 12.50", "black", ImageFont.load_default(48))
    picture.save(path)
    return path


def test_the_engines_that_there_are() -> None:
    assert names() == sorted(ENGINES)


@pytest.mark.parametrize("name", ENGINES)
def test_a_page_is_read_with_places_and_confidence(archive: Any, aws: StandIn, scan: Path, name: str) -> None:
    (page,) = read_document([(scan, "image/png")], engine(name))
    assert page.source == "ocr"
    assert page.text.split() == ["CORNER", "BAKERY", "Total", "12.50"]
    assert all(0 <= edge <= 1 for word in page.words for edge in word.box)
    assert all(0 < word.confidence <= 1 for word in page.words)
    tops = {word.text: word.box[1] for word in page.words}
    assert tops["CORNER"] < tops["Total"]


@pytest.mark.parametrize("name", ENGINES)
def test_threads_share_an_engine(archive: Any, aws: StandIn, scan: Path, name: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        texts = list(threads.map(lambda _: read_document([(scan, "image/png")], engine(name))[0].text, range(3)))
    assert len(set(texts)) == 1


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_says_what_it_is(name: str) -> None:
    made = engine(name)
    assert made.name == name
    assert (made.service is None) == (made.encoding is None) == (name == "local")


def test_textract_is_sent_the_very_file(archive: Any, aws: StandIn, scan: Path) -> None:
    (page,) = decoding.pages(scan, "image/png", engine("textract").encoding)
    assert isinstance(page, EncodedPage)
    assert page.data == scan.read_bytes()
    assert engine("textract").read(page).usage.pages == 1


class Canned:
    """A client that gives one response."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def detect_document_text(self, Document: Any) -> Any:
        return self._response


def _read(monkeypatch: pytest.MonkeyPatch, response: Any) -> Reading:
    monkeypatch.setattr("alfrd_luigi.services.aws.client", lambda _: Canned(response))
    return TextractEngine().read(EncodedPage("image/png", b"", 10, 10))


def _block(corners: list[tuple[float, float]], text: str = "Total") -> dict[str, Any]:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    box = {"Left": min(across), "Top": min(down), "Width": max(across) - min(across), "Height": max(down) - min(down)}
    polygon = [{"X": x, "Y": y} for x, y in corners]
    return {"BlockType": "WORD", "Text": text, "Confidence": 99.5, "Geometry": {"BoundingBox": box, "Polygon": polygon}}


UPRIGHT = [(0.1, 0.2), (0.3, 0.2), (0.3, 0.25), (0.1, 0.25)]


@pytest.mark.parametrize("turns", range(4))
def test_the_boxes_of_a_turned_page_are_turned_upright(monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
    corners = UPRIGHT
    for _ in range(turns):  # clockwise by 90 degrees: what was on top is at the right
        corners = [(1 - y, x) for x, y in corners]
    (word,) = _read(monkeypatch, {"Blocks": [_block(corners)]}).words
    assert word.box == pytest.approx((0.1, 0.2, 0.3, 0.25))
    assert word.confidence == pytest.approx(0.995)


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"Blocks": None},
        {"Blocks": [{}]},
        {"Blocks": [{"BlockType": "WORD"}]},
        {"Blocks": [{**_block(UPRIGHT), "Confidence": "high"}]},
        {"Blocks": [{**_block(UPRIGHT), "Geometry": {"BoundingBox": {}, "Polygon": []}}]},
    ],
)
def test_a_response_that_is_not_whole_is_a_fault_of_the_service(monkeypatch: pytest.MonkeyPatch, response: Any) -> None:
    with pytest.raises(ServiceError, match="broken answer"):
        _read(monkeypatch, response)


def test_an_empty_page_has_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(monkeypatch, {"Blocks": [{"BlockType": "PAGE"}]}).words == ()

"""Files become the text of their pages. Only pictures are sent to the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from alfrd_luigi.errors import PermanentError, TransientError
from alfrd_luigi.ocr.port import EncodedPage, Encoding, PageImage, PageText, Picture, Reading, Word
from alfrd_luigi.ocr.reading import confidence, read_document
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.settings import settings


class CountingEngine:
    """Sees one word on every picture: its size; `kinds` are the classes of what it was given."""

    name = "counting"
    service: PaidService | None = None
    libraries: tuple[str, ...] = ()

    def __init__(self, encoding: Encoding | None = None) -> None:
        self.encoding = encoding
        self.kinds: list[type[Picture]] = []

    def check(self) -> None:
        """See OcrEngine."""

    def prepare(self) -> None:
        """See OcrEngine."""

    def read(self, picture: Picture) -> Reading:
        self.kinds.append(type(picture))
        return Reading((Word(f"{picture.width}x{picture.height}", (0.1, 0.1, 0.4, 0.2), 0.5),))


class FailingEngine(CountingEngine):
    def read(self, picture: Picture) -> Reading:
        raise TransientError(f"no answer for {picture.width} pixels")


@pytest.fixture
def engine() -> CountingEngine:
    return CountingEngine()


@pytest.fixture
def scan(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "scan.png"
    Image.new("L", (40, 30), 255).save(path)
    return path, "image/png"


@pytest.fixture
def note(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "note.txt"
    path.write_text("first\fsecond")
    return path, "text/plain"


@pytest.fixture
def bill(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "bill.pdf"
    text = b"BT /F1 12 Tf 72 700 Td (Statement of account, balance 12.50) Tj ET"
    path.write_bytes(
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources"
        b" << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\nendobj\n"
        b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n" % (len(text), text)
    )
    return path, "application/pdf"


def test_pages_come_in_the_order_of_the_files(
    engine: CountingEngine, scan: tuple[Path, str], note: tuple[Path, str]
) -> None:
    pages = read_document([note, scan, note], engine)
    assert [page.text for page in pages] == ["first", "second", "40x30", "first", "second"]
    assert engine.kinds == [PageImage]


def test_a_picture_is_read_by_the_engine(engine: CountingEngine, scan: tuple[Path, str]) -> None:
    (page,) = read_document([scan], engine)
    assert page == PageText("40x30", (Word("40x30", (0.1, 0.1, 0.4, 0.2), 0.5),), 0.5, "ocr")


def test_an_engine_gets_pictures_as_it_wants_them(scan: tuple[Path, str], note: tuple[Path, str]) -> None:
    engine = CountingEngine(Encoding(bytes=10_000, side=100, as_is=("image/png",)))
    assert [page.text for page in read_document([scan, note], engine)] == ["40x30", "first", "second"]
    assert engine.kinds == [EncodedPage]


def test_a_pdf_is_read_as_pictures_where_its_own_text_is_not_wanted(
    engine: CountingEngine, bill: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [page.source for page in read_document([bill], engine)] == ["text_layer"]
    monkeypatch.setenv("ALFRD_PDF_TEXT_LAYER", "no")
    settings.cache_clear()
    assert [page.source for page in read_document([bill], engine)] == ["ocr"]
    monkeypatch.undo()
    settings.cache_clear()


def test_a_text_has_no_words_and_no_doubt(engine: CountingEngine, note: tuple[Path, str]) -> None:
    assert read_document([note], engine)[0] == PageText("first", (), 1.0, "plain_text")


def test_an_empty_page_has_no_confidence(engine: CountingEngine, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("one\f \fthree")
    assert [page.confidence for page in read_document([(path, "text/plain")], engine)] == [1.0, None, 1.0]


def test_a_file_that_cannot_be_decoded_fails_for_good(engine: CountingEngine, tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"not at all")
    with pytest.raises(PermanentError, match=r"scan\.png is damaged") as caught:
        read_document([(path, "image/png")], engine)
    assert caught.value.hint


def test_a_file_that_is_gone_fails_for_good(engine: CountingEngine, tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match="No such file"):
        read_document([(tmp_path / "gone.png", "image/png")], engine)


def test_what_the_engine_raises_is_passed_on(scan: tuple[Path, str]) -> None:
    with pytest.raises(TransientError, match="no answer"):
        read_document([scan], FailingEngine())


def test_long_words_count_for_more() -> None:
    box = (0.0, 0.0, 0.1, 0.1)
    assert confidence([Word("a", box, 0.0), Word("bcd", box, 1.0)]) == 0.75
    assert confidence([]) is None

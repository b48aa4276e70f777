"""Pictures of pages in the report: made in the time that a run has, turned as the page was read, and gone with it."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from alfrd_luigi.database import documents, listings, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import Picture, Turn
from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.errors import PermanentError, ServiceError, TransientError
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.ocr import engines
from alfrd_luigi.ocr.port import Reading, Word
from alfrd_luigi.report.writing import write
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import lifecycle, load
from alfrd_luigi.stages.document_stage import DocumentStage
from support import electronic_invoices
from support.archives import Archive
from support.commands import alfrd

RUN = "20240401T000000-test"


def scan(*lines: str, size: tuple[int, int] = (600, 800)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    for row, line in enumerate(lines):
        ImageDraw.Draw(image).text((40, 40 + 60 * row), line, "black", ImageFont.load_default(24))
    return image


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


class Reader:
    """An engine that reads one word in the upper left corner of a page, which it finds turned."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def __getattr__(self, name: str) -> object:
        return getattr(engines.engine("local"), name)

    def read(self, picture: object) -> Reading:
        return Reading((Word("TOTAL", (0.05, 0.04, 0.2, 0.09), 0.9),), turn=self._turn)


def take_in(archive: Archive, **papers: bytes) -> list[UUID]:
    """Register files: `note_txt` is the name of note.txt. Returns the ids in the order of the names."""
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in papers.items():
        (archive.inbox / name.replace("_", ".")).write_bytes(content)
    runs.hold(database(), RUN)
    return scan_inbox(RUN).registered


def report(archive: Archive) -> Path:
    return write(database().session(), archive.data_dir / "report", "en").home.parent


def pictures(root: Path, id: UUID) -> list[str]:
    folder = root / "pictures" / str(id)[:2] / str(id)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def page(root: Path, id: UUID) -> str:
    return (root / "documents" / str(id)[:2] / f"{id}.html").read_text("utf-8")


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seconds that were allowed for each picture, as they are made from now on."""
    allowed, make = [], shared_decoder().picture

    def picture(path: Path, media_type: str, index: int, turn: Turn, seconds: float) -> Picture | None:
        allowed.append(round(seconds))
        return make(path, media_type, index, turn, seconds)

    monkeypatch.setattr(shared_decoder(), "picture", picture)
    return allowed


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def picture(*_: object) -> Picture | None:
        raise error

    monkeypatch.setattr(shared_decoder(), "picture", picture)


@pytest.mark.parametrize(("turn", "degrees"), [("upright", 0), ("down", 270), ("upside_down", 180), ("up", 90)])
def test_a_box_is_on_its_word_however_the_scan_lies(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, turn: Turn, degrees: int
) -> None:
    (id,) = take_in(archive, scan_png=saved(scan("TOTAL").rotate(degrees, expand=True)))
    monkeypatch.setattr(engines, "selected", lambda: Reader(turn))
    monkeypatch.setattr(engines, "with_fallback", lambda engine: engine)
    lifecycle.run(DocumentStage(load("ocr"), id, RUN))
    root = report(archive)
    (name,) = pictures(root, id)
    picture = Image.open(root / "pictures" / str(id)[:2] / str(id) / name).convert("L")
    ink = ImageChops.invert(picture).point(lambda value: 255 if value > 100 else 0).getbbox()
    script = (root / "data" / "words" / str(id)[:2] / f"{id}.js").read_text("utf-8")
    ((number, ((word, left, top, width, height),)),) = json.loads(re.sub(r'^alfrdWords\("[^"]+",|\);\n$', "", script))
    assert (number, word) == (1, "TOTAL")
    assert ink is not None
    box = (left * 0.06, top * 0.08, (left + width) * 0.06, (top + height) * 0.08)  # of 600 by 800 pixels
    assert box[0] < ink[0] < ink[2] < box[2]
    assert box[1] < ink[1] < ink[3] < box[3]


def test_pages_that_have_no_picture_in_time_get_one_next_time(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = scan("one"), scan("two")
    (id,) = take_in(archive, fax_tif=saved(first, "TIFF", save_all=True, append_images=[second]))
    archive.configure(report_seconds=0)
    root = report(archive)
    assert pictures(root, id) == []
    assert "2 pages have no picture here" in page(root, id)
    archive.configure(report_seconds=60)
    root = report(archive)
    assert pictures(root, id) == ["001.webp", "002.webp"]
    assert "002.webp" in page(root, id)
    allowed = counting(monkeypatch)
    assert write(database().session(), root, "en").documents == 0
    assert allowed == []


def test_time_that_ends_within_a_document_leaves_what_was_made(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [scan(text) for text in ("one", "two", "three")]
    (id,) = take_in(archive, fax_tif=saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    make = shared_decoder().picture

    def picture(path: Path, media_type: str, index: int, *others: object) -> Picture | None:
        if index:
            raise OverdueError
        return make(path, media_type, index)

    archive.configure(report_seconds=10)
    monkeypatch.setattr(shared_decoder(), "picture", picture)
    assert pictures(report(archive), id) == ["001.webp"]
    monkeypatch.undo()
    archive.configure(report_seconds=60, settle_seconds=0)


def test_the_newest_documents_come_first_and_text_has_no_picture(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = take_in(archive, a_png=saved(scan("a")), b_png=saved(scan("b")), note_txt=b"only words")
    made: list[str] = []
    make = shared_decoder().picture

    def picture(path: Path, media_type: str, index: int, turn: Turn, seconds: float) -> Picture | None:
        made.append(path.parent.name)
        return make(path, media_type, index, turn, seconds)

    monkeypatch.setattr(shared_decoder(), "picture", picture)
    root = report(archive)
    newest_first = [str(key.id) for key in reversed(listings.keys(database().session())) if key.drawable]
    assert made == newest_first
    assert pictures(root, ids[2]) == []


@pytest.mark.parametrize(
    ("error", "said", "left"),
    [
        (PermanentError("scan.png is damaged"), "", ["001.none"]),
        (TransientError("scan.png was not decoded", "Free some memory"), "was not decoded. Free some memory", []),
    ],
)
def test_a_page_that_cannot_be_drawn_does_not_stop_the_report(
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    said: str,
    left: list[str],
) -> None:
    (id,) = take_in(archive, scan_png=saved(scan("a")))
    failing(monkeypatch, error)
    root = report(archive)
    assert pictures(root, id) == left
    assert (said in capsys.readouterr().err) if said else capsys.readouterr().err == ""
    (original,) = re.findall(r'<img src="([^"]+)"', page(root, id))  # the original is shown instead
    shown = os.path.normpath(root / "documents" / str(id)[:2] / original)
    assert Path(shown).read_bytes() == saved(scan("a"))


def test_a_store_that_does_not_answer_does_not_stop_the_report(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (id,) = take_in(archive, scan_png=saved(scan("a")))

    def fetch(*_: object) -> object:
        raise ServiceError("the store does not answer", "unreached", "The next run tries again")

    monkeypatch.setattr(FolderPageStore, "fetch", fetch)
    assert pictures(report(archive), id) == []
    assert "pictures of pages are missing in the report: the store does not answer" in capsys.readouterr().err


def test_a_stored_file_that_is_damaged_is_left_to_the_check(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged, whole = take_in(archive, a_png=saved(scan("a")), b_png=saved(scan("b")))
    (file,) = documents.files(database().session(), damaged)
    path = settings().documents_dir / file.key
    path.chmod(0o600)
    path.write_bytes(b"something else")
    root = report(archive)
    assert (pictures(root, damaged), pictures(root, whole)) == ([], ["001.webp"])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("forever", [False, True])
def test_a_deleted_document_leaves_no_picture_and_no_words(archive: Archive, *, forever: bool) -> None:
    gone, kept = take_in(archive, a_png=saved(scan("a")), b_png=saved(scan("b")))
    root = report(archive)
    assert pictures(root, gone) == pictures(root, kept) == ["001.webp"]
    runs.release(RUN)
    arguments = ("delete", "--forever", str(gone)) if forever else ("delete", str(gone))
    assert alfrd(*arguments).exit_code == 0
    report(archive)
    assert [path for path in root.rglob("*") if str(gone) in path.name] == []
    assert pictures(root, kept) == ["001.webp"]


def test_an_invoice_in_xml_is_named_and_not_linked(archive: Archive) -> None:
    (id,) = take_in(archive, bill_xml=electronic_invoices.ubl().encode())
    written = page(report(archive), id)
    assert "bill.xml" in written
    assert not re.search(r'(href|src)="[^"]+\.xml"', written)

"""`alfrd get`: originals, searchable PDFs and ZIP files."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

import pypdfium2
import pytest

from alfrd_luigi.database import listings, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.documents import files
from alfrd_luigi.decoding import layer
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.intake.registration import scan_inbox
from support import drawn_pdfs
from support.archives import Archive
from support.commands import Alfrd, alfrd_process
from support.connections import connected
from support.kept_archives import Keep
from support.pipeline import work_on

RUN = "20240401T000000-past"
WORDS = [["Straße", 0.1, 0.1, 0.3, 0.13, 0.9], ["Ω", 0.4, 0.1, 0.45, 0.13, 0.8], ["layer", 0.5, 0.1, 0.6, 0.13, 1.0]]


def _jpeg() -> bytes:
    made = io.BytesIO()
    drawn_pdfs.printed(drawn_pdfs.BILL).save(made, "JPEG", quality=80)
    return made.getvalue()


def papers(archive: Archive) -> dict[str, UUID]:
    """A photo, a PDF with a text layer, a text, and a document of two photos; with words, but not read."""
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    (archive.inbox / "photo.jpg").write_bytes(_jpeg())
    (archive.inbox / "bill.pdf").write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(drawn_pdfs.BILL)))
    (archive.inbox / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    pages = archive.inbox / "scan"
    pages.mkdir()
    for number in (1, 2):
        (pages / f"page-{number}.jpg").write_bytes(_jpeg()[:-2] + b"\0" * number + b"\xff\xd9")
    described = [{"file": f"page-{number}.jpg", "type": "image", "order": number} for number in (1, 2)]
    meta = {"id": "7d6c3f0a-8a43-4a4b-9c70-3e1f6f1c2b11", "created_at": "2024-03-29T18:00:00+00:00"}
    (pages / "meta.json").write_text(json.dumps({**meta, "documents": described}), encoding="utf-8")
    runs.hold(database(), RUN)
    ids = scan_inbox(RUN).registered
    runs.set_finished(database().session(), RUN)
    runs.release(RUN)
    names = {files(database().session(), id)[0].name: id for id in ids}
    sources = {"photo.jpg": "ocr", "bill.pdf": "text_layer", "letter.txt": "plain_text", "page-1.jpg": "ocr"}
    with connected(archive.database_url) as own:
        for name, id in names.items():
            for number in range(1, 3 if name == "page-1.jpg" else 2):
                own.execute(
                    "INSERT INTO pages (document_id, number, text, source, confidence, unread, turn, words)"
                    " VALUES (%s, %s, '', %s, 0.9, 0, 'upright', %s)",
                    (str(id), number, sources[name], json.dumps(WORDS)),
                )
    return names


@pytest.fixture
def documents(keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, UUID]:
    made = keep(papers)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return made


def _get(alfrd: Alfrd, *arguments: object) -> Path:
    result = alfrd("get", *arguments)
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip())


def _words(content: bytes, index: int = 0) -> list[str]:
    return [each.word.text for each in layer.words(pypdfium2.PdfDocument(content)[index], Limits())]


def test_the_original_is_the_same_bytes_under_its_own_name(alfrd: Alfrd, documents: Mapping[str, UUID]) -> None:
    got = _get(alfrd, str(documents["photo.jpg"])[:8])
    assert (str(got), got.read_bytes()) == ("photo.jpg", _jpeg())
    assert got.stat().st_mode & 0o777 == 0o600
    assert list(Path().iterdir()) == [got]


def test_nothing_is_replaced_unless_it_is_said(alfrd: Alfrd, documents: Mapping[str, UUID]) -> None:
    Path("photo.jpg").write_text("mine")
    result = alfrd("get", documents["photo.jpg"])
    assert (result.exit_code, result.stderr) == (
        5,
        "error: photo.jpg exists already. Name another file, or remove it; `alfrd get --force` replaces it\n",
    )
    assert Path("photo.jpg").read_text() == "mine"
    assert _get(alfrd, documents["photo.jpg"], "--force").read_bytes() == _jpeg()


def test_it_is_written_where_it_is_said(alfrd: Alfrd, documents: Mapping[str, UUID], tmp_path: Path) -> None:
    assert _get(alfrd, documents["photo.jpg"], "-o", tmp_path) == tmp_path / "photo.jpg"
    assert _get(alfrd, documents["photo.jpg"], "-o", tmp_path / "x.jpeg").read_bytes() == _jpeg()
    assert alfrd("get", documents["photo.jpg"], "-o", tmp_path / "no" / "x").exit_code == 5
    done = subprocess.run(
        [sys.executable, "-m", "alfrd_luigi.cli", "get", str(documents["photo.jpg"]), "-o", "-"],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert (done.stdout, done.stderr) == (_jpeg(), b"")


def test_nothing_is_written_to_a_terminal(documents: Mapping[str, UUID]) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "alfrd_luigi.cli", "get", str(documents["photo.jpg"]), "-o", "-"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"not written to a terminal" in done.stderr


def test_several_files_are_a_zip_file(alfrd: Alfrd, documents: Mapping[str, UUID]) -> None:
    got = _get(alfrd, documents["page-1.jpg"])
    assert str(got) == "page-1.zip"
    with ZipFile(got) as made:
        assert made.namelist() == ["page-1.jpg", "page-2.jpg"]
        assert made.testzip() is None
        assert {entry.compress_type for entry in made.infolist()} == {ZIP_STORED}
    before = got.read_bytes()
    assert _get(alfrd, documents["page-1.jpg"], "--force").read_bytes() == before


def test_several_documents_are_a_zip_file(alfrd: Alfrd, documents: Mapping[str, UUID], archive: Archive) -> None:
    with connected(archive.database_url) as own:
        own.execute("UPDATE document_files SET name = '../PHOTO.jpg' WHERE name = 'page-2.jpg'")
    ids = [documents[name] for name in ("photo.jpg", "page-1.jpg", "photo.jpg", "letter.txt")]
    got = _get(alfrd, *ids)
    assert str(got) == "documents.zip"
    with ZipFile(got) as made:
        assert made.namelist() == ["photo.jpg", "page-1.jpg", "PHOTO (2).jpg", "letter.txt"]
        assert made.read("photo.jpg") == _jpeg()


def test_a_searchable_pdf_has_the_words_that_were_recognised(alfrd: Alfrd, documents: Mapping[str, UUID]) -> None:
    photo = _get(alfrd, documents["photo.jpg"], "--searchable")
    assert (str(photo), _words(photo.read_bytes())) == ("photo.pdf", ["Straße", "Ω", "layer"])
    assert _jpeg() in photo.read_bytes()
    scan = _get(alfrd, documents["page-1.jpg"], "--searchable").read_bytes()
    assert [_words(scan, index) for index in range(2)] == [["Straße", "Ω", "layer"]] * 2


def test_a_good_text_layer_stays_the_only_one(
    alfrd: Alfrd, documents: Mapping[str, UUID], archive: Archive, tmp_path: Path
) -> None:
    original = _get(alfrd, documents["bill.pdf"]).read_bytes()
    bill = _get(alfrd, documents["bill.pdf"], "--searchable", "-o", tmp_path).read_bytes()
    assert _words(bill) == _words(original)
    with connected(archive.database_url) as own:
        own.execute("UPDATE pages SET source = 'text_layer_and_ocr' WHERE source = 'text_layer'")
    bill = _get(alfrd, documents["bill.pdf"], "--searchable", "-o", tmp_path, "--force").read_bytes()
    assert sorted(_words(bill)) == sorted([*_words(original), "Straße", "Ω"])


def test_a_text_is_given_as_it_is(alfrd: Alfrd, documents: Mapping[str, UUID]) -> None:
    result = alfrd("get", documents["letter.txt"], "--searchable")
    assert (result.exit_code, result.stdout) == (0, "letter.txt\n")
    assert result.stderr == "letter.txt is a text, and is given as it is\n"
    assert Path("letter.txt").read_text() == "Dear Sir"


def test_a_document_of_several_files_has_the_name_of_its_issuer(
    alfrd: Alfrd, documents: Mapping[str, UUID], archive: Archive
) -> None:
    with connected(archive.database_url) as own:
        own.execute("UPDATE documents SET entity = 'A/B: Gas', document_date = '2024-03-29'")
    assert str(_get(alfrd, documents["page-1.jpg"], "--searchable")) == "B_ Gas 2024-03-29.pdf"
    assert str(_get(alfrd, documents["page-1.jpg"])) == "B_ Gas 2024-03-29.zip"


def test_what_is_missing_or_unknown_leaves_no_file(
    alfrd: Alfrd, documents: Mapping[str, UUID], archive: Archive
) -> None:
    for path in (archive.data_dir / "documents").rglob("*.jpg"):
        path.unlink()
    result = alfrd("get", documents["photo.jpg"])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "is missing" in result.stderr
    assert alfrd("get", "ffff").exit_code == 3
    assert alfrd("get").exit_code == 2
    assert list(Path().iterdir()) == []


def test_documents_in_a_bucket(s3_bucket: str, archive: Archive, alfrd: Alfrd, tmp_path: Path) -> None:
    archive.configure(documents_url=f"s3://{s3_bucket}/archive")
    made = papers(archive)
    assert _get(alfrd, made["photo.jpg"], "-o", tmp_path).read_bytes() == _jpeg()
    searchable = _get(alfrd, made["page-1.jpg"], "--searchable", "-o", tmp_path)
    assert [_words(searchable.read_bytes(), index)[0] for index in range(2)] == ["Straße", "Straße"]


def test_what_the_local_engine_reads_can_be_found_in_the_pdf(archive: Archive, alfrd: Alfrd, tmp_path: Path) -> None:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    drawn_pdfs.printed(drawn_pdfs.BILL).rotate(90, expand=True).save(archive.inbox / "lying.png")
    runs.hold(database(), RUN)
    (id,) = scan_inbox(RUN).registered
    work_on([id], RUN)
    made = _get(alfrd, id, "--searchable", "-o", tmp_path).read_bytes()
    page = pypdfium2.PdfDocument(made)[0]
    assert page.get_width() < page.get_height()
    assert "Total amount due 122.30" in page.get_textpage().get_text_range()
    (read,) = listings.pages(database().session(), [id], with_words=True)
    found = {each.word.text: each.word.box for each in layer.words(page, Limits())}
    texts = [word[0] for word in read.words]
    telling = [word for word in read.words if word[0] in found and texts.count(word[0]) == 1]
    assert len(telling) > 10
    for text, *edges, _ in telling:
        assert found[text] == pytest.approx(tuple(edges), abs=0.01), text


def test_other_commands_do_not_load_it(archive: Archive) -> None:
    said = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "alfrd_luigi.cli", "get", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "pikepdf" not in said.stderr
    assert alfrd_process("get", "--help").returncode == 0

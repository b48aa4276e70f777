"""The report and the desk of an archive whose documents are in a bucket: pictures of pages, and the original files."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.s3 import S3PageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.intake.registration import scan_inbox
from support import s3_faults
from support.archives import Archive
from support.desks import ServedDesk
from support.report_pages import written

RUN = "20240401T000000-s3"


def scan() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def paper(archive: Archive, s3_bucket: str) -> UUID:
    """A scan in the bucket."""
    archive.configure(documents_url=f"s3://{s3_bucket}/paper", settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True)
    (archive.inbox / "scan.png").write_bytes(scan())
    runs.hold(database(), RUN)
    (id,) = scan_inbox(RUN).registered
    return id


def _page(root: Path, id: UUID) -> str:
    return (root / "documents" / str(id)[:2] / f"{id}.html").read_text("utf-8")


def test_the_report_has_pictures_and_says_where_the_originals_are(paper: UUID, tmp_path: Path) -> None:
    root = tmp_path / "report"
    written(root)
    (file,) = documents.files(database().session(), paper)
    assert [path.name for path in (root / "pictures").rglob("*.webp")] == ["001.webp"]
    page = _page(root, paper)
    assert "001.webp" in page
    assert f"<code>{file.key}</code>" in page  # a page from disk cannot open what is in a bucket
    assert "s3://" not in page


def test_a_report_without_time_for_pictures_links_to_no_bucket(archive: Archive, paper: UUID, tmp_path: Path) -> None:
    archive.configure(report_seconds=0)
    root = tmp_path / "report"
    written(root)
    assert "<img" not in _page(root, paper)
    assert not (root / "pictures").exists()


def test_a_report_is_written_while_s3_is_away(paper: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, store = tmp_path / "report", _store()
    s3_faults.on(store, "GetObject", s3_faults.refusal(503, "SlowDown"))
    written(root)
    s3_faults.off(store, "GetObject")
    assert "pictures of pages are missing in the report" in capsys.readouterr().err
    assert "<img" not in _page(root, paper)
    written(root)
    assert "001.webp" in _page(root, paper)


def _store() -> S3PageStore:
    store = page_store()
    assert isinstance(store, S3PageStore)
    return store


def test_the_desk_shows_pages_and_sends_originals(paper: UUID, one_desk: ServedDesk) -> None:
    one_desk.open()
    page = one_desk.ask("GET", f"/documents/{paper}")
    assert page.status == 200
    assert f'src="/pictures/{paper}/1"' in page.body
    assert f'href="/files/{paper}/1"' in page.body
    picture = one_desk.ask("GET", f"/pictures/{paper}/1")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/webp")
    original = one_desk.ask("GET", f"/files/{paper}/1")
    assert (original.status, original.headers["content-type"]) == (200, "image/png")
    assert original.headers["content-length"] == str(len(scan()))


def test_the_desk_says_that_s3_is_away(paper: UUID, one_desk: ServedDesk) -> None:
    one_desk.open()
    store = _store()
    s3_faults.on(store, "GetObject", s3_faults.refusal(503, "SlowDown"))
    for address in (f"/pictures/{paper}/1", f"/files/{paper}/1"):
        answer = one_desk.ask("GET", address)
        assert answer.status == 503
        assert "S3" in answer.body
    s3_faults.off(store, "GetObject")
    assert one_desk.ask("GET", f"/files/{paper}/1").status == 200

"""Scans of the inbox: which entries are registered, wait, or are recognised as duplicates."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import FileInfo
from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import IncomingFile, StoredFile
from alfrd_luigi.errors import AlfrdError, DatabaseError, SettingsError, TransientError
from alfrd_luigi.intake import private_copies
from alfrd_luigi.intake.drafts import Draft
from alfrd_luigi.intake.registry import Registration
from alfrd_luigi.intake.scan import ScanReport, scan
from support.intake import Desk, PlainDecoding, SqliteRegistry, backdated, inspect_plainly, meta_of, pdf_of, picture


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_empty_inbox_is_made_and_gives_an_empty_report(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    inbox = tmp_path / "elsewhere" / "inbox"
    assert scan(inbox, desk.store, desk.registry, PlainDecoding(inspect_plainly)) == ScanReport()
    assert stat.S_IMODE(inbox.stat().st_mode) == 0o700
    assert stat.S_IMODE((inbox / "rejected").stat().st_mode) == 0o700
    assert stat.S_IMODE((inbox / ".lock").stat().st_mode) == 0o600


def test_a_folder_becomes_one_document_with_its_files_in_order(desk: Desk) -> None:
    folder = desk.folder()
    document_id = UUID(json.loads((folder / "meta.json").read_bytes())["id"])
    assert desk.scan() == ScanReport(registered=[document_id])
    assert desk.contents() == {document_id: [b"first page", b"second page"]}
    body = desk.registry.documents[document_id]
    assert [file["name"] for file in body["files"]] == ["b.txt", "a.txt"]
    assert body["files"][0]["key"] == f"2024/03/{document_id}/001.txt"
    assert (body["source"], body["tags"]) == ("scanner", ["rent", "2024"])
    assert body["created_at"] == "2024-03-05T10:00:00+00:00"
    assert desk.entries() == set()
    assert desk.rejected() == set()


def test_the_order_is_that_of_the_numbers_not_of_the_list(desk: Desk) -> None:
    documents = [{"file": "a.txt", "type": "text", "order": 20}, {"file": "b.txt", "type": "text", "order": -3}]
    desk.folder(documents=documents)
    desk.scan()
    assert list(desk.contents().values()) == [[b"first page", b"second page"]]


def test_a_complete_folder_need_not_settle(desk: Desk) -> None:
    desk.folder(age=0)
    assert len(desk.scan().registered) == 1


def test_metadata_may_be_missing(desk: Desk) -> None:
    desk.folder(metadata=None)
    (document_id,) = desk.scan().registered
    body = desk.registry.documents[document_id]
    assert (body["source"], body["tags"]) == ("inbox", [])


def test_a_page_may_lie_in_a_folder_of_the_folder(desk: Desk) -> None:
    folder = desk.folder(documents=meta_of("pages/1.txt", "a.txt", "b.txt")["documents"])
    (folder / "pages").mkdir()
    (folder / "pages" / "1.txt").write_bytes(b"cover")
    desk.scan()
    assert list(desk.contents().values()) == [[b"cover", b"second page", b"first page"]]


def test_hidden_files_of_a_folder_are_no_pages(desk: Desk) -> None:
    (desk.folder() / ".DS_Store").write_bytes(b"x")
    assert len(desk.scan().registered) == 1
    assert desk.entries() == set()


def test_a_loose_file_is_a_document_of_its_own(desk: Desk) -> None:
    desk.loose("letter.txt", b"hello")
    before = datetime.now(UTC)
    (document_id,) = desk.scan().registered
    body = desk.registry.documents[document_id]
    assert desk.contents() == {document_id: [b"hello"]}
    assert body["files"][0]["name"] == "letter.txt"
    assert (body["source"], body["tags"]) == ("inbox", [])
    assert before <= datetime.fromisoformat(body["created_at"]) <= datetime.now(UTC)
    assert desk.entries() == set()


@pytest.mark.parametrize("age", [0.0, 9.0])
def test_a_loose_file_that_may_still_grow_waits(desk: Desk, age: float) -> None:
    desk.loose("letter.txt", age=age)
    assert desk.scan() == ScanReport(waiting=["letter.txt"])
    assert desk.entries() == {"letter.txt"}
    backdated(desk.inbox / "letter.txt", 11)
    assert len(desk.scan().registered) == 1


def test_a_modification_time_in_the_future_does_not_hold_a_file_for_ever(desk: Desk) -> None:
    desk.loose("letter.txt", age=-1_000_000)
    assert desk.scan().waiting == ["letter.txt"]
    assert len(desk.scan(settle_seconds=0).registered) == 1


@pytest.mark.parametrize("name", [".hidden.pdf", "scan.pdf.part", "scan.TMP", "scan.pdf.crdownload", "rejected"])
def test_unfinished_and_hidden_entries_are_left_alone(desk: Desk, name: str) -> None:
    desk.folder(name)
    assert desk.scan() == ScanReport()
    assert (desk.inbox / name / "meta.json").exists()


def test_a_folder_without_meta_json_waits_and_is_shown(desk: Desk) -> None:
    (desk.folder("half", age=0) / "meta.json").unlink()
    backdated(desk.inbox / "half", 3000)
    assert desk.scan() == ScanReport(waiting=["half"])
    assert desk.scan(incomplete_after=2000).rejected[0][0] == "half"


def test_a_folder_is_as_young_as_its_youngest_file(desk: Desk) -> None:
    folder = desk.folder("half", age=4000)
    (folder / "meta.json").unlink()
    backdated(folder, 4000)
    os.utime(folder / "a.txt")
    assert desk.scan().waiting == ["half"]


def test_a_folder_with_meta_json_is_complete_and_judged_at_once(desk: Desk) -> None:
    desk.folder("broken", age=0, raw=b'{"id": "half a ')
    assert desk.scan().rejected[0][0] == "broken"


def test_all_supported_types_by_the_real_decoder(tmp_path: Path) -> None:
    desk = Desk(tmp_path, inspect=shared_decoder().inspect)
    contents = {
        "a.jpg": picture("JPEG"),
        "b.png": picture("PNG"),
        "c.tiff": picture("TIFF", pages=3),
        "d.webp": picture("WEBP"),
        "e.pdf": pdf_of(2),
        "f.txt": "Grüße".encode("latin-1"),
        "G.JPG": picture("JPEG", size=(50, 50)),
    }
    for name, content in contents.items():
        desk.loose(name, content)
    report = desk.scan()
    assert report == ScanReport(registered=report.registered)
    found = {
        file["name"]: (file["media_type"], file["pages"])
        for body in desk.registry.documents.values()
        for file in body["files"]
    }
    assert found == {
        "a.jpg": ("image/jpeg", 1),
        "b.png": ("image/png", 1),
        "c.tiff": ("image/tiff", 3),
        "d.webp": ("image/webp", 1),
        "e.pdf": ("application/pdf", 2),
        "f.txt": ("text/plain", 1),
        "G.JPG": ("image/jpeg", 1),
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"line\nbreak.txt",
        "😀 Grüße.txt".encode(),
        b"a..b.txt",
        b"\x1b[2J.txt",
        b"\xff\xfe.txt",
        b"x" * 251 + b".txt",
    ],
)
def test_any_name_works_and_is_kept_as_data(tmp_path: Path, raw: bytes) -> None:
    desk = Desk(tmp_path, inspect=shared_decoder().inspect)
    desk.loose(os.fsdecode(raw))
    (document_id,) = desk.scan().registered
    (file,) = desk.registry.documents[document_id]["files"]
    assert file["name"] == raw.decode("utf-8", "backslashreplace")
    assert file["key"].endswith("/001.txt")


def test_names_are_one_line_in_reports_and_records(desk: Desk) -> None:
    desk.loose("bad\n\x1b.txt", b"BAD")
    desk.loose("fresh\n.txt", age=0)
    report = desk.scan()
    assert report.rejected[0][0] == r"bad\n\x1b.txt"
    assert report.waiting == [r"fresh\n.txt"]
    assert desk.registry.notes("rejection")[0][0] == r"bad\n\x1b.txt"


def test_the_same_bytes_are_not_a_second_document(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.loose("first.txt", b"hello")
    desk.loose("second.txt", b"hello")
    report = desk.scan()
    (document_id,) = report.registered
    assert caplog.messages == [f"inbox entry second.txt is not added again: it is the same as document {document_id}"]
    assert report.duplicates == [("second.txt", document_id)]
    assert desk.registry.notes("duplicate") == [("second.txt", str(document_id))]
    assert desk.entries() == set()
    assert desk.rejected() == set()
    desk.loose("first.txt", b"hello", age=30)
    assert desk.scan().duplicates == [("first.txt", document_id)]
    assert desk.orphans() == set()


def test_a_loose_file_and_a_folder_of_the_same_bytes_are_the_same(desk: Desk) -> None:
    desk.loose("zzz.txt", b"first page")
    folder = desk.folder(documents=meta_of("b.txt")["documents"])
    (folder / "a.txt").unlink()
    assert len(desk.scan().duplicates) == 1


def test_a_folder_that_is_named_by_its_document_is_told_by_its_file(desk: Desk) -> None:
    first, again = UUID(int=1), UUID(int=2)
    for id in (first, again):
        desk.folder(str(id), id=str(id))
        report = desk.scan()
    assert report.duplicates == [("b.txt", first)]
    assert desk.registry.notes("duplicate") == [("b.txt", str(first))]


def test_the_same_pages_in_another_order_are_another_document(desk: Desk) -> None:
    desk.folder("one")
    desk.folder("two", documents=meta_of("a.txt", "b.txt")["documents"])
    assert len(desk.scan().registered) == 2


def test_another_process_that_registers_the_same_bytes_first_leaves_no_orphan(desk: Desk) -> None:
    class LateRegistry(SqliteRegistry):
        def register(self, document: Draft, files: Sequence[StoredFile]) -> Registration:
            other = document._replace(id=UUID(int=7))
            return super().register(other, files) and super().register(document, files)

    desk.registry = LateRegistry(desk.registry.path)
    desk.loose("letter.txt")
    assert desk.scan().duplicates == [("letter.txt", UUID(int=7))]
    assert list(desk.store.keys()) == []


def test_a_second_scan_at_the_same_time_steps_back(desk: Desk) -> None:
    desk.loose("letter.txt")
    with (desk.inbox / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert desk.scan() == ScanReport()
    assert desk.entries() == {"letter.txt"}
    assert len(desk.scan().registered) == 1


def test_a_file_replaced_while_it_was_stored_is_kept(desk: Desk) -> None:
    def replacing(path: Path, seconds: float | None = None) -> FileInfo:
        desk.loose("scan.txt", b"the next page")
        desk.inspect = inspect_plainly
        return inspect_plainly(path)

    desk.loose("scan.txt", b"hello")
    desk.inspect = replacing
    report = desk.scan()
    assert (len(report.registered), report.waiting) == (1, ["scan.txt"])
    assert len(desk.scan().registered) == 1
    assert sorted(desk.contents().values()) == [[b"hello"], [b"the next page"]]


def test_a_file_that_grows_while_it_is_read_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.loose("scan.txt", b"hello")
    written = private_copies._written

    def slowly(source: BinaryIO, target: Path) -> tuple[str, int]:
        answer = written(source, target)
        with path.open("ab") as growing:
            growing.write(b" and more")
        return answer

    monkeypatch.setattr(private_copies, "_written", slowly)
    assert desk.scan() == ScanReport(waiting=["scan.txt"])


def test_trouble_with_one_entry_is_reported_and_costs_the_others_nothing(desk: Desk) -> None:
    def troubled(path: Path, seconds: float | None = None) -> FileInfo:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission\ndenied")
        if path.name == "c.txt":
            raise TransientError("the decoder is busy")
        if path.name == "d.txt":
            raise RuntimeError("a bug in a decoder")
        return inspect_plainly(path)

    desk.inspect = troubled
    for name in ("a", "b", "c", "d", "e"):
        desk.loose(f"{name}.txt", name.encode())
    report = desk.scan()
    assert len(report.registered) == 2
    assert report.failed == [("b.txt", r"Permission\ndenied"), ("c.txt", "the decoder is busy")]
    assert desk.entries() == {"b.txt", "c.txt"}
    # What it says may be a document's text. It would meet every scan, and so is not left for the next one.
    assert [name for name, _ in report.rejected] == ["d.txt"]
    assert report.rejected[0][1].startswith("internal error (RuntimeError). This is a fault of the program")
    assert "d.txt" in desk.rejected()
    desk.inspect = inspect_plainly
    assert len(desk.scan().registered) == 2


def test_a_lost_database_ends_the_scan_and_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **_again: object) -> None:
        raise DatabaseError("gone")

    desk.loose("a.txt", b"a")
    desk.loose("b.txt", b"BAD")
    for method in ("find", "record_rejection"):
        with monkeypatch.context() as patch:
            patch.setattr(desk.registry, method, lost)
            with pytest.raises(DatabaseError):
                desk.scan()
    assert desk.rejected() == set()
    report = desk.scan()
    assert (len(desk.registry.documents), [name for name, _ in report.rejected]) == (1, ["b.txt"])


class AwayStore(FolderPageStore):
    """A page store whose service is away for one of the documents."""

    trouble: AlfrdError = TransientError("S3 cannot be reached", "It usually can be, later")

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        if files[0].name == "b.txt":
            raise self.trouble
        return super().put(document_id, created_at, files)


def test_what_the_page_store_cannot_take_now_waits_for_the_next_scan(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a", "b", "c"):
        desk.loose(f"{name}.txt", name.encode())
    folder = desk.folder("folder")  # b.txt is its first page
    store, desk.store = desk.store, AwayStore(desk.store.root)
    report = desk.scan()
    line = "S3 cannot be reached. It usually can be, later"
    assert report.failed == [("b.txt", line), ("folder", line)]
    assert len(report.registered) == 2
    assert (desk.entries(), desk.rejected()) == ({"b.txt", "folder"}, set())
    assert (folder / "meta.json").exists()
    assert "Traceback" not in caplog.text
    desk.store = store
    assert len(desk.scan().registered) == 2
    assert (desk.entries(), desk.orphans()) == (set(), set())
    assert sorted(desk.contents().values()) == [[b"a"], [b"b"], [b"c"], [b"first page", b"second page"]]


def test_a_page_store_that_is_set_up_wrongly_ends_the_scan_and_loses_nothing(desk: Desk) -> None:
    for name in ("b", "c"):
        desk.loose(f"{name}.txt", name.encode())
    desk.store = AwayStore(desk.store.root)
    desk.store.trouble = SettingsError("the bucket is not there", "Create it")
    with pytest.raises(SettingsError, match="bucket"):
        desk.scan()
    assert (desk.entries(), desk.rejected()) == ({"b.txt", "c.txt"}, set())


def test_an_inbox_that_is_a_file_is_a_settings_error(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="inbox"):
        scan(tmp_path / "file", desk.store, desk.registry, PlainDecoding(inspect_plainly))


def test_a_lock_that_is_a_link_is_not_followed(desk: Desk) -> None:
    (desk.inbox / ".lock").symlink_to(desk.root / "victim")
    with pytest.raises(SettingsError, match="cannot be used"):
        desk.scan()
    assert not (desk.root / "victim").exists()


def test_the_intake_loads_nothing_heavy() -> None:
    modules = "alfrd_luigi.intake.scan, alfrd_luigi.intake.addition, alfrd_luigi.document_files.folder"
    code = f"import sys, {modules}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"jsonschema", "PIL", "luigi", "boto3", "numpy", "pypdfium2"} & set(loaded)


def test_an_idle_scan_is_quick(desk: Desk) -> None:
    desk.scan()
    started = time.perf_counter()
    for _ in range(20):
        desk.scan()
    assert time.perf_counter() - started < 2

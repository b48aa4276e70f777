"""A real inbox: files that programs leave there, unfinished transfers, and names from other systems."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from alfrd_luigi.intake import entries
from alfrd_luigi.intake.scan import ScanReport
from support.intake import Desk, backdated, meta_of

LITTER = [
    "Thumbs.db", "THUMBS.DB", "ehthumbs.db", "desktop.ini", "Desktop.ini", "@eaDir", "@tmp", "#recycle", "#snapshot",
    "@Recycle", "@Recently-Snapshot", "$RECYCLE.BIN", "System Volume Information", "lost+found", "~$letter.docx",
    ".~lock.letter.odt#", "._scan.pdf", ".AppleDouble", ".DS_Store", ".stfolder", ".stversions", ".sync", "Icon\r",
    "scan.pdf@SynoEAStream", "__MACOSX", "letter.txt~", "#letter.txt#", "scan.pdf:Zone.Identifier",
]  # fmt: skip
TRANSFERS = [
    "scan.pdf.part", "scan.pdf.filepart", "scan.pdf.PARTIAL", "scan.pdf.crdownload", "scan.pdf.opdownload",
    "scan.pdf.download", "scan.pdf.tmp", "scan.temp", "scan.pdf.!ut", "scan.pdf.!qB", "scan.pdf.bc!",
    ".syncthing.scan.pdf.tmp", "~syncthing~scan.pdf.tmp", ".scan.pdf.a1B2c3", ".fuse_hidden0001", ".nfs000123",
    ".goutputstream-ABC123", ".scan.pdf.swp", "scan.pdf.icloud", "scan.pdf.bts", "scan.pdf.ocdownload",
]  # fmt: skip
DOCUMENTS = [
    "folder.jpg",
    "Thumbs.db.pdf",
    "desktop.txt",
    "~letter.txt",
    "#12 rent.txt",
    "@home.txt",
    "$5.txt",
    "part",
    "#",
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("make", ["file", "folder"])
def test_litter_and_transfers_are_left_alone(desk: Desk, make: str) -> None:
    names = [*LITTER, *TRANSFERS]
    for name in names:
        if make == "file":
            desk.loose(name, b"BAD", age=7200)
        else:
            (desk.inbox / name).mkdir()
            (desk.inbox / name / "scan.pdf").write_bytes(b"BAD")
            backdated(desk.inbox / name, 7200)
    assert desk.scan() == ScanReport()
    assert {path.name for path in desk.inbox.iterdir()} == {*names, "rejected", ".lock"}


def test_no_document_is_taken_for_litter(desk: Desk) -> None:
    for name in DOCUMENTS:
        desk.loose(name, name.encode())
    assert len(desk.scan().registered) == len(DOCUMENTS)


def test_litter_in_the_folder_of_a_document_is_no_page(desk: Desk) -> None:
    folder = desk.folder()
    for name in ("Thumbs.db", "desktop.ini", "@eaDir/a.txt/SYNOFILE_THUMB_M.jpg", "pages/Thumbs.db", "~$a.docx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"litter")
    assert len(desk.scan().registered) == 1
    assert list(desk.contents().values()) == [[b"first page", b"second page"]]
    assert desk.entries() == set()


def test_litter_neither_fills_a_folder_nor_keeps_it_young(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MOST_INSIDE", 10)
    folder = desk.folder(age=4000)
    (folder / "meta.json").unlink()
    (folder / "@eaDir").mkdir()
    for number in range(20):
        (folder / "@eaDir" / f"{number}").touch()
    backdated(folder, 4000)
    (folder / "@eaDir" / "0").write_bytes(b"new")
    assert "no meta.json" in desk.scan().rejected[0][1]


def test_what_meta_json_lists_is_a_document_whatever_its_name(desk: Desk) -> None:
    names = ("Thumbs.db", "scan.part", ".hidden", "~$a")
    folder = desk.folder(documents=meta_of(*names, "a.txt", "b.txt")["documents"])
    for name in names:
        (folder / name).write_bytes(name.encode())
    assert len(desk.scan().registered) == 1
    assert list(desk.contents().values()) == [[*(name.encode() for name in names), b"second page", b"first page"]]


@pytest.mark.parametrize("transfer", ["c.txt.part", ".c.txt.a1B2c3", ".syncthing.c.txt.tmp", "~syncthing~c.txt.tmp"])
def test_a_folder_waits_for_a_listed_file_that_is_still_being_transferred(desk: Desk, transfer: str) -> None:
    folder = desk.folder("scan", documents=meta_of("c.txt", "a.txt", "b.txt")["documents"])
    (folder / transfer).write_bytes(b"cover")
    assert desk.scan() == ScanReport(waiting=["scan"])
    (folder / transfer).rename(folder / "c.txt")
    assert len(desk.scan().registered) == 1


def test_a_folder_does_not_wait_for_ever(desk: Desk) -> None:
    folder = desk.folder("scan", documents=meta_of("c.txt", "a.txt", "b.txt")["documents"])
    (folder / "c.txt.filepart").write_bytes(b"cover")
    backdated(folder, 3700)
    ((name, reason),) = desk.scan().rejected
    assert (name, reason.startswith("c.txt has not finished arriving")) == ("scan", True)


def test_a_transfer_that_is_not_listed_waits_as_well(desk: Desk) -> None:
    folder = desk.folder("scan")
    (folder / "more.pdf.part").write_bytes(b"more")
    assert desk.scan() == ScanReport(waiting=["scan"])
    backdated(folder, 3700)
    assert "more.pdf.part has not finished arriving" in desk.scan().rejected[0][1]


def test_notes_that_a_program_left_hidden_are_no_transfer(desk: Desk) -> None:
    (desk.folder() / ".pages.backup").write_bytes(b"x")
    assert len(desk.scan().registered) == 1


@pytest.mark.parametrize("transfer", ["scan.pdf.part", "scan.pdf.aria2"])
def test_a_name_that_a_transfer_has_reserved_waits_for_it(desk: Desk, transfer: str) -> None:
    desk.loose("scan.pdf", b"", age=300)
    desk.loose(transfer, b"half", age=200)
    assert desk.scan() == ScanReport(waiting=["scan.pdf"])
    backdated(desk.inbox / transfer, 3700)  # abandoned
    assert len(desk.scan().registered) == 1


def composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def decomposed(name: str) -> str:
    return unicodedata.normalize("NFD", name)


@pytest.mark.parametrize(("listed", "on_disk"), [(composed, decomposed), (decomposed, composed)])
def test_accents_may_be_composed_in_another_way(
    desk: Desk, listed: Callable[[str], str], on_disk: Callable[[str], str]
) -> None:
    name = "Rechnung Müller/été.txt"
    path = desk.folder(documents=meta_of(listed(name), "a.txt", "b.txt")["documents"]) / on_disk(name)
    path.parent.mkdir()
    path.write_bytes(b"cover")
    (document_id,) = desk.scan().registered
    assert desk.contents()[document_id][0] == b"cover"
    assert desk.registry.documents[document_id]["files"][0]["name"] == composed("été.txt")


def test_the_exact_name_comes_first(desk: Desk) -> None:
    names = [decomposed("ü.txt"), composed("ü.txt")]
    folder = desk.folder(documents=meta_of(*names, "a.txt", "b.txt")["documents"])
    for name in names:
        (folder / name).write_bytes(name.encode())
    (document_id,) = desk.scan().registered
    assert desk.contents()[document_id][:2] == [name.encode() for name in names]


def test_a_name_that_may_be_either_of_two_files_is_refused(desk: Desk) -> None:
    listed = "ü\u0323.txt"
    folder = desk.folder(documents=meta_of(listed, "a.txt", "b.txt")["documents"])
    for name in (composed(listed), decomposed(listed)):
        assert name != listed
        (folder / name).write_bytes(name.encode())
    ((_, reason),) = desk.scan().rejected
    assert "2 files are spelt like it" in reason


def test_one_file_under_two_spellings_is_named_twice(desk: Desk) -> None:
    names = [decomposed("ü.txt"), composed("ü.txt")]
    folder = desk.folder(documents=meta_of(*names, "a.txt", "b.txt")["documents"])
    (folder / names[0]).write_bytes(b"once")
    assert "names a file twice" in desk.scan().rejected[0][1]


def test_a_loose_file_is_stored_under_its_composed_name(desk: Desk) -> None:
    desk.loose(decomposed("Müller.txt"))
    (document_id,) = desk.scan().registered
    assert desk.registry.documents[document_id]["files"][0]["name"] == "Müller.txt"


def test_a_file_that_is_called_rejected_is_a_document(desk: Desk) -> None:
    desk.loose("rejected", b"a letter about what was rejected")
    desk.loose("bad.txt", b"BAD")
    report = desk.scan()
    assert list(desk.contents().values()) == [[b"a letter about what was rejected"]]
    assert [name for name, _ in report.rejected] == ["bad.txt"]
    assert desk.rejected() == {"bad.txt", "bad.txt.reason.txt"}


def test_a_folder_of_that_name_with_meta_json_is_left_alone(desk: Desk) -> None:
    folder = desk.folder("rejected")
    assert desk.scan() == ScanReport()
    assert json.loads((folder / "meta.json").read_bytes())

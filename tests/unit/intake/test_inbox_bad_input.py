"""Bad input: each entry gets a file with the reason and a row, and the good document is registered."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake import private_copies
from support.intake import Desk, backdated, meta_of, pdf_of, picture

ENTRY = "entry"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def refused(desk: Desk, name: str = ENTRY) -> str:
    """Scan with one good document beside the bad one; gives the reason, the same in report, row and file."""
    desk.loose("good.txt", b"good")
    report = desk.scan()
    assert list(desk.contents().values()).count([b"good"]) == 1
    assert (report.waiting, report.failed, report.duplicates) == ([], [], [])
    ((shown, reason),) = report.rejected
    assert desk.registry.notes("rejection") == [(shown, reason)]
    assert desk.entries() == set()
    assert desk.rejected() == {name, f"{name}.reason.txt"}
    text = (desk.inbox / "rejected" / f"{name}.reason.txt").read_text()
    what, why, advice = (line.partition(":")[2].strip() for line in text.splitlines())
    assert what == shown
    assert reason in (f"{why}. {advice}", why)
    assert desk.orphans() == set()
    assert desk.scan().rejected == []
    return reason


def changed(**changes: Any) -> dict[str, Any]:
    """The files of a meta.json, the first with changes."""
    return {"documents": [{**FIRST, **changes}, SECOND]}


FIRST = {"file": "a.txt", "type": "text", "order": 1}
SECOND = {"file": "b.txt", "type": "text", "order": 2}

FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "id is no UUID": ({"id": "42"}, "not a UUID"),
    "id in another form": ({"id": "{00000000-0000-4000-8000-000000000001}"}, "not a UUID"),
    "id is a number": ({"id": 5}, r"\$\.id"),
    "no id": ({"id": None}, "'id' is a required property"),
    "no created_at": ({"created_at": None}, "'created_at' is a required"),
    "created_at is no time": ({"created_at": "yesterday"}, "ISO 8601"),
    "created_at out of range": ({"created_at": "0001-01-01T00:00:00+14:00"}, "ISO 8601"),
    "no documents": ({"documents": None}, "'documents' is a required"),
    "empty documents": ({"documents": []}, "non-empty"),
    "documents is an object": ({"documents": {}}, r"\$\.documents"),
    "no order": ({"documents": [{"file": "a.txt", "type": "text"}]}, "'order' is a required"),
    "order is a word": (changed(order="1"), "order"),
    "order is true": (changed(order=True), "order"),
    "order is a fraction": (changed(order=1.5), "order"),
    "orders repeat": ({"documents": [FIRST, {**SECOND, "order": 1}]}, "same order"),
    "file listed twice": ({"documents": [FIRST, {**FIRST, "order": 2}]}, "twice"),
    "file listed twice, spelt differently": ({"documents": [FIRST, {**FIRST, "file": "./a.txt", "order": 2}]}, "twice"),
    "type unknown": (changed(type="video"), "type"),
    "type is not the content": (changed(type="pdf"), "holds text, but meta.json says pdf"),
    "absolute path": (changed(file="/etc/hostname"), "not inside the folder"),
    "path leaves the folder": (changed(file="../secret.txt"), "not inside the folder"),
    "path leaves and returns": (changed(file="x/../../entry/a.txt"), "not inside the folder"),
    "path is the folder": (changed(file="."), "not inside the folder"),
    "path is empty": (changed(file=""), "file"),
    "path holds a NUL": (changed(file="a\0.txt"), "cannot be a file name"),
    "path is half a surrogate": (changed(file="\ud800.txt"), "cannot be a file name"),
    "path too long": (changed(file="x" * 300), "is not there"),
    "file is missing": (changed(file="c.txt"), "c.txt is not there"),
    "file goes through a file": (changed(file="b.txt/a.txt"), "link, or no regular file"),
    "a file is not listed": ({"documents": [FIRST]}, "does not list b.txt"),
    "metadata is a list": ({"metadata": []}, "metadata"),
    "tags is a string": ({"metadata": {"tags": "rent"}}, "tags"),
    "tag is a number": ({"metadata": {"tags": [1]}}, "tags"),
    "tag too long": ({"metadata": {"tags": ["x" * 101]}}, "101 characters"),
    "tag holds a control character": ({"metadata": {"tags": ["a\0b"]}}, r"a\\x00b"),
    "source holds an escape": ({"metadata": {"source": "\x1b[2J"}}, "control characters"),
}

BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "not valid JSON"),
    "cut off": (b'{"id": "', "not valid JSON"),
    "a list": (b"[]", "not of type 'object'"),
    "not UTF-8": (b'{"id": "\xff"}', "not valid JSON"),
    "a key twice": (b'{"id": "a", "id": "b"}', "'id' stands twice"),
    "nested without end": (b"[" * 100_000, "nested too deeply"),
    "a number without end": (b'{"id": ' + b"1" * 10_000 + b"}", "not valid JSON"),
    "too large": (b" " * (1024 * 1024 + 1), "larger than"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_in_meta_json(desk: Desk, case: str) -> None:
    changes, reason = FAULTS[case]
    desk.folder(ENTRY, **changes)
    (desk.root / "secret.txt").write_bytes(b"secret")
    assert re.search(reason, refused(desk))


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_meta_json(desk: Desk, case: str) -> None:
    raw, reason = BROKEN[case]
    desk.folder(ENTRY, raw=raw)
    assert reason in refused(desk)


def test_no_meta_json_at_all(desk: Desk) -> None:
    (desk.folder(ENTRY) / "meta.json").unlink()
    backdated(desk.inbox / ENTRY, 3700)
    assert "no meta.json" in refused(desk)


def test_an_empty_folder(desk: Desk) -> None:
    (desk.inbox / ENTRY).mkdir()
    backdated(desk.inbox / ENTRY, 3700)
    assert "no meta.json" in refused(desk)


def test_an_id_that_is_taken_by_other_content(desk: Desk) -> None:
    taken = "00000000-0000-4000-8000-00000000000a"
    desk.folder("first", id=taken)
    desk.scan()
    desk.folder(ENTRY, id=taken.upper(), documents=meta_of("a.txt", "b.txt")["documents"])
    assert f"another document has the id {taken}" in refused(desk)
    assert desk.contents()[UUID(taken)] == [b"first page", b"second page"]


def test_an_id_whose_pages_an_earlier_attempt_stored_and_never_registered(desk: Desk) -> None:
    document_id = UUID(int=5)
    desk.folder(ENTRY, id=str(document_id))
    other = desk.store.root / "2024" / "03" / str(document_id)
    other.mkdir(parents=True)
    (other / "001.txt").write_bytes(b"other")
    desk.scan()
    assert desk.rejected() == {ENTRY, f"{ENTRY}.reason.txt"}
    assert (other / "001.txt").read_bytes() == b"other"


def link_to_file(path: Path) -> None:
    path.symlink_to(path.parent.parent / "secret.txt")


def link_to_folder(path: Path) -> None:
    path.symlink_to(path.parent.parent, target_is_directory=True)


def broken_link(path: Path) -> None:
    path.symlink_to("nowhere")


def listening_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


NO_FILES: list[Callable[[Path], None]] = [link_to_file, link_to_folder, broken_link, os.mkfifo, listening_socket]


@pytest.mark.parametrize("make", NO_FILES)
def test_a_loose_entry_that_is_no_file(desk: Desk, make: Callable[[Path], None]) -> None:
    (desk.root / "secret.txt").write_bytes(b"secret")
    make(desk.inbox / ENTRY)
    backdated_link(desk.inbox / ENTRY)
    assert "regular file" in refused(desk)
    assert (desk.root / "secret.txt").read_bytes() == b"secret"


@pytest.mark.parametrize("make", [*NO_FILES, Path.mkdir])
@pytest.mark.parametrize("place", ["page.txt", "meta.json"])
def test_a_file_of_a_folder_that_is_no_file(desk: Desk, make: Callable[[Path], None], place: str) -> None:
    (desk.root / "secret.txt").write_bytes(b"secret")
    folder = desk.folder(ENTRY, documents=meta_of("page.txt", "a.txt", "b.txt")["documents"])
    (folder / place).unlink(missing_ok=True)
    make(folder / place)
    for path in (folder / place, folder):
        backdated_link(path)
    assert "regular file" in refused(desk)
    assert (desk.root / "secret.txt").read_bytes() == b"secret"


def test_a_page_behind_a_linked_folder(desk: Desk) -> None:
    (desk.root / "secret.txt").write_bytes(b"secret")
    folder = desk.folder(ENTRY, documents=meta_of("up/secret.txt", "a.txt", "b.txt")["documents"])
    (folder / "up").symlink_to(desk.root, target_is_directory=True)
    for path in (folder / "up", folder):
        backdated_link(path)
    assert "link, or no regular file" in refused(desk)


def backdated_link(path: Path) -> None:
    moment = path.lstat().st_mtime - 60
    os.utime(path, (moment, moment), follow_symlinks=False)


DAMAGED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty file": ("scan.pdf", lambda: b""),
    "truncated JPEG": ("scan.jpg", lambda: picture("JPEG", size=(400, 400))[:-400]),
    "encrypted PDF": ("scan.pdf", lambda: pdf_of(1, encrypted=True)),
    "PDF of 0 pages": ("scan.pdf", lambda: pdf_of(0)),
    "a web page named PDF": ("scan.pdf", lambda: b"<!doctype html><p>Please log in</p>"),
    "an e-mail": ("scan.eml", lambda: b"Subject: Your bill"),
    "a program": ("scan.exe", lambda: b"MZ\x90\x00" + bytes(range(256))),
    "an archive": ("scan.docx", lambda: b"PK\x03\x04" + bytes(100)),
    "text of no supported extension": ("scan.html", lambda: b"<p>text</p>"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_loose_file_that_cannot_be_read(tmp_path: Path, case: str) -> None:
    name, content = DAMAGED[case]
    desk = Desk(tmp_path, inspect=shared_decoder().inspect)
    desk.loose(name, content())
    assert refused(desk, name).startswith(name)


def test_a_damaged_page_refuses_its_whole_folder(tmp_path: Path) -> None:
    desk = Desk(tmp_path, inspect=shared_decoder().inspect)
    folder = desk.folder(ENTRY, documents=meta_of("a.txt", "b.txt")["documents"])
    (folder / "b.txt").write_bytes(b"")
    backdated(folder, 60)
    assert refused(desk).startswith("b.txt")


def test_a_picture_of_60_megapixels_is_taken(tmp_path: Path) -> None:
    desk = Desk(tmp_path, inspect=shared_decoder().inspect)
    desk.loose("large.png", picture("PNG", size=(10_000, 6_000)))
    assert len(desk.scan().registered) == 1


def test_a_file_beyond_any_size_is_not_even_copied(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_copies, "MAX_FILE_BYTES", 10)
    desk.loose(ENTRY, b"x" * 11)
    assert "11 bytes" in refused(desk)


def test_nothing_that_was_rejected_is_ever_overwritten(desk: Desk) -> None:
    for content in (b"BAD 1", b"BAD 2", b"BAD 3"):
        desk.loose("scan.txt", content)
        desk.scan()
    rejected = desk.inbox / "rejected"
    assert [(rejected / name).read_bytes() for name in ("scan.txt", "scan-2.txt", "scan-3.txt")] == [
        b"BAD 1",
        b"BAD 2",
        b"BAD 3",
    ]
    assert len(desk.rejected()) == 6


def test_rejected_things_are_as_private_as_the_rest(desk: Desk) -> None:
    desk.loose("scan.txt", b"BAD")
    desk.scan()
    reason = desk.inbox / "rejected" / "scan.txt.reason.txt"
    assert stat.S_IMODE(reason.stat().st_mode) == 0o600
    assert stat.S_IMODE(reason.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("raw", [b"line\nbreak", b"\xff\xfe", "😀".encode() * 60, b"x" * 255, b"x." + b"y" * 253])
def test_a_strange_name_can_be_rejected(desk: Desk, raw: bytes) -> None:
    desk.loose(os.fsdecode(raw), b"BAD")
    assert len(desk.scan().rejected) == 1
    assert desk.entries() == set()
    assert len(desk.rejected()) == 2


def test_a_rejected_folder_that_was_corrected_can_come_back(desk: Desk) -> None:
    desk.folder(ENTRY, id="42")
    desk.scan()
    folder = (desk.inbox / "rejected" / ENTRY).rename(desk.inbox / ENTRY)
    meta = json.loads((folder / "meta.json").read_bytes())
    (folder / "meta.json").write_text(json.dumps({**meta, "id": str(UUID(int=42))}))
    assert desk.scan().registered == [UUID(int=42)]


def test_a_link_in_the_place_of_rejected_is_not_followed(desk: Desk) -> None:
    (desk.root / "elsewhere").mkdir()
    (desk.inbox / "rejected").symlink_to(desk.root / "elsewhere", target_is_directory=True)
    backdated_link(desk.inbox / "rejected")
    desk.loose("scan.txt", b"BAD")
    assert [name for name, _ in desk.scan().rejected] == ["rejected-2", "scan.txt"]
    assert (desk.inbox / "rejected" / "rejected-2").is_symlink()
    assert list((desk.root / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("make", [os.mkfifo, listening_socket, broken_link])
def test_what_is_no_folder_in_the_place_of_rejected_is_rejected(desk: Desk, make: Callable[[Path], None]) -> None:
    make(desk.inbox / "rejected")
    backdated_link(desk.inbox / "rejected")
    desk.loose("good.txt", b"good")
    report = desk.scan()
    assert (len(report.registered), [name for name, _ in report.rejected]) == (1, ["rejected-2"])
    assert desk.rejected() == {"rejected-2", "rejected-2.reason.txt"}


def test_what_is_nested_too_deeply_to_be_removed_does_not_stop_the_scan(desk: Desk) -> None:
    here = os.open(desk.inbox, os.O_DIRECTORY)
    for name in [".cleared-deep", *["d"] * 1500]:
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_DIRECTORY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    desk.loose("good.txt", b"good")
    try:
        assert len(desk.scan().registered) == 1
    finally:  # what pytest would try in vain as well
        subprocess.run(["rm", "-rf", desk.inbox], check=True)


def test_a_folder_that_is_too_deep_is_rejected_wherever_its_manifest_is_listed(desk: Desk) -> None:
    path = desk.folder()
    for number in range(20):
        path.joinpath(f"{number}", *["d"] * 25).mkdir(parents=True)
    ((name, reason),) = desk.scan().rejected
    assert (name, "folders more than 20 deep" in reason) == ("folder", True)


def test_a_file_that_never_stops_growing_is_left_in_time(desk: Desk) -> None:
    path = desk.loose("good.txt", b"good")
    with Growing(io.FileIO(path, "r+")) as source, pytest.raises(InvalidInputError, match="changed while it was read"):
        private_copies.copy(source, desk.root / "copy" / "good.txt")
    assert path.stat().st_size < 100


class Growing(io.BufferedReader):
    """A file to which somebody else adds as much as is read."""

    def read(self, size: int | None = -1) -> bytes:
        with Path(f"/proc/self/fd/{self.fileno()}").open("ab") as writer:
            writer.write(b"more")
        return super().read(size)

"""Files that arrive slowly, grow after their rejection, or take long to check."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import FileInfo
from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.intake import rejections, scan
from alfrd_luigi.intake.scan import ScanReport
from support.intake import Desk, backdated, inspect_plainly, meta_of, pdf_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_damaged_file_waits_until_it_no_longer_changes(desk: Desk) -> None:
    path = desk.loose("scan.txt", b"BAD", age=30)
    assert desk.scan() == ScanReport(waiting=["scan.txt"])
    backdated(path, 61)
    assert [name for name, _ in desk.scan().rejected] == ["scan.txt"]


def test_without_a_time_to_settle_it_is_rejected_at_once(desk: Desk) -> None:
    desk.loose("scan.txt", b"BAD", age=0)
    assert len(desk.scan(settle_seconds=0).rejected) == 1


def test_a_writer_that_pauses_longer_than_anybody_waits_loses_nothing(desk: Desk) -> None:
    with (desk.inbox / "scan.txt").open("wb") as writer:
        writer.write(b"BAD")
        writer.flush()
        assert len(desk.scan(settle_seconds=0).rejected) == 1
        assert desk.scan(settle_seconds=0) == ScanReport()
        writer.seek(0)
        writer.write(b"the whole letter")
    assert desk.scan() == ScanReport()  # it may go on
    (document_id,) = desk.scan(settle_seconds=0).registered
    assert desk.contents() == {document_id: [b"the whole letter"]}
    assert desk.rejected() == set()


def test_a_real_writer_that_pauses(tmp_path: Path) -> None:
    desk = Desk(tmp_path, inspect=shared_decoder().inspect, settle_seconds=0.2)
    content = pdf_of(40)

    def write() -> None:
        with (desk.inbox / "scan.pdf").open("wb", buffering=0) as writer:
            for place, pause in ((0, 2.0), (1, 0.3), (2, 0)):
                writer.write(content[len(content) * place // 3 : len(content) * (place + 1) // 3])
                time.sleep(pause)

    thread = threading.Thread(target=write)
    thread.start()
    ends = time.monotonic() + 20
    # What is written while a scan reads it stays for another scan, which finds that it is the same document.
    while (desk.entries() or not desk.contents()) and time.monotonic() < ends:
        desk.scan()
        time.sleep(0.1)
    thread.join()
    assert list(desk.contents().values()) == [[content]]
    assert (desk.entries(), desk.rejected()) == (set(), set())


def test_what_a_person_corrects_in_rejected_is_looked_at_again(desk: Desk) -> None:
    desk.folder("entry", id="42")
    desk.loose("entry.txt", b"BAD")
    assert len(desk.scan().rejected) == 2
    meta = desk.inbox / "rejected" / "entry" / "meta.json"
    meta.write_text(json.dumps({**json.loads(meta.read_bytes()), **meta_of("a.txt", "b.txt")}))
    backdated(meta, 20)
    assert len(desk.scan().registered) == 1
    assert desk.rejected() == {"entry.txt", "entry.txt.reason.txt"}


def test_the_reason_is_not_what_was_rejected(desk: Desk) -> None:
    desk.loose("scan.txt", b"BAD")
    desk.scan()
    reason = desk.inbox / "rejected" / "scan.txt.reason.txt"
    reason.write_text("I know")
    backdated(reason, 20)
    assert desk.scan() == ScanReport()
    assert reason.read_text() == "I know"


def test_what_is_put_back_overwrites_nothing(desk: Desk) -> None:
    desk.loose("scan.txt", b"BAD")
    desk.scan()
    backdated_with(desk.inbox / "rejected" / "scan.txt", b"good")
    desk.loose("scan.txt", b"another", age=0)
    assert len(desk.scan().registered) == 1
    assert (desk.inbox / "scan.txt").read_bytes() == b"another"


def test_each_rejection_needs_a_change(desk: Desk) -> None:
    desk.loose("scan.txt", b"BAD")
    desk.scan()
    for number in range(3):
        backdated_with(desk.inbox / "rejected" / "scan.txt", b"BAD %d" % number)
        assert len(desk.scan().rejected) == 1
        assert desk.scan() == ScanReport()
    assert desk.rejected() == {"scan.txt", "scan.txt.reason.txt"}


def test_only_the_newest_are_watched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejections, "MOST_WATCHED", 1)
    for name in ("a.txt", "b.txt"):
        desk.loose(name, b"BAD")
    desk.scan()
    for name in ("a.txt", "b.txt"):
        backdated_with(desk.inbox / "rejected" / name, name.encode())
    assert len(desk.scan().registered) == 1
    assert desk.rejected() == {"a.txt", "a.txt.reason.txt"}


@pytest.mark.parametrize(
    "note", [b"\xff\n", b"[]\n", b"{", b'["../../secret.txt", "", 0]\n', b'["secret.txt", "", 1e999]\n', b"0\n[1,2,3]"]
)
def test_notes_that_are_damaged_or_lie_are_ignored(desk: Desk, note: bytes) -> None:
    (desk.root / "secret.txt").write_bytes(b"secret")
    desk.scan()
    (desk.inbox / ".lock").write_bytes(note)
    assert desk.scan() == ScanReport()
    assert (desk.root / "secret.txt").read_bytes() == b"secret"
    desk.loose("scan.txt", b"BAD")
    desk.scan()
    backdated_with(desk.inbox / "rejected" / "scan.txt", b"good")
    assert len(desk.scan().registered) == 1


def backdated_with(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    backdated(path, 70)


class Slow:
    """Inspects plainly; what begins with SLOW takes longer than a first look."""

    def __init__(self, desk: Desk) -> None:
        self.order: list[str] = []
        self.desk = desk
        self.arriving = ["late.txt"]

    def __call__(self, path: Path, seconds: float | None = None) -> FileInfo:
        self.order.append(path.name)
        if path.read_bytes().startswith(b"SLOW"):
            assert seconds is not None
            if seconds <= scan.FIRST_LOOK:
                raise OverdueError
            if self.arriving:
                self.desk.loose(self.arriving.pop(), b"late")
        return inspect_plainly(path)


def test_what_takes_long_comes_last_and_what_arrives_meanwhile_before_the_rest(desk: Desk) -> None:
    slow = desk.inspect = Slow(desk)
    for name, content in (("a.txt", b"SLOW 1"), ("b.txt", b"SLOW 2"), ("c.txt", b"quick"), ("d.txt", b"BAD")):
        desk.loose(name, content)
    report = desk.scan()
    assert slow.order == ["a.txt", "b.txt", "c.txt", "d.txt", "a.txt", "late.txt", "b.txt"]
    assert (len(report.registered), len(report.rejected)) == (4, 1)
    assert desk.entries() == set()


def test_a_folder_takes_long_when_its_files_do_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "FIRST_LOOK", 0.0)
    desk.folder("scan")
    assert len(desk.scan().registered) == 1
    monkeypatch.setattr(scan, "LONGEST_LOOK", 0.0)
    desk.folder("again", documents=meta_of("a.txt", "b.txt")["documents"])
    ((name, reason),) = desk.scan().rejected
    assert (name, "takes more than 0 s to check" in reason) == ("again", True)


def test_trouble_is_not_tried_again_before_the_next_scan(desk: Desk) -> None:
    slow = desk.inspect = Slow(desk)
    slow.arriving = []

    def troubled(path: Path, seconds: float | None = None) -> FileInfo:
        slow(path, seconds)
        if path.name == "b.txt":
            raise PermissionError(13, os.strerror(13))
        return inspect_plainly(path)

    desk.inspect = troubled
    desk.loose("a.txt", b"SLOW")
    desk.loose("b.txt", b"b")
    report = desk.scan()
    assert (report.failed, len(report.registered)) == ([("b.txt", "Permission denied")], 1)
    assert slow.order == ["a.txt", "b.txt", "a.txt"]

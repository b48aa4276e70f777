"""A scan whose process dies at any point: the next scan completes it without loss or duplicates."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alfrd_luigi.intake.scan import ScanReport
from alfrd_luigi.intake.workspace import workspace
from support.intake import Desk
from support.programs import crashing_scan


def die_at(desk: Desk, point: str) -> None:
    command = [sys.executable, "-m", crashing_scan.__name__, str(desk.root), point]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == crashing_scan.DIED


@pytest.mark.parametrize("point", crashing_scan.POINTS[:-1])
@pytest.mark.parametrize("kind", ["loose file", "folder"])
def test_the_next_scan_finishes(tmp_path: Path, point: str, kind: str) -> None:
    desk = Desk(tmp_path)
    if kind == "folder":
        desk.folder()
    else:
        desk.loose("letter.txt", b"first page")
    die_at(desk, point)
    if point in ("copied", "renamed into the store"):  # dying twice at the same point changes nothing
        die_at(desk, point)
    desk.loose("other.txt", b"other")
    report = desk.scan()
    assert report == ScanReport(registered=report.registered)
    pages = [b"first page", b"second page"] if kind == "folder" else [b"first page"]
    assert sorted(desk.contents().values()) == [pages, [b"other"]]
    assert desk.orphans() == set()
    assert desk.entries() == set()
    assert {path.name for path in desk.inbox.iterdir()} == {".lock", "rejected"}
    assert desk.scan() == ScanReport()


def test_a_rejection_that_was_cut_off_is_repeated_and_still_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.loose("scan.txt", b"BAD")
    die_at(desk, "rejection recorded")
    assert len(desk.scan().rejected) == 1
    assert desk.entries() == set()
    assert desk.rejected() == {"scan.txt", "scan.txt.reason.txt"}
    assert len(desk.registry.notes("rejection")) == 1
    assert desk.scan() == ScanReport()


def test_an_explanation_that_was_cut_off_is_put_beside_what_it_explains(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    rejected = desk.inbox / "rejected"
    rejected.mkdir(parents=True)
    (rejected / "scan.txt").touch()
    for name in (".scan.txt.reason", ".put back.txt.reason"):
        (rejected / name).write_text("Why: it is broken")
    desk.scan()
    assert {path.name for path in rejected.iterdir()} == {"scan.txt", "scan.txt.reason.txt"}


def test_what_a_dead_add_left_goes_with_the_next_scan(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.inbox.mkdir(parents=True, exist_ok=True)
    with workspace(desk.inbox) as living:
        (living / "id").mkdir()
        dead = desk.inbox / ".adding-1"
        shutil.copytree(living, dead)
        empty = desk.inbox / ".adding-2"  # it died before it had a lock
        empty.mkdir()
        desk.scan()
        assert (living.exists(), dead.exists(), empty.exists()) == (True, False, False)
    assert not living.exists()


def test_what_cannot_have_a_lock_goes_after_a_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.inbox.mkdir(parents=True, exist_ok=True)
    (tmp_path / "elsewhere").mkdir()
    made = [desk.inbox / f".adding-{name}" for name in ("old", "young", "link")]
    for path in made[:2]:
        path.touch()
    made[2].symlink_to(tmp_path / "elsewhere")
    long_ago = time.time() - 25 * 3600
    os.utime(made[0], (long_ago, long_ago))
    desk.scan()
    assert [os.path.lexists(path) for path in made] == [False, True, True]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_a_scan_removed_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir
    removed: list[Path] = []

    def made(path: Path, mode: int = 0o777) -> None:
        mkdir(path, mode)
        if not removed:
            removed.append(path)
            path.rmdir()

    monkeypatch.setattr(Path, "mkdir", made)
    with workspace(tmp_path) as folder:
        assert folder.is_dir()
        assert removed != [folder]

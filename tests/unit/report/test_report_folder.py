"""The folder of a report is private, follows no link, and holds nothing but the report."""

from __future__ import annotations

import fcntl
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alfrd_luigi.errors import BusyError, MachineError, SettingsError
from alfrd_luigi.report import state
from alfrd_luigi.report.folder import ReportFolder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[ReportFolder]:
    made = ReportFolder(tmp_path / "report")
    with made.locked():
        state.begin(made)
        yield made


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o377])
def test_it_is_the_owners_alone(tmp_path: Path, umask: int) -> None:
    (tmp_path / "report").mkdir(0o755)
    made, before = ReportFolder(tmp_path / "report"), os.umask(umask)
    try:
        with made.locked():
            made.write("documents/ab/x.html", "x")
            made.write("documents/ab/x.html", "y")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in [made.root, *made.root.rglob("*")]}
    assert modes == {"report": 0o700, ".lock": modes[".lock"], "documents": 0o700, "ab": 0o700, "x.html": 0o600}


def test_links_are_replaced_and_never_followed(folder: ReportFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.html").write_text("mine")
    for name in ("documents", "index.html", "kept", ".new"):
        (folder.root / name).symlink_to(elsewhere / ("x.html" if "." in name else ""))
    (folder.root / ".new").unlink()
    folder.write("documents/x.html", "page")
    folder.write("index.html", "home")
    folder.keep("kept", lambda file: False)
    assert [path.name for path in elsewhere.iterdir()] == ["x.html"]
    assert (elsewhere / "x.html").read_text() == "mine"
    assert (folder.root / "documents/x.html").read_text() == "page"
    assert not (folder.root / "kept").is_symlink()
    (folder.root / "documents" / "in").symlink_to(elsewhere)
    folder.keep("documents", lambda file: file == "documents/x.html")
    assert [path.name for path in (folder.root / "documents").iterdir()] == ["x.html"]
    assert (elsewhere / "x.html").exists()


def test_a_folder_in_the_place_of_a_page_gives_way(folder: ReportFolder) -> None:
    folder.write("index.html/x", "x")
    folder.write("index.html", "home")
    folder.write("static", "x")
    folder.write("static/style.css", "y")
    assert (folder.root / "index.html").read_text() == "home"
    assert (folder.root / "static/style.css").read_text() == "y"


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SettingsError, match="holds no report but other files"), ReportFolder(tmp_path).locked():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("place", ["a file", "under a file", "a loop"])
def test_what_cannot_be_a_folder_is_refused_in_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to("loop")
    root = tmp_path / {"a file": "file", "under a file": "file/report", "a loop": "loop"}[place]
    with pytest.raises(SettingsError) as refused, ReportFolder(root).locked():
        pass
    assert "\n" not in refused.value.line
    assert str(tmp_path) in refused.value.line


def test_a_full_disk_is_the_machines_and_the_old_page_stays(folder: ReportFolder) -> None:
    folder.write("index.html", "old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            folder.write("index.html", "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (folder.root / "index.html").read_text() == "old"


def test_an_error_of_the_disk_is_said_as_one_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="the disk is full"), ReportFolder(tmp_path / "report").locked():
        raise OSError(28, "No space left on device", str(tmp_path / "report/.new"))


def test_two_wait_for_each_other(tmp_path: Path) -> None:
    root, ended = tmp_path / "report", threading.Event()
    root.mkdir()
    with (root / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="another process is writing the report"), ReportFolder(root).locked(0.15):
            pass

        def end() -> None:
            ended.set()
            fcntl.flock(lock, fcntl.LOCK_UN)

        threading.Timer(0.2, end).start()
        started = time.monotonic()
        with ReportFolder(root).locked():
            assert ended.is_set()
        assert time.monotonic() - started < 5


_NO_RIGHTS = """
import os, sys
from pathlib import Path
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.report.folder import ReportFolder
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    with ReportFolder(Path(sys.argv[1])).locked():
        sys.exit("it could write")
except AlfrdError as error:
    print(error.line)
"""


def test_a_folder_of_another_user_is_refused_in_one_line(tmp_path: Path) -> None:
    made = ReportFolder(tmp_path / "report")
    with made.locked():
        state.begin(made)
    if os.geteuid() != 0:
        made.root.chmod(0)
    done = subprocess.run(
        [sys.executable, "-c", _NO_RIGHTS, str(made.root)], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith("the user ")

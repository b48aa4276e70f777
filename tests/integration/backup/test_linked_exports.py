"""`alfrd export --link-from`: unchanged page files are shared with a former export, to which nothing is written."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alfrd_luigi.database import runs
from support.archives import Archive
from support.commands import Alfrd
from support.pipeline import BILL, take_in, worked


def page_files(export: Path) -> dict[str, Path]:
    """The page files of an export by key."""
    return {str(path.relative_to(export)): path for path in export.glob("documents/*/*/*/*")}


def state(export: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """What a write to any file of an export would change."""
    files = sorted(path for path in export.rglob("*") if path.is_file())
    found = {path: path.stat() for path in files}
    return {
        str(path): (status.st_ino, status.st_mode, status.st_mtime_ns, path.read_bytes())
        for path, status in found.items()
    }


def is_whole(export: Path) -> bool:
    """Whether `sha256sum` finds every file of the export as it was exported."""
    return not subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=export, check=False).returncode


@pytest.fixture
def old(alfrd: Alfrd, archive: Archive, tmp_path: Path) -> Path:
    """An export of two documents; the archive has a third one since."""
    worked(archive)
    assert alfrd("export", tmp_path / "old").exit_code == 0
    take_in(archive, "later", new=BILL.format(month=7))
    runs.release("later")
    return tmp_path / "old"


@pytest.fixture
def elsewhere_on_disk() -> Iterator[Path]:
    """A folder on another file system than the temporary files."""
    used = Path(tempfile.gettempdir()).stat().st_dev
    (place, *_) = [place for place in ("/dev/shm", "/var/tmp") if Path(place).stat().st_dev != used]
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def test_unchanged_page_files_are_shared_and_the_export_is_whole(
    alfrd: Alfrd, old: Path, elsewhere: Callable[[], str], tmp_path: Path
) -> None:
    before = state(old)
    done = alfrd("export", tmp_path / "new", "--link-from", old)
    assert done.exit_code == 0, done.stderr
    assert f"2 page files are shared with {old}" in done.stderr
    new = page_files(tmp_path / "new")
    assert len(new) == 3
    assert {key for key, path in new.items() if path.stat().st_nlink == 2} == set(page_files(old))
    assert all(path.samefile(new[key]) for key, path in page_files(old).items())
    assert state(old) == before
    assert is_whole(tmp_path / "new")
    shutil.rmtree(old)
    assert is_whole(tmp_path / "new")
    elsewhere()
    assert alfrd("import", tmp_path / "new").exit_code == 0
    assert alfrd("check").exit_code == 0


def test_what_changed_in_the_former_export_is_copied(alfrd: Alfrd, old: Path, tmp_path: Path) -> None:
    (damaged, replaced) = page_files(old).values()
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    content = replaced.rename(tmp_path / "content")
    replaced.symlink_to(content)
    before = state(old)
    done = alfrd("export", tmp_path / "new", "--link-from", old)
    assert done.exit_code == 0, done.stderr
    assert "0 page files are shared" in done.stderr
    assert not any(path.is_symlink() for path in page_files(tmp_path / "new").values())
    assert is_whole(tmp_path / "new")
    assert state(old) == before


def test_page_files_are_copied_to_another_file_system(alfrd: Alfrd, old: Path, elsewhere_on_disk: Path) -> None:
    done = alfrd("export", elsewhere_on_disk / "new", "--link-from", old)
    assert done.exit_code == 0, done.stderr
    assert "0 page files are shared" in done.stderr
    assert is_whole(elsewhere_on_disk / "new")


def test_a_missing_page_file_is_named_although_the_former_export_has_it(
    alfrd: Alfrd, archive: Archive, old: Path, tmp_path: Path
) -> None:
    key = next(iter(page_files(old)))
    (archive.data_dir / key).unlink()
    done = alfrd("export", tmp_path / "new", "--link-from", old)
    assert done.exit_code == 9
    assert "is missing" in done.stderr


@pytest.mark.parametrize(("given", "said"), [("", "is not a whole export"), ("none", "is not a folder")])
def test_only_an_export_is_linked_from(alfrd: Alfrd, archive: Archive, tmp_path: Path, given: str, said: str) -> None:
    refused = alfrd("export", tmp_path / "new", "--link-from", tmp_path / given)
    assert refused.exit_code == 5
    assert said in refused.stderr
    assert not (tmp_path / "new").exists()

"""Private folders, and folders in which files are prepared."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from alfrd_luigi.document_files.durability import make_private
from alfrd_luigi.document_files.staging import staging_folder


def test_what_a_killed_process_staged_goes_after_a_day(tmp_path: Path) -> None:
    area = tmp_path / "staging"
    make_private(area)
    old, young = area / "old", area / "young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "page").write_bytes(b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    with staging_folder(area):
        assert not old.exists()
        assert young.exists()


def test_make_private_leaves_what_exists(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path / "a" / "b")
    make_private(tmp_path)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755

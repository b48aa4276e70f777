"""On a terminal, an export and an import show their progress; elsewhere they are silent until the end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from support.archives import Archive
from support.commands import Alfrd
from support.filled_archive import filled


def on_a_terminal(*arguments: object) -> str:
    """What the command shows on stderr, when that is a terminal."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "alfrd_luigi.cli", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=its) as process:
        os.close(its)
        shown = b""
        with suppress(OSError):  # which is how a terminal ends
            while part := os.read(ours, 4096):
                shown += part
    os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode()


def test_a_terminal_shows_how_far_it_has_come(archive: Archive, elsewhere: Callable[[], str], tmp_path: Path) -> None:
    filled(archive)
    assert "page files written" in on_a_terminal("export", tmp_path / "export")
    elsewhere()
    shown = on_a_terminal("import", tmp_path / "export")
    assert "files verified" in shown
    assert "documents stored" in shown


def test_elsewhere_nothing_is_shown_before_the_end(alfrd: Alfrd, archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    assert alfrd("export", tmp_path / "export").stderr == ""

"""Only the owner can read the files that a run leaves on the disk, for any umask."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from alfrd_luigi.checking.privacy import exposed
from support.desk import RECEIPT

ROOT = Path(__file__).parents[3]
OTHERS = 0o077
TRAVERSED = 0o011  # the embedded server of root is another user's, and has to get to its folder


def test_a_command_about_a_file_of_another_can_be_pasted(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    file = inbox / "$(touch x) y.pdf"
    file.write_text("a paper")
    inbox.chmod(0o711)
    file.chmod(0o644)
    (problem,) = exposed(tmp_path / "data", inbox)
    assert shlex.split(problem.mend) == ["Run:", "chmod", "-R", "o=", str(file)]


def test_nobody_else_gets_at_an_archive(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(0o700)
    assert _run(home / "data", "alfrd", "init") == 0
    for number, name in enumerate(("good.txt", "bad.pdf")):
        (home / "data" / "inbox" / name).write_text(RECEIPT.format(number=number, day=1, script=""))
    folder = home / "data" / "inbox" / "folder"
    folder.mkdir()
    (folder / "meta.json").write_text("{}")
    assert _run(home / "data", "luigi", "--module", "alfrd_luigi", "ProcessAllPending") == 30
    private = {path for path in (home / "data").rglob("*") if not path.is_symlink()}
    assert {"001.txt", "bad.pdf", "bad.pdf.reason.txt", "folder", "postgres.lock"} <= {path.name for path in private}
    # What is in a rejected folder lies behind the folder.
    open_to_others = {path for path in private if _mode(path) & OTHERS} - {folder.parent / "rejected/folder/meta.json"}
    assert open_to_others == set()
    allowed = TRAVERSED if os.geteuid() == 0 else 0
    for above in (home, home / "data"):
        assert _mode(above) & OTHERS & ~allowed == 0


def test_the_luigid_of_the_script_is_on_loopback_and_its_state_private(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "luigid", tmp_path / "scripts")
    for program, does in (("scripts/setup", "exit 0"), (".venv/bin/luigid", 'echo "$@"; umask')):
        (tmp_path / program).write_text(f"#!/usr/bin/env bash\n{does}\n")
        (tmp_path / program).chmod(0o700)
    environment = {**os.environ, "ALFRD_DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run(
        [tmp_path / "scripts" / "luigid"], env=environment, umask=0, capture_output=True, text=True, check=True
    )
    arguments, umask = done.stdout.splitlines()
    assert arguments.startswith("--address 127.0.0.1 ")
    assert umask == "0077"
    assert _mode(tmp_path / "data" / "luigid") == 0o700


def _run(data_dir: Path, command: str, *arguments: str) -> int:
    settings = {"ALFRD_DATA_DIR": str(data_dir), "ALFRD_SETTLE_SECONDS": "0"}
    line = [str(Path(sys.executable).parent / command), *arguments]
    return subprocess.run(line, env={**os.environ, **settings}, umask=0, check=False, timeout=100).returncode


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)

"""The units of systemd and the file of logrotate, as their own programs check them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support import system_programs

_DEPLOY = Path(__file__).parents[2] / "deploy"


def _checked(folder: Path, tmp_path: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """What systemd-analyze says of the units of a folder, with a program that exists in place of ours."""
    units = []
    for unit in folder.iterdir():
        text = unit.read_text()
        for program in ("/opt/alfrd/bin/luigid", "/opt/alfrd/bin/luigi", "%h/.local/bin/luigi"):
            text = text.replace(f"ExecStart={program} ", "ExecStart=/bin/true ")
        (tmp_path / unit.name).write_text(text)
        units.append(str(tmp_path / unit.name))
    return subprocess.run(
        ["systemd-analyze", *flags, "verify", "--man=no", *units],
        env={"PATH": os.defpath, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_units_of_the_machine(tmp_path: Path) -> None:
    done = _checked(_DEPLOY / "systemd" / "system", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_units_of_a_user(tmp_path: Path) -> None:
    done = _checked(_DEPLOY / "systemd" / "user", tmp_path, "--user")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_file_of_logrotate(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir(mode=0o700)
    (logs / "run.log").write_text("a line\n")
    text = (_DEPLOY / "logrotate" / "alfrd").read_text()
    rules = tmp_path / "alfrd"
    rules.write_text(
        text.replace("/var/log/alfrd", str(logs))
        .replace("su alfrd alfrd", "su root root")
        .replace("0600 alfrd alfrd", "0600")
    )
    rules.chmod(0o644)
    program = system_programs.path("logrotate")
    assert program is not None
    done = subprocess.run(
        [program, "--force", "--state", tmp_path / "state", rules], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (logs / "run.log").read_text() == ""
    assert (logs / "run.log.1").read_text() == "a line\n"

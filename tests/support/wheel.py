"""The wheel of this program, an environment in which it is installed, without the checkout, and homes of its users."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("alfrd_luigi", "tasks", "targets")
# The folder of an environment with links to its other packages. A package whose link is removed is not installed.
OTHERS = "others"
# What cron gives to a command.
_CRON = {"SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "LOGNAME": "me"}
_FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "luigi.cfg")


def of_session(shared: Path, scratch: Path) -> Path:
    """The wheel in the folder that the processes of a session share. The first that asks builds it, in `scratch`."""
    with (shared / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = next(shared.glob("*.whl"), None) or _build(scratch)
        return built.replace(shared / built.name)


def _build(folder: Path) -> Path:
    # From a copy: a build leaves traces in the folder that it is made from.
    source = folder / "source"
    source.mkdir()
    for name in _FILES:
        shutil.copy(ROOT / name, source)
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, source / package, ignore=ignored, symlinks=True)
    _pip("wheel", "--no-deps", "--no-build-isolation", ".", "--wheel-dir", str(folder), folder=source)
    return next(folder.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel in a new environment whose other packages are those of this one. Returns its `bin`."""
    venv.create(folder, symlinks=True)
    others = folder / OTHERS
    others.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("__editable__", "alfrd_luigi")):
            (others / path.name).symlink_to(path)
    packages = sysconfig.get_path("purelib", vars={"base": str(folder)})
    Path(packages, "others.pth").write_text(str(others))
    python = folder / "bin" / "python"
    _pip("--python", str(python), "install", "--no-index", "--no-deps", str(wheel), folder=folder)
    return python.parent


def _pip(*arguments: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


class Home:
    """An empty home, and the commands of the wheel run in it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        folder.mkdir()

    def run(self, *command: object, **variables: str) -> subprocess.CompletedProcess[str]:
        return self._run([self.programs / str(command[0]), *map(str, command[1:])], variables)

    def said(self, *command: object, **variables: str) -> str:
        """What a command that succeeds prints."""
        done = self.run(*command, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *command: object, **variables: str) -> subprocess.Popen[bytes]:
        """Start a command that reads its stdin. Leaving the context of the process closes it."""
        whole = [str(self.programs / str(command[0])), *map(str, command[1:])]
        return subprocess.Popen(whole, env=self._environment(variables), cwd=self.folder, stdin=subprocess.PIPE)

    def as_cron(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run the command of a line of a crontab as cron does."""
        return self._run([_CRON["SHELL"], "-c", line.split(maxsplit=5)[5].replace(r"\%", "%")], {})

    def _run(self, command: list[Any], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
        environment = self._environment(variables)
        return subprocess.run(
            command, env=environment, cwd=self.folder, capture_output=True, text=True, timeout=240, check=False
        )

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        return {**_CRON, "HOME": str(self.folder), **variables}

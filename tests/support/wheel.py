"""The wheel of this program, and an environment in which it is installed, without the checkout."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("alfrd_luigi", "tasks", "targets")
# The folder of an environment with links to its other packages. A package whose link is removed is not installed.
OTHERS = "others"
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

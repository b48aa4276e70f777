"""The wheel of this program, and an environment in which it is installed, without the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("alfrd_luigi", "tasks", "targets")
_FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "luigi.cfg")


def build(folder: Path) -> Path:
    """Build the wheel in the folder. Returns its path."""
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
    packages = sysconfig.get_path("purelib", vars={"base": str(folder)})
    # The editable installation of the checkout is a .pth file of this folder, which is not read from here.
    Path(packages, "others.pth").write_text(sysconfig.get_path("purelib"))
    python = folder / "bin" / "python"
    _pip("--python", str(python), "install", "--no-index", "--no-deps", str(wheel), folder=folder)
    return python.parent


def _pip(*arguments: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)

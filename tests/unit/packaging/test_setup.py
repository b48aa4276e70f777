"""scripts/setup installs the files that the lock names and no other, once."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile, ZipInfo

ROOT = Path(__file__).parents[3]


def test_only_what_has_the_hash_of_the_lock_is_installed(tmp_path: Path) -> None:
    project = _project(tmp_path)
    _lock(project, "1.0", _wheel(project, "1.0", "FROM = 'the author'"))
    assert _setup(project).returncode == 0
    assert _installed(project) == "1.0"

    _lock(project, "1.1", _wheel(project, "1.1", "FROM = 'the author'"))
    _wheel(project, "1.1", "FROM = 'another'")
    refused = _setup(project)
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert _installed(project) == "1.0"

    # What was refused is tried again, and what is there is left alone.
    _wheel(project, "1.1", "FROM = 'the author'")
    assert "Installing" in _setup(project).stderr
    assert _installed(project) == "1.1"
    assert _setup(project).stderr == ""


def test_an_unknown_set_is_a_mistake(tmp_path: Path) -> None:
    done = _setup(_project(tmp_path), "embedded")
    assert done.returncode == 2
    assert done.stderr.startswith("error: there is no requirements/embedded.txt")


def _project(folder: Path) -> Path:
    # A path with a space, as people's folders have.
    project = folder / "my project"
    for name in ("scripts", "requirements", "wheels"):
        (project / name).mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "setup", project / "scripts")
    shutil.copy(ROOT / "setup.cfg", project)
    # With the pip of this environment: a copy of its own takes seconds.
    tools = project / ".venv-tools"
    venv.create(tools, symlinks=True)
    packages = sysconfig.get_path("purelib", vars={"base": str(tools)})
    Path(packages, "pip.pth").write_text(sysconfig.get_path("purelib"))
    return project


def _wheel(project: Path, version: str, source: str) -> str:
    """Returns the SHA-256 of a wheel of the package `gift`."""
    path = project / "wheels" / f"gift-{version}-py3-none-any.whl"
    info = f"gift-{version}.dist-info"
    files = {
        "gift.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: gift\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with ZipFile(path, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(ZipInfo(name), content)  # dated 1980: the same content has the same hash
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lock(project: Path, version: str, digest: str) -> None:
    (project / "requirements" / "tools.txt").write_text(f"gift=={version} --hash=sha256:{digest}\n")


def _setup(project: Path, packages: str = "tools") -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (project / "wheels").as_uri(),
    }
    command = [str(project / "scripts" / "setup"), packages]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _installed(project: Path) -> str:
    code = "import importlib.metadata; print(importlib.metadata.version('gift'))"
    python = project / ".venv-tools" / "bin" / "python"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

"""scripts/setup installs only the files that the lock names, and only once."""

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
    digest = _wheel(project, "FROM = 'the author'")
    (project / "requirements" / "tools.txt").write_text(f"gift==1.0 --hash=sha256:{digest}\n")
    _wheel(project, "FROM = 'another'")
    refused = _setup(project)
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert not _is_installed(project)

    # What was refused is tried again, and what is there is left alone.
    _wheel(project, "FROM = 'the author'")
    assert _setup(project).returncode == 0
    assert _is_installed(project)
    assert _setup(project).stderr == ""


def test_an_unknown_set_is_a_mistake(tmp_path: Path) -> None:
    done = _setup(_project(tmp_path), "embedded")
    assert done.returncode == 2
    assert done.stderr.startswith("error: there is no requirements/embedded.txt")


def test_another_python_is_refused(tmp_path: Path) -> None:
    project = _project(tmp_path)
    shutil.rmtree(project / ".venv-tools")
    (project / "requirements" / "tools.txt").touch()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("env", "bash", "dirname", "cat", "cksum", "readlink", "rm"):
        (programs / name).symlink_to(str(shutil.which(name)))
    done = _setup(project, PATH=str(programs))
    assert done.returncode == 1
    assert done.stderr == "error: CPython 3.11 to 3.13 on Linux is needed and none is on the PATH\n"


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


def _wheel(project: Path, source: str) -> str:
    """Returns the SHA-256 of a wheel of the package `gift`."""
    path = project / "wheels" / "gift-1.0-py3-none-any.whl"
    info = "gift-1.0.dist-info"
    files = {
        "gift.py": source,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: gift\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with ZipFile(path, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(ZipInfo(name), content)  # dated 1980: the same content has the same hash
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _setup(project: Path, packages: str = "tools", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (project / "wheels").as_uri(),
        **variables,
    }
    command = [str(project / "scripts" / "setup"), packages]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _is_installed(project: Path) -> bool:
    python = project / ".venv-tools" / "bin" / "python"
    return subprocess.run([python, "-c", "import gift"], capture_output=True, check=False).returncode == 0

"""An archive must be named, and only `alfrd init` creates one: the real commands, in separate folders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alfrd_luigi.permissions import user
from support import caches
from support.archives import Archive
from support.commands import alfrd

TOOLS = Path(sys.executable).parent
_ANYBODY = 65534
PROCESS = ("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
NEED_AN_ARCHIVE = (
    ("add", __file__),
    ("process",),
    ("process", "--estimate"),
    ("status",),
    ("list",),
    ("show", "1"),
    ("files",),
    ("rerun", "1", "--from", "ocr"),
    ("retry",),
    ("cost",),
    ("prompts", "list"),
    ("types", "list"),
    ("check",),
    ("export", "exported"),
)


class Nowhere:
    """An empty working directory and an empty home, with nothing that names an archive."""

    def __init__(self, folder: Path) -> None:
        self.here, self.home = folder / "here", folder / "home"
        self.here.mkdir()
        self.home.mkdir()
        self.named = {name: value for name, value in os.environ.items() if not name.startswith(("ALFRD_", "LUIGI_"))}
        self.named.update(HOME=str(self.home), XDG_CONFIG_HOME="")

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command there."""
        line = [str(TOOLS / command[0]), *command[1:]]
        named = {**self.named, **environment}
        return subprocess.run(line, cwd=self.here, env=named, capture_output=True, text=True, timeout=100, check=False)

    def made(self) -> list[str]:
        """What has been made there."""
        return sorted(path.name for folder in (self.here, self.home) for path in folder.iterdir())


@pytest.fixture
def nowhere(tmp_path: Path) -> Nowhere:
    return Nowhere(tmp_path)


@pytest.fixture
def unnamed(nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nowhere]:
    """The same for commands within this process."""
    for name in ("LUIGI_CONFIG_PATH", "ALFRD_DATA_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(nowhere.home))
    monkeypatch.chdir(nowhere.here)
    caches.clear()
    yield nowhere
    caches.clear()


@pytest.mark.parametrize("arguments", NEED_AN_ARCHIVE, ids=" ".join)
def test_without_a_name_nothing_is_opened_or_made(unnamed: Nowhere, arguments: tuple[str, ...]) -> None:
    result = alfrd(*arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (6, "", 1), result.stderr
    assert str(unnamed.here / "luigi.cfg") in result.stderr
    assert unnamed.made() == []


@pytest.mark.parametrize("arguments", NEED_AN_ARCHIVE, ids=" ".join)
def test_where_no_archive_is_none_is_made(
    unnamed: Nowhere, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ALFRD_DATA_DIR", "mounted")
    result = alfrd(*arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (7, "", 1), result.stderr
    assert result.stderr == f"error: there is no archive in {unnamed.here / 'mounted'}. Run: alfrd init\n"
    assert unnamed.made() == []


def test_the_doctor_says_so_and_makes_nothing(unnamed: Nowhere, monkeypatch: pytest.MonkeyPatch) -> None:
    for data_dir, said in (("", "no archive is named"), ("mounted", "there is no archive")):
        monkeypatch.setenv("ALFRD_DATA_DIR", data_dir)
        caches.clear()
        result = alfrd("doctor", "--json")
        assert result.exit_code == 1
        found = json.loads(result.stdout)
        assert said in " ".join(finding["said"] for finding in found)
        assert found[-1]["check"] == "luigid"
    assert unnamed.made() == []


def test_the_command_of_cron_makes_nothing_either(nowhere: Nowhere) -> None:
    for environment, code in (({}, 6), ({"ALFRD_DATA_DIR": "mounted"}, 7)):
        done = nowhere.run(*PROCESS, **environment)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1), done.stderr
    assert nowhere.run(*PROCESS[:3], "--help").returncode == 0
    assert nowhere.made() == []


def test_an_archive_that_only_a_variable_names_is_found_by_it(nowhere: Nowhere) -> None:
    named = {"ALFRD_DATA_DIR": str(nowhere.here / "an archive")}
    made = nowhere.run("alfrd", "init", **named)
    assert made.returncode == 0, made.stderr
    (nowhere.here / "note.txt").write_text("Corner Shop\nReceipt 12\nTotal $1.00\n")
    assert nowhere.run("alfrd", "list").returncode == 6
    for command in (("alfrd", "add", "note.txt"), PROCESS, ("alfrd", "list")):
        done = nowhere.run(*command, **named)
        assert done.returncode == 0, done.stderr
    assert "filed" in done.stdout
    assert nowhere.made() == ["an archive", "note.txt"]


def _refused(*command: str) -> str:
    result = alfrd(*command)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (6, "", 1), result.stderr
    return result.stderr


def test_a_folder_that_a_user_may_not_enter_is_named_with_the_user(
    unnamed: Nowhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = unnamed.here / "closed"
    closed.mkdir(0o000)
    monkeypatch.chdir("/")
    monkeypatch.setenv("HOME", str(closed))
    is_root = os.geteuid() == 0
    if is_root:  # who may enter every folder; anybody else may not enter that of the tests
        os.seteuid(_ANYBODY)
    try:
        said = _refused("list")
        name = user()
    finally:
        if is_root:
            os.seteuid(0)
    assert f"the user {name} cannot look for {closed}/.config/alfrd/luigi.cfg, since it cannot enter /" in said


def test_a_folder_that_cannot_be_made_is_named(unnamed: Nowhere, monkeypatch: pytest.MonkeyPatch) -> None:
    file, loop = unnamed.here / "file", unnamed.here / "loop"
    file.touch()
    loop.symlink_to(loop)
    monkeypatch.setenv("ALFRD_DATA_DIR", str(file / "data"))
    assert f"cannot make {file}: " in _refused("init")
    monkeypatch.setenv("ALFRD_DATA_DIR", str(loop))
    caches.clear()
    assert f"cannot look for {loop}/postgres" in _refused("list")


CONFIG = """[alfrd]
data_dir = {folder}
database_url = {url}
settle_seconds = 0
ocr_engine = local
[core]
workers = 4
[resources]
textract = {textract}
[retcode]
task_failed = 77
"""


def test_the_file_of_the_user_is_luigis_as_well(nowhere: Nowhere, archive: Archive) -> None:
    config = nowhere.home / ".config" / "alfrd" / "luigi.cfg"
    config.parent.mkdir(parents=True)
    config.write_text(CONFIG.format(folder=archive.data_dir, url=archive.database_url, textract=1), encoding="utf-8")
    assert nowhere.run("alfrd", "init").returncode == 0
    (archive.inbox / "bad.pdf").write_text("no PDF")
    assert nowhere.run(*PROCESS).returncode == 77
    config.write_text(CONFIG.format(folder=archive.data_dir, url=archive.database_url, textract=0), encoding="utf-8")
    refused = nowhere.run(*PROCESS)
    assert refused.returncode == 6
    assert "textract = 0" in refused.stderr


def test_only_one_file_counts(nowhere: Nowhere, archive: Archive, tmp_path: Path) -> None:
    """Luigi itself would take what the named file leaves out from that of the working directory."""
    named = tmp_path / "named.cfg"
    named.write_text(
        f"[alfrd]\ndata_dir = {archive.data_dir}\ndatabase_url = {archive.database_url}\nsettle_seconds = 0\n"
    )
    (nowhere.here / "luigi.cfg").write_text(
        "[retcode]\ntask_failed = 99\n[resources]\nbedrok = 1\n[alfrd]\nnonsense = 1\n"
    )
    archive.inbox.mkdir(parents=True)
    (archive.inbox / "bad.pdf").write_text("no PDF")
    done = nowhere.run(*PROCESS, LUIGI_CONFIG_PATH=str(named))
    assert done.returncode == 30, done.stderr


def test_a_file_that_everybody_can_write_ends_a_run_before_it_begins(nowhere: Nowhere) -> None:
    config = nowhere.here / "luigi.cfg"
    config.write_text("[alfrd]\n")
    config.chmod(0o666)
    for command in (PROCESS, ("alfrd", "process")):
        done = nowhere.run(*command)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1), done.stderr
        assert f"chmod go-w {config}" in done.stderr

"""`alfrd init` where nothing names an archive: what it writes, and what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result

from alfrd_luigi import configuration
from alfrd_luigi.settings import load
from support import caches
from support.archives import Archive
from support.commands import alfrd, alfrd_process


@pytest.fixture
def home(empty_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, in which nothing names an archive; its database is that of the test."""
    home = tmp_path / "my home"
    home.mkdir()
    for name in ("LUIGI_CONFIG_PATH", "ALFRD_DATA_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


def _init(*options: str) -> Result:
    caches.clear()
    result = alfrd("init", *options)
    caches.clear()
    return result


def test_the_file_in_the_home_names_the_archive_and_nothing_else(home: Path) -> None:
    made = _init()
    file = home / ".config" / "alfrd" / "luigi.cfg"
    assert made.exit_code == 0, made.stderr
    assert made.stderr.startswith(f"{file} was written: the archive is in {home / 'alfrd'}\n")
    assert f"inbox      {home}/alfrd/inbox\n" in made.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    keys = [line for line in file.read_text("utf-8").splitlines() if re.match(r"\w", line)]
    assert keys == [f"data_dir = {home}/alfrd"]
    assert load({}, file) == load({"ALFRD_DATA_DIR": str(home / "alfrd")}, None)

    file.write_text("[alfrd]\ndata_dir = ~/alfrd\nmax_pages = 7\n", "utf-8")
    again = _init()
    assert (again.exit_code, again.stderr) == (0, "The database is up to date.\n")
    assert again.stdout == made.stdout
    assert "max_pages = 7" in file.read_text("utf-8")
    assert sorted(path.name for path in home.iterdir()) == [".config", "alfrd"]


def test_a_run_with_the_written_file_gets_no_warning_from_luigi(home: Path) -> None:
    assert _init().exit_code == 0
    run = alfrd_process("process")
    assert (run.returncode, run.stdout, run.stderr) == (0, "Nothing to do.\n", "")


def test_each_key_behind_a_sign_can_be_set_by_removing_it(home: Path) -> None:
    assert _init("--here").exit_code == 0
    text = (home / "luigi.cfg").read_text("utf-8")
    (home / "luigi.cfg").write_text(re.sub(r"(?m)^#(\w+ =)", r"\1", text), "utf-8")
    assert load({}, home / "luigi.cfg") == load({"ALFRD_DATA_DIR": str(home / "data")}, None)


def test_here_is_the_working_directory_and_other_archives_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = home / ".config" / "alfrd" / "luigi.cfg"
    other.parent.mkdir(parents=True)
    other.write_text("[alfrd]\ndata_dir = /nonexistent\n")
    made = _init("--here")
    assert made.exit_code == 0, made.stderr
    assert "data_dir = ./data\n" in (home / "luigi.cfg").read_text("utf-8")
    assert f"inbox      {home}/data/inbox\n" in made.stdout
    for variable in ("LUIGI_CONFIG_PATH", "ALFRD_DATA_DIR"):
        monkeypatch.setenv(variable, str(other))
        refused = _init("--here")
        assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
        assert variable in refused.stderr
        monkeypatch.delenv(variable)


def test_a_folder_with_something_else_is_no_place_for_an_archive(home: Path) -> None:
    (home / "alfrd").mkdir()
    (home / "alfrd" / "README.md").touch()
    refused = _init()
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)
    assert f"{home / 'alfrd'} holds something else than an archive" in refused.stderr
    assert sorted(path.name for path in home.iterdir()) == ["alfrd"]


def test_a_home_whose_name_no_file_can_hold_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", f"{home}\n[core]")
    refused = _init()
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "\udcff"])
def test_here_in_a_folder_whose_name_no_crontab_can_hold_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (home / name).mkdir()
    monkeypatch.chdir(home / name)
    refused = _init("--here")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)
    assert "cannot stand in a crontab" in refused.stderr
    assert list((home / name).iterdir()) == []


@pytest.mark.parametrize("blocks", ["link", "folder", "parent"])
def test_what_is_in_the_place_of_the_file_is_named(home: Path, blocks: str) -> None:
    place = home / ".config" / "alfrd"
    file = place / "luigi.cfg"
    place.parent.mkdir()
    if blocks == "parent":
        place.touch()
    else:
        place.mkdir()
        file.symlink_to(home / "nothing") if blocks == "link" else file.mkdir()
    refused = _init()
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)
    assert f"{file} cannot be made: something else is there" in refused.stderr
    assert sorted(path.name for path in home.iterdir()) == [".config"]


def test_the_data_of_another_project_gets_no_archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "luigi.cfg").write_text("[core]\nworkers = 3\n")
    (home / "data").mkdir()
    (home / "data" / "theirs.csv").touch()
    monkeypatch.delenv("ALFRD_DATABASE_URL")
    refused = _init()
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)
    assert f"{home / 'data'} holds something else than an archive" in refused.stderr
    assert [path.name for path in (home / "data").iterdir()] == ["theirs.csv"]


def test_a_relative_home_is_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "relative")
    monkeypatch.setattr(configuration, "home", lambda: str(home))
    assert _init().exit_code == 0
    assert sorted(path.name for path in home.iterdir()) == [".config", "alfrd"]


def test_settings_that_cron_does_not_have_are_named_without_their_values(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALFRD_PERSON", "hunter2")
    made = _init("--here")
    assert "Cron does not have ALFRD_" in made.stderr
    assert "ALFRD_PERSON" in made.stderr
    assert "hunter2" not in made.output


def test_what_is_wrong_with_a_new_archive_is_said_with_its_cure(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALFRD_LANGUAGE_ENGINE", "bedrock")
    made = _init("--here")
    assert made.exit_code == 0, made.stderr
    assert "language: language_engine = bedrock needs bedrock_model_id. " in made.stderr

"""The line for a crontab names everything, and survives cron's and the shell's reading."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from alfrd_luigi.cli import crontab
from support import caches

LUIGI = str(Path(sys.executable).parent / "luigi")


def test_a_name_with_spaces_and_percent_signs_stays_one_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "100 % of 'mine'"
    folder.mkdir()
    (folder / "luigi.cfg").write_text("[alfrd]\n")
    monkeypatch.setenv("LUIGI_CONFIG_PATH", str(folder / "luigi.cfg"))
    monkeypatch.delenv("ALFRD_DATA_DIR")
    times, command = crontab.line()[:12], crontab.line()[12:]
    assert times == "*/10 * * * *"
    assert "%" not in command.replace(r"\%", "")
    assert shlex.split(command.replace(r"\%", "%")) == [
        f"LUIGI_CONFIG_PATH={folder}/luigi.cfg",
        LUIGI,
        *("--module", "alfrd_luigi", "ProcessAllPending"),
    ]


def test_a_variable_that_names_the_archive_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LUIGI_CONFIG_PATH")
    monkeypatch.setenv("ALFRD_DATA_DIR", "mine")
    caches.clear()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    assert shlex.split(crontab.line())[5:7] == [f"ALFRD_DATA_DIR={tmp_path}/mine", LUIGI]
    caches.clear()

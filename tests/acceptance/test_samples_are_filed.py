"""The whole program as a user runs it: the real commands, in separate processes, on the sample documents.

The tests of this module share one archive, with an embedded PostgreSQL in its data folder, real OCR and the offline
engine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent

_STAY = """
import sys
from alfrd_luigi.archive import open_archive
open_archive()
sys.stdin.read()
"""


class Home:
    """An archive, and the commands run on it from a working directory that has no luigi.cfg."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: Mapping[str, str] = {
            **os.environ,
            "ALFRD_DATA_DIR": str(folder / "data"),
            "ALFRD_SETTLE_SECONDS": "0",
            "ALFRD_REPORT": "true",
            "LUIGI_CONFIG_PATH": str(ROOT / "luigi.cfg"),
            "HOME": str(folder),
        }

    def command(self, *arguments: object, expected: int = 0) -> str:
        done = subprocess.run(
            [TOOLS / str(arguments[0]), *map(str, arguments[1:])],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout

    def drop_samples(self) -> None:
        """Put the samples in the inbox."""
        for path in (self.folder / "samples" / "documents").iterdir():
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, self.folder / "data" / "inbox" / path.name)

    def asked(self, *arguments: object) -> Any:
        return json.loads(self.command("alfrd", *arguments, "--json"))


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    # Not in pytest's folder: as root, the server runs as another user, and a second pytest denies it access there.
    folder = tempfile.mkdtemp(prefix="alfrd-tests-")
    home = Home(Path(folder))
    home.command("alfrd", "init")
    home.command("alfrd", "samples", home.folder / "samples", "--few")
    home.drop_samples()
    home.command("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
    # The first commands start and stop the server, as they do at a user's; the others find it running.
    with subprocess.Popen([sys.executable, "-c", _STAY], env=home.environment, stdin=subprocess.PIPE):
        yield home
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def truth(home: Home) -> dict[str, dict[str, Any]]:
    """What is true of each sample, by the name of its first file."""
    samples = json.loads((home.folder / "samples" / "ground-truth.json").read_text("utf-8"))["documents"]
    documents = home.folder / "samples" / "documents"
    return {_first_file(documents / sample["name"]): sample for sample in samples}


def _first_file(path: Path) -> str:
    if path.is_file():
        return path.name
    described: list[dict[str, Any]] = json.loads((path / "meta.json").read_text("utf-8"))["documents"]
    return str(min(described, key=lambda file: int(file["order"]))["file"])


pytestmark = pytest.mark.timeout(300)


def test_every_sample_is_filed_with_the_right_answers(home: Home, truth: dict[str, dict[str, Any]]) -> None:
    found = {row["source_files"][0]["name"]: row for row in home.asked("list")}
    assert set(found) == set(truth)
    for name, right in truth.items():
        row = found[name]
        answers = [row[key] for key in ("status", "document_type", "document_date", "total_amount")]
        rights = ["filed", *(right[key] for key in ("document_type", "document_date", "total_amount"))]
        assert answers == rights, name
        assert (row["series"] is None) == (right["series"] is None), name


def test_the_series_are_those_of_the_truth(home: Home, truth: dict[str, dict[str, Any]]) -> None:
    series: dict[str, set[str]] = {}
    for row in home.asked("list"):
        right = truth[row["source_files"][0]["name"]]["series"]
        if right is not None:
            series.setdefault(right["label"], set()).add(row["series"]["entity"] + row["series"]["series_type"])
    assert all(len(names) == 1 for names in series.values()), series
    status = home.asked("status")
    assert len(status["files"]) == len(series)
    assert {file["status"] for file in status["files"]} == {"generated"}
    assert status["documents"]["filed"] == len(truth)


def test_a_second_run_with_nothing_to_do_changes_no_row(home: Home) -> None:
    def rows() -> list[Any]:
        listed: list[Any] = home.asked("list")
        files: list[Any] = home.asked("status")["files"]
        return [home.asked("show", row["id"]) for row in listed[:3]] + listed + files

    before = rows()
    home.command("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
    assert rows() == before


def test_the_same_files_again_are_no_new_documents(home: Home, truth: dict[str, dict[str, Any]]) -> None:
    home.drop_samples()
    home.command("alfrd", "process")
    assert len(home.asked("list")) == len(truth)
    assert not [path for path in (home.folder / "data" / "inbox").iterdir() if not path.name.startswith((".", "rej"))]


def test_a_rerun_by_hand_keeps_what_came_before(home: Home) -> None:
    row = next(row for row in home.asked("list") if row["series"])
    home.command("alfrd", "rerun", row["id"][:8], "--from", "classify")
    again = home.asked("show", row["id"])
    assert {key: again[key] for key in ("status", "document_type", "total_amount", "summary")} == {
        key: row[key] for key in ("status", "document_type", "total_amount", "summary")
    }
    assert {file["status"] for file in home.asked("status")["files"]} == {"generated"}


def test_what_was_read_can_be_found(home: Home) -> None:
    found = home.asked("list", "--search", "garden club")
    assert [row["source_files"][0]["name"] for row in found] == ["letter-garden-club.txt"]


def test_the_archive_is_private(home: Home) -> None:
    for folder in ("documents", "inbox", "postgres"):
        assert (home.folder / "data" / folder).stat().st_mode & 0o077 == 0, folder

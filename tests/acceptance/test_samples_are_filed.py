"""The whole program as a user runs it: the installed wheel in an empty home, and the papers of its demonstration.

The tests of this module share one archive, with an embedded PostgreSQL in its data folder, real OCR and the offline
engine.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from support import wheel
from support.wheel import Home

_STAY = """
import sys
from alfrd_luigi.archive import open_archive
open_archive()
sys.stdin.read()
"""


class Demonstration:
    """The archive that `alfrd demo` has made, and the commands of its user."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.folder = home.folder / "alfrd-demo"
        self.done = home.run("alfrd", "demo", ALFRD_LANGUAGE_ENGINE="bedrock", ALFRD_DATA_DIR="/nonexistent")
        assert self.done.returncode == 0, self.done.stderr
        self.variables = {"LUIGI_CONFIG_PATH": str(self.folder / "luigi.cfg"), "ALFRD_SETTLE_SECONDS": "0"}

    def command(self, *arguments: object) -> str:
        """What a command prints, which succeeds."""
        return self.home.said(*arguments, **self.variables)

    def drop_samples(self) -> None:
        """Put the samples in the inbox."""
        for path in (self.folder / "samples" / "documents").iterdir():
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, self.folder / "data" / "inbox" / path.name)

    def asked(self, *arguments: object) -> Any:
        return json.loads(self.command("alfrd", *arguments, "--json"))


@pytest.fixture(scope="module")
def demo(built_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    programs = wheel.install(built_wheel, tmp_path_factory.mktemp("installed") / "an environment")
    # Not in pytest's folder: as root, the server runs as another user, and a second pytest denies it access there.
    with TemporaryDirectory(prefix="alfrd-home-") as folder:
        home = Home(programs, Path(folder, "100% mine"))
        demo = Demonstration(home)
        # The first commands start and stop the server, as they do at a user's; the others find it running.
        with home.start("python", "-c", _STAY, **demo.variables):
            yield demo


@pytest.fixture(scope="module")
def truth(demo: Demonstration) -> dict[str, dict[str, Any]]:
    """What is true of each sample, by the name of its first file."""
    samples = json.loads((demo.folder / "samples" / "ground-truth.json").read_text("utf-8"))["documents"]
    documents = demo.folder / "samples" / "documents"
    return {_first_file(documents / sample["name"]): sample for sample in samples}


def _first_file(path: Path) -> str:
    if path.is_file():
        return path.name
    described: list[dict[str, Any]] = json.loads((path / "meta.json").read_text("utf-8"))["documents"]
    return str(min(described, key=lambda file: int(file["order"]))["file"])


pytestmark = pytest.mark.timeout(300)


def test_the_demonstration_says_what_is_next_and_touches_nothing_else(demo: Demonstration) -> None:
    home, done = demo.home, demo.done
    assert f"  cd '{demo.folder}'; unset ALFRD_DATA_DIR ALFRD_LANGUAGE_ENGINE\n" in done.stderr
    documents = demo.asked("list")
    assert len(documents) == 12
    assert {row["status"] for row in documents} == {"filed"}
    assert (demo.folder / "data" / "report" / "index.html").is_file(), done.stderr
    assert [path.name for path in home.folder.iterdir()] == ["alfrd-demo"]

    again = home.run("alfrd", "demo", "alfrd-demo")
    assert (again.returncode, again.stdout) == (0, done.stdout)
    refused = home.run("alfrd", "demo", home.folder)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (5, "", 1)


def test_every_sample_is_filed_with_the_right_answers(demo: Demonstration, truth: dict[str, dict[str, Any]]) -> None:
    found = {row["source_files"][0]["name"]: row for row in demo.asked("list")}
    assert set(found) == set(truth)
    for name, right in truth.items():
        row = found[name]
        answers = [row[key] for key in ("status", "document_type", "document_date", "total_amount")]
        rights = ["filed", *(right[key] for key in ("document_type", "document_date", "total_amount"))]
        assert answers == rights, name
        assert (row["series"] is None) == (right["series"] is None), name


def test_the_series_are_those_of_the_truth(demo: Demonstration, truth: dict[str, dict[str, Any]]) -> None:
    series: dict[str, set[str]] = {}
    for row in demo.asked("list"):
        right = truth[row["source_files"][0]["name"]]["series"]
        if right is not None:
            series.setdefault(right["label"], set()).add(row["series"]["entity"] + row["series"]["series_type"])
    assert all(len(names) == 1 for names in series.values()), series
    status = demo.asked("status")
    assert len(status["files"]) == len(series)
    assert {file["status"] for file in status["files"]} == {"generated"}
    assert status["documents"]["filed"] == len(truth)


def test_a_second_run_with_nothing_to_do_changes_no_row(demo: Demonstration) -> None:
    def rows() -> list[Any]:
        listed: list[Any] = demo.asked("list")
        files: list[Any] = demo.asked("status")["files"]
        return [demo.asked("show", row["id"]) for row in listed[:3]] + listed + files

    before = rows()
    demo.command("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
    assert rows() == before


def test_the_same_files_again_are_no_new_documents(demo: Demonstration, truth: dict[str, dict[str, Any]]) -> None:
    demo.drop_samples()
    demo.command("alfrd", "process")
    assert len(demo.asked("list")) == len(truth)
    assert not [path for path in (demo.folder / "data" / "inbox").iterdir() if not path.name.startswith((".", "rej"))]


def test_a_rerun_by_hand_keeps_what_came_before(demo: Demonstration) -> None:
    row = next(row for row in demo.asked("list") if row["series"])
    demo.command("alfrd", "rerun", row["id"][:8], "--from", "classify")
    again = demo.asked("show", row["id"])
    assert {key: again[key] for key in ("status", "document_type", "total_amount", "summary")} == {
        key: row[key] for key in ("status", "document_type", "total_amount", "summary")
    }
    assert {file["status"] for file in demo.asked("status")["files"]} == {"generated"}


def test_what_was_read_can_be_found(demo: Demonstration) -> None:
    found = demo.asked("list", "--search", "garden club")
    assert [row["source_files"][0]["name"] for row in found] == ["letter-garden-club.txt"]


def test_the_archive_is_private(demo: Demonstration) -> None:
    for folder in ("documents", "inbox", "postgres"):
        assert (demo.folder / "data" / folder).stat().st_mode & 0o077 == 0, folder

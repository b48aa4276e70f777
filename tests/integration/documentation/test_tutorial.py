"""The tutorial is what its commands print, from the first to the last, on an embedded server of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import caches, recording
from support.embedded_server import folder_for_root

_PAGE = Path(__file__).parents[3] / "docs" / "tutorial.md"
_OF_THE_TESTS = ("ALFRD_DATA_DIR", "ALFRD_OCR_THREADS", "ALFRD_REPORT", "LUIGI_CONFIG_PATH")


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, in which nothing names an archive."""
    for name, value in {"COLUMNS": "80", "NO_COLOR": "1", "LOGNAME": "anna"}.items():
        monkeypatch.setenv(name, value)
    for name in _OF_THE_TESTS:
        monkeypatch.delenv(name, raising=False)
    with folder_for_root() as folder:
        made = folder / "papers"
        made.mkdir()
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.chdir(made)
        caches.clear()
        yield made
        caches.clear()


def test_the_tutorial_shows_what_its_commands_print(papers: Path) -> None:
    places = {"/home/anna/papers": str(papers), "/home/anna/.local/bin": str(Path(sys.executable).parent)}
    played = recording.replay(_PAGE, places=places)
    assert played.shown == played.printed

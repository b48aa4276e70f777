"""The sessions in docs/corrections are what the commands print.

Each page is replayed in an archive of its own, which has filed the papers in docs/corrections/papers. With RECORD=1 in
the environment, the pages are written anew instead.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support import recording
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import work_on

_FOLDER = Path(__file__).parents[3] / "docs" / "corrections"
_PAGES = sorted(_FOLDER.glob("*.md"))
_FILING = "20240501T060000-0001"


@pytest.fixture
def filed(archive: Archive, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive that has filed the papers."""
    for name, value in {"COLUMNS": "80", "ALFRD_PERSON": "anna", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    archive.configure(settle_seconds=0, person="anna")
    keep(_file_papers)
    return archive


def _file_papers(archive: Archive) -> None:
    recording.put(_FOLDER / "papers", archive.inbox)
    runs.hold(database(), _FILING)
    work_on(scan_inbox(_FILING).registered, _FILING)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_the_commands_print(filed: Archive, page: Path) -> None:
    shown, printed = recording.compared(page, {"/home/anna/papers/data": str(filed.data_dir)})
    assert shown == printed

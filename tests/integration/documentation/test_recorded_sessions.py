"""The sessions in docs/corrections are what the commands print.

Each page is replayed in an archive of its own, which has filed the papers in docs/corrections/papers. With RECORD=1 in
the environment, the pages are written anew instead.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support.archives import Archive
from support.commands import alfrd_process
from support.pipeline import work_on

_FOLDER = Path(__file__).parents[3] / "docs" / "corrections"
_PAGES = sorted(_FOLDER.glob("*.md"))
_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
# The ids of documents are made from content, name and time of change.
_CHANGED_AT = 1_710_000_000
_VARYING = (
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d)?\b"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d  20\d\d-\d\d-\d\d\b"), "DAYS"),
    (re.compile(r"\b20\d\d-\d\d-\d\d until 20\d\d-\d\d-\d\d\b"), "DAYS"),
    (re.compile(r"^(\w+ +completed .*) \d+\.\d\d\s*$", re.MULTILINE), r"\1 SECONDS"),
    (re.compile(r"\b\d{8}T\d{6}-[0-9a-f]{4}\b"), "RUN"),
    (re.compile(r"\bseries([ :])\d+"), r"series\1NUMBER"),
    (re.compile(r"^\d+ (?=\S.*: \d+$)", re.MULTILINE), "NUMBER "),
    (re.compile(r"\S*/documents/\d{4}/\d{2}/"), "DOCUMENTS/"),
    (re.compile(r"\b20\d\d-W\d\d\b"), "WEEK"),
    (re.compile(r"(?<=\S) {2,}"), "  "),  # a column is as wide as its longest text
)
_FILING = "20240501T060000-0001"


@pytest.fixture
def filed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive that has filed the papers."""
    for name, value in {"COLUMNS": "80", "ALFRD_PERSON": "anna", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    archive.configure(settle_seconds=0, person="anna")
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for paper in sorted((_FOLDER / "papers").iterdir()):
        copied = Path(shutil.copy(paper, archive.inbox))
        os.utime(copied, (_CHANGED_AT, _CHANGED_AT))
    runs.hold(database(), _FILING)
    work_on(scan_inbox(_FILING).registered, _FILING)
    return archive


def _printed(line: str) -> str:
    program, *arguments = shlex.split(line, comments=True)
    assert program == "alfrd", line
    if arguments[0] == "process":
        done = alfrd_process("process")
        return done.stdout + done.stderr
    return CliRunner().invoke(main, arguments, prog_name="alfrd").output


def _replayed(session: str) -> Iterator[str]:
    """The commands of a session, each with what it prints now."""
    for line in session.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n{_printed(line[2:])}"


def _alike(text: str) -> str:
    """The text without what differs from one replay to the next."""
    for pattern, word in _VARYING:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_the_commands_print(filed: Archive, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    written = _BLOCK.sub(lambda block: block[1] + "".join(_replayed(block[2])) + block[3], text)
    if os.environ.get("RECORD"):
        page.write_text(written, encoding="utf-8")
        return
    assert _alike(text) == _alike(written)

"""Sessions of the documentation, replayed: each command with what it prints now."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from alfrd_luigi.cli import main
from support.commands import alfrd_process

_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
# The ids of documents are made from content, name and time of change.
_CHANGED_AT = 1_710_000_000
_VARYING = (
    (re.compile(r" *\n {10,}(?=\S)"), " "),  # where a text is wrapped depends on the names and numbers in it
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d)?\b"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d  20\d\d-\d\d-\d\d\b"), "DAYS"),
    (re.compile(r"\b20\d\d-\d\d-\d\d until 20\d\d-\d\d-\d\d\b"), "DAYS"),
    (re.compile(r"^(\w+ +completed .*) \d+\.\d\d\s*$", re.MULTILINE), r"\1 SECONDS"),
    (re.compile(r"(?<= in )\d+ s$", re.MULTILINE), "SECONDS"),
    (re.compile(r"\b\d{8}T\d{6}-[0-9a-f]{4}\b"), "RUN"),
    (re.compile(r"\bseries([ :])\d+"), r"series\1NUMBER"),
    (re.compile(r"^\d+ +(?=\S.*: \d+$)", re.MULTILINE), "NUMBER "),
    (re.compile(r"\S*/documents/\d{4}/\d{2}/"), "DOCUMENTS/"),
    (re.compile(r"\b20\d\d-W\d\d\b"), "WEEK"),
    (re.compile(r"\([\w.-]+,\s+pid\s+\d+\)"), "(HOST, pid PID)"),
    (re.compile(r"(?<=\S) {2,}"), "  "),  # a column is as wide as its longest text
)


def put(papers: Path, inbox: Path) -> None:
    """Put copies of the papers in a folder into the inbox, with the time of change that gives them their ids."""
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for paper in sorted(papers.iterdir()):
        copied = Path(shutil.copy(paper, inbox))
        os.utime(copied, (_CHANGED_AT, _CHANGED_AT))


def compared(page: Path) -> tuple[list[str], list[str]]:
    """The lines of a page, and those with what the commands print now, without what differs between replays.

    With RECORD=1 in the environment, the page is written anew first.
    """
    text = page.read_text(encoding="utf-8")
    written = _BLOCK.sub(lambda block: block[1] + "".join(_replayed(block[2])) + block[3], text)
    if os.environ.get("RECORD"):
        page.write_text(written, encoding="utf-8")
        return [], []
    return _alike(text), _alike(written)


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


def _alike(text: str) -> list[str]:
    """The text without what differs from one replay to the next."""
    for pattern, word in _VARYING:
        text = pattern.sub(word, text)
    return [line.rstrip() for line in text.splitlines()]

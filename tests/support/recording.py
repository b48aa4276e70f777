"""Sessions of the documentation, replayed: each command with what it prints now."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from support import caches
from support.commands import alfrd_of_a_person, luigi

_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
_LEFT_OUT = "..."
_SETTING = re.compile(r"(ALFRD_\w+)=(\S+) ")
_TO_FILE = re.compile(r" > (\S+)$")
# A run says every ten seconds how far it is: how often depends on the machine.
_PROGRESS = re.compile(r"^\d+ of \d+ documents\b.*\n", re.MULTILINE)
CHANGED_AT = 1_710_000_000
"""The time of change of each paper. The ids of documents are made from it, the content and the name."""
_VARYING = (
    (re.compile(r" *\n {10,}(?=\S)"), " "),  # where a text is wrapped depends on the names and numbers in it
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d)?\b"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d  20\d\d-\d\d-\d\d\b"), "DAYS"),
    (re.compile(r"\b20\d\d-\d\d-\d\d until 20\d\d-\d\d-\d\d\b"), "DAYS"),
    (re.compile(r"^(\w+ +completed .*) \d+\.\d\d\s*$", re.MULTILINE), r"\1 SECONDS"),
    (re.compile(r"(?<= in )\d+ s$", re.MULTILINE), "SECONDS"),
    (re.compile(r"\b\d{8}T\d{6}-[0-9a-f]{4}\b"), "RUN"),
    (re.compile(r"\bRUN +\d+\.\d\b"), "RUN SECONDS"),
    (
        re.compile(r"^((?:ocr|classify|score_\w+|summarize\w*|file) +\d+(?: +\d+)?) +\d+\.\d\d\b", re.MULTILINE),
        r"\1  SECONDS",
    ),
    (re.compile(r"^seconds +\d+\.\d$", re.MULTILINE), "seconds  SECONDS"),
    (re.compile(r'"seconds": \d+\.\d+'), '"seconds": SECONDS'),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00"), "TIME"),
    (re.compile(r"^host +\S+, process \d+$", re.MULTILINE), "host  HOST, process PID"),
    (re.compile(r'"host": "[^"]+"'), '"host": "HOST"'),
    (re.compile(r'"key": "\d+"'), '"key": "NUMBER"'),
    (re.compile(r"\bfile [0-9a-f]{8}-[0-9a-f-]{27}\b"), "file ID"),
    (re.compile(r"\bfree=\d+B since_success=\d+s"), "free=BYTES since_success=SECONDS"),
    (re.compile(r"\bseries([ :])\d+"), r"series\1NUMBER"),
    (re.compile(r"\btrial [0-9a-f]{8}\b"), "trial ID"),
    (re.compile(r"\b\d+ calls?, \d\.\d+ USD"), "CALLS"),  # which documents come first depends on when they were filed
    (re.compile(r"^  worse: .*$", re.MULTILINE), "  worse: DOCUMENT"),
    (re.compile(r"^\d+ +(?=\S.*: \d+ documents?$)", re.MULTILINE), "NUMBER "),
    (re.compile(r"\S*/documents/\d{4}/\d{2}/"), "DOCUMENTS/"),
    (re.compile(r"\b20\d\d-W\d\d\b"), "WEEK"),
    (re.compile(r"\boverdue \d+ days"), "overdue DAYS"),
    (re.compile(r"^id +\d+ *$", re.MULTILINE), "id NUMBER"),
    (re.compile(r"\d+\.\d [kM]B\b"), "SIZE"),
    (re.compile(r"\b\d+ rows\b"), "ROWS"),
    (re.compile(r"\b\d{4}_\w+\.sql$", re.MULTILINE), "MIGRATION"),
    (re.compile(r"\([\w.-]+,\s+pid\s+\d+\)"), "(HOST, pid PID)"),
    (re.compile(r"(?<=\S) {2,}"), "  "),  # a column is as wide as its longest text
)


def put(papers: Path, inbox: Path) -> None:
    """Put copies of the papers in a folder into the inbox, with the time of change that gives them their ids."""
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for paper in sorted(papers.iterdir()):
        copied = Path(shutil.copy(paper, inbox))
        os.utime(copied, (CHANGED_AT, CHANGED_AT))


class Step(NamedTuple):
    """A line of a session, without its `$`, all that it printed, and its exit code. Of a redirected command, only
    what it printed to stderr.
    """

    line: str
    printed: str
    code: int


class Replay(NamedTuple):
    """The lines of a page, and those with what the commands print now, both without what differs between replays."""

    shown: list[str]
    printed: list[str]
    steps: list[Step]


def compared(page: Path, places: Mapping[str, str] | None = None) -> tuple[list[str], list[str]]:
    """The lines of a page, and those with what the commands print now, as `replay` has them."""
    shown, printed, _ = replay(page, places=places)
    return shown, printed


def replay(
    page: Path, acts: Mapping[str, Callable[[], None]] | None = None, places: Mapping[str, str] | None = None
) -> Replay:
    """Run the sessions of a page. `acts` are done at the lines that consist of `# ` and these words.

    `places` are the folders that the page names, and the folders of the replay in their stead.

    What a page leaves out (`...`) stays out: as many lines before and after it are kept. With RECORD=1 in the
    environment, the page is written anew, and nothing is left to compare.
    """
    text, steps = page.read_text(encoding="utf-8"), list[Step]()

    def run(block: re.Match[str]) -> str:
        return block[1] + "".join(_replayed(block[2], acts or {}, steps)) + block[3]

    written = _renamed(_BLOCK.sub(run, _renamed(text, places or {})), _turned(places or {}))
    if os.environ.get("RECORD"):
        page.write_text(written, encoding="utf-8")
        return Replay([], [], steps)
    return Replay(_alike(text), _alike(written), steps)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for name, other in names.items():
        text = text.replace(name, other)
    return text


def _turned(names: Mapping[str, str]) -> Mapping[str, str]:
    return {other: name for name, other in names.items()}


def _replayed(session: str, acts: Mapping[str, Callable[[], None]], steps: list[Step]) -> Iterator[str]:
    """The lines of a session, each with what it prints now."""
    for line, *shown in _parts(session.splitlines(), acts):
        if line[2:] in acts:
            acts[line[2:]]()
            yield f"{line}\n"
            continue
        steps.append(_done(line[2:], steps[-1].code if steps else 0))
        yield "".join(f"{each}\n" for each in (line, *_shortened(shown, steps[-1].printed.splitlines())))


def _parts(lines: Sequence[str], acts: Collection[str]) -> Iterator[list[str]]:
    """A command or an act with the lines that follow it."""
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ") or line[2:] in acts]
    yield from ([*lines[one:next_]] for one, next_ in zip(starts, [*starts[1:], len(lines)], strict=True))


def _shortened(shown: Sequence[str], printed: Sequence[str]) -> Sequence[str]:
    """What is printed, without the lines in whose place the page has `...`."""
    if _LEFT_OUT not in shown:
        return printed
    before = shown.index(_LEFT_OUT)
    after = len(printed) - (len(shown) - before - 1)
    return [*printed[:before], _LEFT_OUT, *printed[after:]]


def _done(line: str, code: int) -> Step:
    """Run a line of a shell: a command, perhaps with a setting before it and a file behind it; `$?` is `code`."""
    target = _TO_FILE.search(line)
    with _set(line):
        program, *words = shlex.split(_TO_FILE.sub("", _SETTING.sub("", line)).replace("$?", str(code)), comments=True)
        arguments = [path for word in words for path in _expanded(word)]
        match program:
            case "alfrd" if target is not None or arguments[0] == "process":
                done = alfrd_of_a_person(*arguments)
            case "alfrd":
                result = CliRunner().invoke(main, arguments, prog_name="alfrd")
                return Step(line, result.output, result.exit_code)
            case "luigi":
                done = luigi(*arguments)
            case _:
                done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
    said = _PROGRESS.sub("", done.stderr)
    if target is None:
        return Step(line, done.stdout + said, done.returncode)
    Path(target[1]).write_text(done.stdout, encoding="utf-8")
    return Step(line, said, done.returncode)


def _expanded(word: str) -> list[str]:
    """The files that a pattern names, as a shell sorts them."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


@contextmanager
def _set(line: str) -> Iterator[None]:
    """The settings before a command, as long as it runs."""
    settings = _SETTING.findall(line)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings:
            environment.setenv(name, value)
        if settings:
            caches.clear()
        yield
    if settings:
        caches.clear()


def _alike(text: str) -> list[str]:
    """The text without what differs from one replay to the next."""
    for pattern, word in _VARYING:
        text = pattern.sub(word, text)
    return [line.rstrip() for line in text.splitlines()]

"""A dry run says what the command would do and changes nothing; `--now` runs at once what depends on it."""

from __future__ import annotations

import io
import json
import shlex
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import tables, types
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.commands import Alfrd, AlfrdProcess
from support.kept_archives import Keep
from support.pipeline import work_on, worked

LATER = "20240501T000000-later"


def _two_series(archive: Archive) -> list[UUID]:
    """Two filed bills of two series, one with a word of a person, and a proposed type."""
    ids = worked(archive)
    session = database().session()
    set_values(session, ids[1], {"entity": "City Water"}, "anna")
    types.propose(session, "love_letter", "Letters of love", ids[0])
    work_on(ids[1:], LATER)
    return ids


@pytest.fixture
def two(archive: Archive, keep: Keep) -> list[UUID]:
    """The ids of the two bills."""
    archive.configure(person="anna")
    return keep(_two_series)


def _rows() -> dict[str, list[bytes]]:
    session, found = database().session(), {}
    with session.transaction():
        for table in tables.all_tables(session):
            content = io.BytesIO()
            tables.copy_out(session, table, content)
            found[table.name] = sorted(content.getvalue().splitlines())
    return found


def _said(alfrd: Alfrd, two: list[UUID], command: str, *more: str) -> tuple[str, list[str]]:
    arguments = shlex.split(command.replace("ONE", str(two[0])).replace("TWO", str(two[1])))
    done = alfrd(*arguments, *more)
    assert done.exit_code == 0, done.stderr
    return done.stdout, done.stderr.splitlines()


_REPEATING = {
    "set ONE type=insurance": "summarize, score_summary, file, the summary of its file",
    "unset TWO entity": "file, the summary of its file",
    "series rename Northwind Power": "the summary of its file",
    "series merge 'City Water' Northwind": "the summary of its file",
    "series move TWO Northwind": "the summary of its file",
    "same ONE TWO": "the summaries of 2 files",
}
_OTHERS = (
    *("tag add tax ONE TWO", "tag remove electricity ONE", "tag rename electricity power", "series exclude ONE"),
    *(
        "tag merge utility_bill electricity",
        "undo",
        "distinct ONE TWO",
        "types add gym --description 'A gym'",
        "delete ONE",
    ),
    *("types rename utility_bill energy", "types retire junk", "types accept love_letter", "types refuse love_letter"),
)


@pytest.mark.parametrize("command", [*_REPEATING, *_OTHERS])
def test_a_dry_run_says_what_the_command_does_and_changes_nothing(alfrd: Alfrd, two: list[UUID], command: str) -> None:
    before = _rows()
    tried, told = _said(alfrd, two, command, "--dry-run")
    assert told[-1] == "nothing was changed"
    assert _rows() == before

    done, followed = _said(alfrd, two, command)
    assert done == tried
    assert _rows() != before
    again = _REPEATING.get(command)
    assert [line for line in told if "would run" in line] == ([f"would run again: {again}"] if again else [])
    assert [line for line in followed if "repeats" in line] == ([f"the next run repeats: {again}"] if again else [])


def test_now_summarises_the_files_at_once(alfrd_process: AlfrdProcess, two: list[UUID]) -> None:
    done = alfrd_process("series", "merge", "City Water", "Northwind", "--now")
    assert (done.returncode, done.stderr) == (0, "")
    assert alfrd_process("same", *two, "--now").returncode == 0
    (file,) = json.loads(alfrd_process("files", "--json").stdout)
    assert (file["status"], file["documents"], file["statistics"]["duplicates"]) == ("generated", 2, 1)


@pytest.mark.parametrize("flag", ["--now", "--dry-run"])
def test_what_cannot_be_undone_is_not_tried(alfrd: Alfrd, two: list[UUID], flag: str) -> None:
    done = alfrd("delete", two[0], "--forever", flag)
    assert (done.exit_code, "--forever takes neither" in done.stderr) == (2, True)
    assert alfrd("show", two[0]).exit_code == 0


def test_a_dry_run_names_the_same_mistakes(alfrd: Alfrd, two: list[UUID]) -> None:
    done = alfrd("series", "merge", "City Water", "City Water", "--dry-run")
    assert (done.exit_code, done.stderr.count("\n")) == (5, 1)

"""Colours mean something, and no meaning is in a colour alone."""

from __future__ import annotations

import re

import pytest

from alfrd_luigi.cli.columns import colour
from alfrd_luigi.database.session import Session
from support import commands, document_rows, terminals
from support.archives import Archive

GREEN, RED, YELLOW = "32", "31", "33"


@pytest.fixture
def documents(session: Session) -> None:
    """Documents that are filed, failed and deferred; one with a value that is not sure."""
    document_rows.filed(session, uncertain=["date"])
    document_rows.failed(session)
    document_rows.deferred(session)


@pytest.mark.parametrize(
    ("means", "states"),
    [
        ("green", ["filed", "generated", "completed", "well", "done"]),
        ("red", ["failed", "rejected", "wrong", "damaged", "troubled", "died"]),
        ("yellow", ["deferred", "outdated", "doubtful", "stopped", "interrupted"]),
        ("", ["pending", "classified", "running", None]),
    ],
)
def test_a_state_has_the_colour_of_what_it_means(means: str, states: list[str | None]) -> None:
    assert {state: colour(state) for state in states} == dict.fromkeys(states, means)


def test_a_terminal_shows_what_is_done_failed_waiting_and_uncertain_in_colours(documents: None) -> None:
    assert _coloured(terminals.alfrd("list")) >= {("filed", GREEN), ("failed", RED), ("?", YELLOW)}
    assert _coloured(terminals.alfrd("status")) >= {("filed", GREEN), ("failed", RED), ("deferred", YELLOW)}


@pytest.mark.parametrize("command", ["list", "status"])
def test_no_meaning_is_in_a_colour_alone(documents: None, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    piped = commands.alfrd(command).output
    assert "\x1b" not in piped
    shown = terminals.alfrd(command)
    assert re.search(r"\x1b\[[\d;]*3[123]m", shown)
    assert terminals.without_style(shown) == piped
    assert _coloured(terminals.alfrd(command, NO_COLOR="1")) == set()
    assert "\x1b" not in terminals.alfrd(command, TERM="dumb")


def test_a_plain_run_has_no_colours_on_a_terminal(archive: Archive) -> None:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    (archive.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    shown = terminals.alfrd("process", "--plain")
    assert "1 rejected" in shown
    assert "\x1b" not in shown


def test_a_terminal_tells_a_rejection_once(archive: Archive) -> None:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    (archive.inbox / "tool.py").write_text("print()", encoding="utf-8")
    shown = terminals.without_style(terminals.alfrd("process", "--plain", columns=140))
    assert shown.count("tool.py is a program") == 1, shown


def _coloured(shown: str) -> set[tuple[str, str]]:
    """The texts that have a colour, each with its number."""
    found = re.findall(r"\x1b\[([\d;]*)m([^\x1b]+)", shown)
    return {(text.strip(), style) for style, text in found if re.search(r"\b(3|9)\d\b", style)}

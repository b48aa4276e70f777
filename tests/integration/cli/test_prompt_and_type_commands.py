"""`alfrd prompts` and `alfrd types`: lists and decisions."""

from __future__ import annotations

import json
import threading

import pytest

from alfrd_luigi.database import events, locks, prompts, trials, types
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.language.catalogue import shipped_types
from support import document_rows
from support.commands import Alfrd

KEY = Key("summarizer", "receipt")
RECEIPT = ("summarizer", "--type", "receipt")


def _score(session: Session, score: float, suggestion: str | None = None) -> None:
    active = prompts.active(session, KEY).id
    prompts.score(session, active, document_rows.registered(session), score, suggestion)


@pytest.fixture
def second_version(session: Session) -> None:
    """Version 2 is active in place of version 1."""
    _score(session, 0.4, "Say more.")
    active = prompts.active(session, KEY).id
    prompts.swap(session, active, prompts.add(session, active, "Say more.", "suggested"), pinned=False)
    events.record(session, None, "prompt", str(KEY), "promoted", version=2)
    _score(session, 0.8)


def _challenge(session: Session) -> None:
    active = prompts.active(session, KEY).id
    assert trials.open(session, "challenge", prompts.add(session, active, "Say more.", "suggested"), active, 1, "seed")


def _states(alfrd: Alfrd) -> list[tuple[int, bool, bool, bool]]:
    rows = json.loads(alfrd("prompts", "list", "--kind", *RECEIPT, "--json").stdout)
    return [(row["version"], row["active"], row["on_trial"], row["pinned"]) for row in rows]


def test_every_key_has_an_active_prompt(alfrd: Alfrd) -> None:
    rows = json.loads(alfrd("prompts", "list", "--json").stdout)
    assert {row["kind"] for row in rows} >= {"classifier", "summarizer", "file_summarizer"}
    assert all(row["active"] for row in rows)


@pytest.mark.usefixtures("second_version")
def test_versions_are_listed_with_their_scores(alfrd: Alfrd) -> None:
    rows = json.loads(alfrd("prompts", "list", "--kind", *RECEIPT, "--json").stdout)
    assert [(row["version"], row["score"], row["documents"], row["origin"]) for row in rows] == [
        (1, 0.4, 1, "shipped"),
        (2, 0.8, 1, "suggested"),
    ]
    table = alfrd("prompts", "list", "--kind", *RECEIPT).stdout
    assert "0.80" in table
    assert "active" in table


@pytest.mark.usefixtures("second_version")
def test_a_prompt_is_shown_with_its_history(alfrd: Alfrd) -> None:
    shown = alfrd("prompts", "show", *RECEIPT)
    assert shown.stdout == "Say more.\n"
    assert "version 2 (active)" in shown.stderr
    history = json.loads(alfrd("prompts", "show", *RECEIPT, "--json").stdout)["history"]
    assert [event["event"] for event in history] == ["promoted"]
    assert "Rent" in alfrd("prompts", "show", *RECEIPT, "--version", 1).stdout


@pytest.mark.usefixtures("second_version")
def test_a_rollback_brings_a_version_back_and_pins_it(alfrd: Alfrd, session: Session) -> None:
    result = alfrd("prompts", "rollback", *RECEIPT, "--to", 1)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "summarizer:receipt, version 1, is active in place of version 2, and pinned\n"
    assert _states(alfrd) == [(1, True, False, True), (2, False, False, False)]
    assert alfrd("prompts", "unpin", *RECEIPT).exit_code == 0
    assert _states(alfrd)[0] == (1, True, False, False)


def test_a_rollback_to_the_active_version_pins_it_and_ends_its_trial(alfrd: Alfrd, session: Session) -> None:
    _challenge(session)
    assert _states(alfrd)[1] == (2, False, True, False)
    assert alfrd("prompts", "rollback", *RECEIPT, "--to", 2).exit_code == 0
    assert _states(alfrd)[1] == (2, True, False, True)


def test_a_rollback_ends_a_trial(alfrd: Alfrd, session: Session) -> None:
    _challenge(session)
    assert alfrd("prompts", "rollback", *RECEIPT, "--to", 1).exit_code == 0
    assert _states(alfrd) == [(1, True, False, True), (2, False, False, False)]


def test_pinning_is_recorded(alfrd: Alfrd) -> None:
    assert alfrd("prompts", "pin", "classifier").stdout == "classifier, version 1, is pinned\n"
    assert alfrd("prompts", "unpin", "classifier").stdout == "classifier, version 1, is unpinned\n"
    history = json.loads(alfrd("prompts", "show", "classifier", "--json").stdout)["history"]
    assert [event["event"] for event in history] == ["pinned", "unpinned"]


def test_a_rollback_waits_for_whoever_holds_the_key(alfrd: Alfrd, session: Session) -> None:
    number = types.get(session, "receipt").number
    done = threading.Event()

    def roll_back() -> None:
        alfrd("prompts", "rollback", *RECEIPT, "--to", 1)
        done.set()

    with locks.held_if_free(session, LockClass.SUMMARIZER, number) as taken:
        assert taken
        waiting = threading.Thread(target=roll_back)
        waiting.start()
        assert not done.wait(0.5)
    waiting.join(10)
    assert done.is_set()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["rollback", *RECEIPT, "--to", "7"], "there is no version 7 of summarizer:receipt"),
        (["rollback", "summarizer", "--type", "no_such", "--to", "1"], "there is no document type 'no_such'"),
        (["show", "classifier", "--type", "receipt"], "there is no active prompt classifier:receipt"),
        (["pin", "classifier", "--type", "receipt"], "there is no active prompt classifier:receipt"),
    ],
)
def test_what_is_not_there_is_an_error(alfrd: Alfrd, arguments: list[str], line: str) -> None:
    result = alfrd("prompts", *arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"error: {line}")
    assert result.stderr.count("\n") == 1


def test_types_are_listed_with_their_documents(alfrd: Alfrd, session: Session) -> None:
    document_rows.summarized(session)
    rows = {row["name"]: row for row in json.loads(alfrd("types", "list", "--json").stdout)}
    assert len(rows) == len(shipped_types())
    assert (rows["utility_bill"]["documents"], rows["receipt"]["documents"]) == (1, 0)
    assert "utility_bill" in alfrd("types", "list").stdout


def test_a_type_is_shown_with_its_fields(alfrd: Alfrd) -> None:
    schema = json.loads(alfrd("types", "show", "receipt", "--json").stdout)["fields_schema"]
    page = alfrd("types", "show", "receipt").stdout
    assert [name for name in schema["properties"] if name not in page] == []


def test_a_proposed_type_is_accepted_by_a_person(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.registered(session)
    for _ in range(2):
        types.propose(session, "warranty", "A promise to repair", id)
    proposed = json.loads(alfrd("types", "list", "--json").stdout)[-1]
    assert (proposed["name"], proposed["state"], proposed["documents"]) == ("warranty", "proposed", 2)
    assert "A promise to repair" in alfrd("types", "show", "warranty").stdout
    result = alfrd("types", "accept", "warranty")
    assert (result.exit_code, result.stdout) == (0, "warranty is a document type now\n")
    assert json.loads(alfrd("types", "show", "warranty", "--json").stdout)["state"] == "accepted"
    assert alfrd("prompts", "show", "summarizer", "--type", "warranty").exit_code == 0
    assert alfrd("types", "accept", "warranty").exit_code == 3


@pytest.mark.parametrize("action", ["show", "accept"])
def test_a_type_that_nobody_knows_is_an_error(alfrd: Alfrd, action: str) -> None:
    result = alfrd("types", action, "no_such")
    assert result.exit_code == 3
    assert "alfrd types list" in result.stderr

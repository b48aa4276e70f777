"""`alfrd replay`: what a prompt, a version, a model or an engine would answer. The stand-in answers over HTTP."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.standin import Behaviour, StandIn
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected
from support.desk import Desk
from support.kept_archives import Keep
from support.pipeline import BILL, worked

MODEL = "amazon.nova-lite-v1:0"
_OF_DOCUMENTS = "SELECT d.*::text FROM documents d ORDER BY id"
_OF_RESULTS = "SELECT s.*::text FROM stage_results s ORDER BY document_id, stage"


@pytest.fixture
def bills(archive: Archive, aws: StandIn, keep: Keep) -> list[UUID]:
    """Two bills of one series that the stand-in's model has read."""
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0, call_attempts=1)
    filed = keep(_read_by_a_model)
    aws.reset()
    return filed


def _read_by_a_model(archive: Archive) -> list[UUID]:
    return worked(archive)


@pytest.fixture
def prompt(tmp_path: Path) -> str:
    """The file of another prompt."""
    path = tmp_path / "prompt.md"
    path.write_text("Read it twice.\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def replay(alfrd: Alfrd, bills: list[UUID], prompt: str) -> Any:
    """Replay the prompt about the bills, with more options. Returns what the command prints as JSON."""

    def command(*options: str) -> Any:
        ended = alfrd("replay", "--prompt", prompt, "--type", "utility_bill", "--json", *options)
        assert ended.exit_code == 0, ended.output
        return json.loads(ended.stdout)

    return command


def _differences(found: Any) -> list[dict[str, tuple[Any, Any]]]:
    return [
        {each["name"]: (each["now"], each["then"]) for each in document["differences"]}
        for document in found["documents"]
    ]


def _rows(archive: Archive, statement: str) -> list[Any]:
    with connected(archive.database_url) as own:
        own.execute(statement)
        return own.fetchall()


def test_another_prompt_is_asked_and_what_differs_is_shown(replay: Any, bills: list[UUID], aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=lambda _: "other_model", keeps_bodies=True)
    found = replay("--yes")
    assert (found["saved"], found["asked"], len(aws.calls)) == (0, 2, 2)
    assert {row["document"] for row in found["documents"]} == set(map(str, bills))
    differing = _differences(found)
    assert [set(each) for each in differing] == [{"entity", "total"}] * 2
    assert all(then == now + 1 for now, then in (each["total"] for each in differing))
    assert json.loads(aws.calls[0].body)["system"][0]["text"].startswith("Read it twice.")


def test_nothing_is_filed(replay: Any, archive: Archive, aws: StandIn) -> None:
    statements = (
        _OF_DOCUMENTS,
        _OF_RESULTS,
        "SELECT * FROM events",
        "SELECT * FROM prompts",
        "SELECT * FROM prompt_answers",
    )
    before = [_rows(archive, each) for each in statements]
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    replay("--yes")
    assert [_rows(archive, each) for each in statements] == before


def test_the_calls_are_booked_for_their_documents(replay: Any, archive: Archive, bills: list[UUID]) -> None:
    replay("--yes")
    booked = _rows(archive, "SELECT document_id, outcome, trial_id FROM calls WHERE stage = 'replay' ORDER BY id")
    assert sorted(booked) == sorted((bill, "answered", None) for bill in bills)


def test_a_saved_answer_is_free(replay: Any, aws: StandIn) -> None:
    first = replay("--yes")
    again = replay()
    assert (again["saved"], again["asked"], float(again["most_usd"])) == (2, 0, 0)
    assert again["documents"] == first["documents"]
    assert len(aws.calls) == 2


def test_the_active_version_answers_as_it_did(alfrd: Alfrd, bills: list[UUID], aws: StandIn) -> None:
    for options in (["--type", "utility_bill"], ["--type", "utility_bill", "--version", "1"], ["--kind", "classifier"]):
        ended = alfrd("replay", *options)
        assert (ended.exit_code, ended.stdout) == (0, "")
        assert "2 documents, 2 of them with a saved answer: nothing to pay" in ended.stderr
        assert "0 of 2 documents would have other values" in ended.stderr
    assert aws.calls == []


def test_a_classifier_is_replayed_for_all_types(alfrd: Alfrd, bills: list[UUID], prompt: str, aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    found = json.loads(alfrd("replay", "--prompt", prompt, "--kind", "classifier", "--yes", "--json").stdout)
    assert [set(each) for each in _differences(found)] == [{"type"}] * 2
    assert all(now == "utility_bill" != then for each in _differences(found) for now, then in each.values())


def test_the_prompt_of_a_series_is_replayed_on_its_documents(
    desk: Desk, archive: Archive, alfrd: Alfrd, prompt: str, aws: StandIn
) -> None:
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL)
    for month in (1, 2, 3):
        (archive.inbox / f"bill-{month}.txt").write_text(BILL.format(month=month), encoding="utf-8")
        assert desk.run() == 0
    ((series, members),) = _rows(archive, "SELECT series_id, count(*) FROM documents GROUP BY 1")
    aws.reset()
    options = ("--kind", "series_summarizer", "--series", series, "--json")
    same = json.loads(alfrd("replay", *options).stdout)
    assert (same["saved"], _differences(same), aws.calls) == (members, [{}] * members, [])
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    found = json.loads(alfrd("replay", "--prompt", prompt, "--yes", *options).stdout)
    assert [set(each) for each in _differences(found)] == [{"entity", "total"}] * members
    assert {call.operation for call in aws.calls} == {"extract_series"}


def test_what_a_person_says_is_right_is_counted(replay: Any, alfrd: Alfrd, bills: list[UUID], aws: StandIn) -> None:
    corrected, approved = map(str, bills)
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    found = replay("--yes")
    now = dict(zip((row["document"] for row in found["documents"]), _differences(found), strict=True))
    assert found["right"] == {"known": 0, "now": 0, "with_it": 0}
    assert alfrd("set", corrected, f"total={now[corrected]['total'][1]}").exit_code == 0
    found = replay()
    assert found["right"] == {"known": 1, "now": 0, "with_it": 1}
    assert found["documents"][0]["document"] == corrected  # first those of which something is known
    assert alfrd("approve", approved).exit_code == 0
    right = replay()["right"]
    assert right["now"] == right["known"] - 1
    assert right["with_it"] == right["known"] - 2


def test_the_table_says_what_is_better(alfrd: Alfrd, replay: Any, bills: list[UUID], prompt: str, aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    replay("--yes")
    said = alfrd("set", bills[0], "entity=Northwind Electric Company", "total=124.50")
    assert said.exit_code == 0, said.output
    shown = alfrd("replay", "--prompt", prompt, "--type", "utility_bill")
    lines = [line.split() for line in shown.stdout.splitlines()]
    assert lines[0] == ["document", "name", "value", "now", "with_it", "right", "change"]
    assert [line[-1] for line in lines if line[0] == str(bills[0])[:8] and "entity" in line] == ["worse"]
    assert [line[-1] for line in lines if line[0] == str(bills[0])[:8] and "total" in line] == ["better"]
    assert "of 2 values that persons know, right now: 1, with it: 1" in shown.stderr
    chosen = ("--csv", "--columns", "document,value,right,change")
    rows = alfrd("replay", "--prompt", prompt, "--type", "utility_bill", *chosen).stdout.splitlines()
    assert f"{bills[0]},total,124.5,better" in rows
    assert f"{bills[1]},total,," in rows


def test_the_price_is_told_before_anything_is_asked(alfrd: Alfrd, bills: list[UUID], prompt: str, aws: StandIn) -> None:
    ended = alfrd("replay", "--prompt", prompt, "--type", "utility_bill")
    assert ended.exit_code == 2
    assert "the other 2 cost about 0.00" in ended.stderr
    assert "add --yes" in ended.stderr
    assert aws.calls == []


@pytest.mark.parametrize(("said", "code", "calls"), [(b"n\n", 130, 0), (b"y\n", 0, 2)])
def test_a_person_is_asked(bills: list[UUID], prompt: str, aws: StandIn, said: bytes, code: int, calls: int) -> None:
    command = [sys.executable, "-m", "alfrd_luigi.cli", "replay", "--prompt", prompt, "--type", "utility_bill"]
    ours, theirs = pty.openpty()
    os.write(ours, said)
    ended = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False, timeout=60)
    os.close(ours)
    os.close(theirs)
    assert (ended.returncode, len(aws.calls)) == (code, calls), ended.stderr
    assert "Ask them? [y/N]" in ended.stderr


def test_a_limit_of_spending_holds(
    alfrd: Alfrd, archive: Archive, bills: list[UUID], prompt: str, aws: StandIn
) -> None:
    archive.configure(max_cost_per_day="0.0001")
    ended = alfrd("replay", "--prompt", prompt, "--type", "utility_bill", "--yes")
    assert ended.exit_code == 8
    assert "the replay is expected to cost 0.00" in ended.stderr
    assert aws.calls == []


def test_another_model_is_asked(replay: Any, aws: StandIn) -> None:
    found = replay("--yes", "--model", "amazon.nova-pro-v1:0")
    assert found["model"] == "amazon.nova-pro-v1:0"
    assert {call.model for call in aws.calls} == {"amazon.nova-pro-v1:0"}
    assert found["expected_usd"] == found["most_usd"]  # it was never asked before


def test_a_model_without_a_price_is_told(alfrd: Alfrd, bills: list[UUID], prompt: str, aws: StandIn) -> None:
    ended = alfrd("replay", "--prompt", prompt, "--type", "utility_bill", "--model", "unheard-of")
    assert "the price of unheard-of is not known" in ended.stderr
    assert ended.exit_code == 2


def test_the_rules_need_no_money(replay: Any, aws: StandIn) -> None:
    found = replay("--engine", "offline")
    assert (found["engine"], found["asked"]) == ("offline", 0)
    assert _differences(found) == [{}, {}]
    assert aws.calls == []


def test_an_archive_of_the_rules_is_replayed_too(archive: Archive, alfrd: Alfrd) -> None:
    worked(archive)
    ended = alfrd("replay", "--type", "utility_bill")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert "2 documents: nothing to pay" in ended.stderr


def test_no_valid_answer_is_a_wrong_one(replay: Any, alfrd: Alfrd, bills: list[UUID], aws: StandIn) -> None:
    alfrd("set", str(bills[0]), "total=1.00")
    aws.behaviour = Behaviour(script=["prose", "prose"])
    found = replay("--yes")
    assert "invalid answers" in found["documents"][0]["problem"]
    assert found["documents"][1]["problem"] is None
    assert found["right"] == {"known": 1, "now": 0, "with_it": 0}


def test_a_document_that_a_run_works_on_is_left_to_it(replay: Any, bills: list[UUID], aws: StandIn) -> None:
    other = "20240601T000000-other"
    runs.hold(database(), other)
    documents.claim_one(database().session(), other, bills[0])
    found = replay("--yes")
    problems = {row["document"]: row["problem"] for row in found["documents"]}
    assert problems == {str(bills[0]): "another run works on it", str(bills[1]): None}
    assert len(aws.calls) == 1


def test_what_was_answered_before_a_failure_is_shown(
    alfrd: Alfrd, bills: list[UUID], prompt: str, archive: Archive, aws: StandIn
) -> None:
    aws.behaviour = Behaviour(script=["other_model", "server_error"])
    ended = alfrd("replay", "--prompt", prompt, "--type", "utility_bill", "--yes")
    assert ended.exit_code == 1
    assert "1 of 1 documents would have other values" in ended.stderr
    assert "failed" in ended.stderr.splitlines()[-1]
    assert _rows(archive, "SELECT id FROM documents WHERE run_id IS NOT NULL") == []


def test_only_what_a_prompt_answered_is_replayed(replay: Any, bills: list[UUID], archive: Archive) -> None:
    with connected(archive.database_url) as own:
        own.execute("UPDATE stage_results SET prompt_id = NULL WHERE document_id = %s", (str(bills[0]),))
    assert [row["document"] for row in replay("--yes")["documents"]] == [str(bills[1])]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--version", "1", "--prompt", "{prompt}", "--type", "receipt"], 2, "exclude each other"),
        (["--prompt", "{prompt}"], 2, "name it with --type"),
        (["--kind", "series_summarizer"], 2, "name it with --series"),
        (["--type", "receipt", "--series", "1"], 2, "name it with --series"),
        (["--kind", "series_summarizer", "--series", "999"], 3, "series_summarizer:999"),
        (["--prompt", "{empty}", "--type", "receipt"], 2, "it is empty"),
        (["--prompt", "{bytes}", "--type", "receipt"], 2, "no text in UTF-8"),
        (["--prompt", "/nowhere", "--type", "receipt"], 2, "No such file"),
        (["--version", "7", "--type", "receipt"], 3, "no version 7 of summarizer:receipt"),
        (["--type", "love_letter"], 3, "love_letter"),
        (["--type", "receipt", "--engine", "oracle"], 6, "oracle"),
        (["--type", "receipt", "--engine", "offline", "--model", "x"], 6, "offline has no models"),
    ],
)
def test_a_mistake_is_one_line(
    alfrd: Alfrd, prompt: str, tmp_path: Path, options: list[str], code: int, said: str
) -> None:
    (tmp_path / "empty").write_text(" \n", encoding="utf-8")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    files = {"prompt": prompt, "empty": str(tmp_path / "empty"), "bytes": str(tmp_path / "bytes")}
    ended = alfrd("replay", *(each.format(**files) for each in options))
    assert ended.exit_code == code, ended.output
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_candidate_is_tried_before_it_is_promoted(alfrd: Alfrd, bills: list[UUID], aws: StandIn, prompt: str) -> None:
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    key = "summarizer:utility_bill"
    assert alfrd("prompts", "try", key).exit_code == 5  # nothing is on trial
    assert alfrd("prompts", "propose", key, "--file", prompt, "--yes").exit_code == 0
    refused = alfrd("prompts", "try", key)
    assert (refused.exit_code, len(aws.calls)) == (2, 0)
    assert "2 documents, 0 of them with a saved answer; the other 2 cost about" in refused.stderr
    assert "add --yes" in refused.stderr
    tried = json.loads(alfrd("prompts", "try", key, "--yes", "--json").stdout)
    assert [set(each) for each in _differences(tried)] == [{"entity", "total"}] * 2
    assert len(aws.calls) == 2
    again = alfrd("prompts", "try", key, "--version", 2, "--limit", 1)  # which has a saved answer
    assert (again.exit_code, len(aws.calls)) == (0, 2)
    assert "1 of 1 documents would have other values" in again.stderr


def test_a_text_is_tried_before_it_is_proposed(alfrd: Alfrd, bills: list[UUID], aws: StandIn, prompt: str) -> None:
    aws.behaviour = Behaviour(script=lambda _: "other_model")
    tried = alfrd("prompts", "try", "summarizer:utility_bill", "--file", prompt, "--yes")
    assert (tried.exit_code, "2 of 2 documents would have other values" in tried.stderr) == (0, True)
    versions = json.loads(alfrd("prompts", "list", "--type", "utility_bill", "--json").stdout)
    assert [row["version"] for row in versions] == [1]
    both = ("--file", prompt, "--version", "1")
    assert alfrd("prompts", "try", "summarizer:utility_bill", *both).exit_code == 2
    assert "series_detector is not tried" in alfrd("prompts", "try", "series_detector", "--version", 1).stderr

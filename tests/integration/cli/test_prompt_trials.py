"""`alfrd prompts`: trials as they are shown, and what a person decides about candidates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.database import events, prompts, trials
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.prompts.evidence import e_values
from alfrd_luigi.views.formats.plain import plain
from support import trial_rows
from support.archives import Archive
from support.commands import Alfrd
from support.trial_rows import KEY

RECEIPT = "summarizer:receipt"
_TERMINAL = 80


def listed(alfrd: Alfrd, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(alfrd("prompts", "list", *arguments, "--json").stdout)
    return found


def states(alfrd: Alfrd) -> list[list[str]]:
    return [row["states"] for row in listed(alfrd, "--kind", "summarizer", "--type", "receipt")]


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    file = tmp_path / "receipt.md"
    file.write_text("Say more,\nand the date.\n", encoding="utf-8")
    return file


def propose(alfrd: Alfrd, file: Path, *options: str, key: str = RECEIPT) -> Any:
    return alfrd("prompts", "propose", key, "--file", file, "--yes", *options)


def test_an_open_trial_is_listed_with_how_far_it_is(alfrd: Alfrd, session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, judged=[1, 1, 0])
    table = alfrd("prompts", "list").stdout
    line = next(line for line in table.splitlines() if line.startswith(f"{RECEIPT} ") and "on trial" in line)
    evidence = plain.evidence(e_values([1, 1, 0])[-1])
    assert line.split()[1:] == ["2", "on", "trial", "3", "of", "60,", "e", evidence, "of", "80"]
    assert max(map(len, table.splitlines())) <= _TERMINAL
    row = listed(alfrd, "--type", "receipt")[1]
    assert (row["key"], row["trial"]["candidate"], row["trial"]["waits_for"]["done"]) == (RECEIPT, 2, 3)


def test_a_key_is_written_with_what_it_serves(alfrd: Alfrd) -> None:
    assert (
        alfrd("prompts", "show", RECEIPT).stdout == alfrd("prompts", "show", "summarizer", "--type", "receipt").stdout
    )
    assert alfrd("prompts", "show", "series_summarizer:12").exit_code == 3
    assert "is no prompt" in alfrd("prompts", "show", "series_summarizer").stderr


def test_a_trial_is_shown_with_its_evidence_its_cost_and_why_it_ended(alfrd: Alfrd, session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, judged=[-1, 0, 1], gold=[-0.5])
    trial_rows.pay(session, made.id)
    trials.close(session, made.id, "given_up", "not ahead after 20 documents, by the judge")
    shown = alfrd("prompts", "show", RECEIPT)
    assert "Say more" not in shown.stdout
    for said in (
        f"trial {str(made.id)[:8]}: version 2 challenges version 1, given up",
        "audits: 0 better, 1 worse, 0 even",
        "judge: 1 better, 1 worse, 1 even",
        "1 call, 0.0021 USD",
        "not ahead after 20 documents, by the judge",
        "evidence by o audits, * judge",
        "worse: ",
        "The judge alone decides trials: 1 of 20 compared documents are audited.",
    ):
        assert said in shown.stderr, said
    assert "(only the active version has 2024-03-05)" in shown.stderr


def test_the_chart_of_evidence_fits_a_terminal(alfrd: Alfrd, session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, judged=[1] * 12)
    shown = alfrd("prompts", "show", RECEIPT).stderr.splitlines()
    chart = [line for line in shown if "|" in line]
    assert len(chart) == 9
    assert max(map(len, chart)) <= _TERMINAL
    assert "*" in chart[0]
    assert [line.split()[0] for line in chart if not line.strip().startswith("|")] == ["80", "1", "0.1"]


def test_everything_of_a_trial_is_in_the_json(alfrd: Alfrd, session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, judged=[1], gold=[0.5])
    events.record(session, None, "prompt", RECEIPT, "proposal refused", reason="it quotes documents")
    told = json.loads(alfrd("prompts", "show", RECEIPT, "--json").stdout)
    (trial,) = told["trials"]
    assert (told["decided_by"], told["audited_pairs"]) == ("judge", 1)
    assert (trial["judge"]["evidence"], trial["needed_evidence"]) == ([trial["audits"]["evidence"][0]], 80)
    (pair,) = trial["pairs"]
    assert (pair["gold"], pair["judged"], pair["name"]) == (0.5, 1, "receipt-0.txt")
    assert pair["fields"]["date"] == {"is": "2024-03-05", "incumbent": False, "candidate": True}
    assert told["refused"][0]["details"] == {"reason": "it quotes documents"}


def test_a_trial_is_shown_with_each_document(alfrd: Alfrd, session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, judged=[-1], gold=[0.5], reasoning="The \x1b[31mother\x1b[0m has more.")
    shown = alfrd("prompts", "show", RECEIPT, "--trial", str(made.id)[:8]).stdout
    differs = "    date (only the candidate has 2024-03-05)\n"
    for said in ("receipt-0.txt: 1 -> 2 of 2 right, judged worse\n", differs, "has more."):
        assert said in shown, said
    assert "\x1b" not in shown
    assert alfrd("prompts", "show", RECEIPT, "--trial", "zz").exit_code == 3


def test_a_proposal_of_a_person_is_tried_as_any_other(alfrd: Alfrd, session: Session, candidate: Path) -> None:
    result = propose(alfrd, candidate)
    assert result.exit_code == 0, result.stderr
    trial = trials.open_of_key(session, KEY, "challenge")
    assert trial is not None
    assert result.stdout == f"{RECEIPT}, version 2, challenges version 1: trial {str(trial.id)[:8]}\n"
    assert (trial.number, trial.candidate, trial.state) == (1, 2, "open")
    row = listed(alfrd, "--type", "receipt")[1]
    assert (row["origin"], row["active"], row["text"]) == ("person", False, "Say more,\nand the date.")
    (event,) = json.loads(alfrd("prompts", "show", RECEIPT, "--json").stdout)["history"]
    assert (event["event"], event["details"]["version"]) == ("challenged", 2)


def test_an_open_challenge_is_named_and_can_be_replaced(alfrd: Alfrd, session: Session, candidate: Path) -> None:
    first = trial_rows.challenge(session, "Another text.")
    refused = propose(alfrd, candidate)
    assert refused.exit_code == 4
    assert f"version 2 of {RECEIPT} is on trial (trial {str(first.id)[:8]})" in refused.stderr
    replaced = propose(alfrd, candidate, "--replace")
    assert "version 3, challenges version 1 in place of version 2" in replaced.stdout
    assert trials.trial(session, first.id).state == "withdrawn"
    second = trials.open_of_key(session, KEY, "challenge")
    assert second is not None
    assert second.number == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  \n\t ", "the text for summarizer:receipt is empty"),
        ("word " * 301, "has 301 words, more than 300"),
        ("Say \udcff", "is not text in UTF-8"),
    ],
)
def test_a_text_that_cannot_be_tried_is_refused(alfrd: Alfrd, candidate: Path, text: str, says: str) -> None:
    candidate.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = propose(alfrd, candidate)
    assert (result.exit_code, result.stderr.count("\n")) == (5, 1)
    assert says in result.stderr


def test_a_text_that_was_tried_before_is_refused(alfrd: Alfrd, session: Session, candidate: Path) -> None:
    trial_rows.challenge(session, candidate.read_text("utf-8").strip())
    assert f"the text is that of version 2 of {RECEIPT}" in propose(alfrd, candidate, "--replace").stderr


def test_what_may_not_be_challenged_is_not(alfrd: Alfrd, candidate: Path) -> None:
    assert "summary_scorer is not tried" in propose(alfrd, candidate, key="summary_scorer").stderr
    assert "summarizer is not tried" in propose(alfrd, candidate, key="summarizer").stderr
    assert alfrd("prompts", "pin", RECEIPT).exit_code == 0
    refused = propose(alfrd, candidate)
    assert refused.exit_code == 5
    assert f"version 1 of {RECEIPT} is pinned" in refused.stderr


def test_a_proposal_is_asked_about_unless_yes_is_said(alfrd: Alfrd, candidate: Path) -> None:
    result = alfrd("prompts", "propose", RECEIPT, "--file", candidate)  # nobody answers
    assert result.exit_code == 130
    assert "needs evidence of 80 on at most 60 documents" in result.stderr
    assert "{+Say more" in result.stdout
    assert len(listed(alfrd, "--type", "receipt")) == 1
    assert alfrd("prompts", "propose", RECEIPT, "--file", "-").exit_code == 2


def test_a_person_accepts_the_candidate_on_trial(alfrd: Alfrd, session: Session) -> None:
    made = trial_rows.challenge(session)
    result = alfrd("prompts", "accept", RECEIPT, "--because", "It has\nthe date")
    assert result.stdout == f"{RECEIPT}, version 2, is active in place of version 1\n"
    assert states(alfrd) == [["may_return"], ["active"]]
    ended = trials.trial(session, made.id)
    assert (ended.state, ended.is_audited) == ("promoted", None)
    assert (ended.reason or "").endswith(": It has the date")
    back = trials.open_of_key(session, KEY, "return")
    assert back is not None
    assert (back.candidate, back.incumbent, back.number) == (1, 2, 1)
    event = events.of(session, "prompt", RECEIPT)[-1]
    assert (event.event, event.details["because"]) == ("accepted", "It has the date")


def test_a_person_accepts_another_version(alfrd: Alfrd, session: Session) -> None:
    first = trial_rows.challenge(session)
    back = trial_rows.promote(session, first, is_audited=False)
    assert states(alfrd) == [["may_return"], ["active", "unaudited"]]
    third = trial_rows.challenge(session, "A third text.")
    assert alfrd("prompts", "accept", RECEIPT, "--version", 1, "--because", "It was better").exit_code == 0
    assert states(alfrd) == [["active"], ["may_return"], []]
    assert [trials.trial(session, id).state for id in (back, third.id)] == ["superseded", "withdrawn"]
    again = trials.open_of_key(session, KEY, "return")
    assert again is not None
    assert (again.candidate, again.incumbent) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--because", "x"], 5, f"no version of {RECEIPT} is on trial"),
        (["--because", "x", "--version", "1"], 5, f"version 1 of {RECEIPT} is active already"),
        (["--because", "x", "--version", "7"], 3, f"there is no version 7 of {RECEIPT}"),
        (["--because", "  "], 5, "the reason is empty"),
        ([], 2, "Missing option '--because'"),
    ],
)
def test_an_acceptance_needs_a_version_and_a_reason(alfrd: Alfrd, arguments: list[str], code: int, says: str) -> None:
    result = alfrd("prompts", "accept", RECEIPT, *arguments)
    assert (result.exit_code, says in result.stderr) == (code, True), result.stderr


def test_a_static_prompt_has_no_trial_after_a_decision(alfrd: Alfrd, session: Session) -> None:
    key = Key("summary_scorer")
    prompts.add(session, prompts.active(session, key).id, "Be strict.", "person")
    assert alfrd("prompts", "accept", "summary_scorer", "--version", 2, "--because", "Stricter").exit_code == 0
    assert prompts.active(session, key).version == 2
    assert trials.of_key(session, key) == []


def test_the_words_that_differ_are_marked(alfrd: Alfrd, session: Session) -> None:
    first = prompts.active(session, KEY).text.splitlines()[0]
    trial_rows.challenge(session, f"Say more. {prompts.active(session, KEY).text}")
    shown = alfrd("prompts", "diff", RECEIPT)
    assert (shown.stdout.startswith(f"{{+Say more. +}}{first}"), shown.stderr) == (True, "version 1 -> version 2\n\n")
    assert alfrd("prompts", "diff", RECEIPT, 2, 1).stdout.startswith(f"[-Say more. -]{first}")
    told = json.loads(alfrd("prompts", "diff", RECEIPT, 2, "--json").stdout)
    assert (told["before"], told["after"], told["parts"][0]["kind"]) == (2, 1, "deleted")
    assert alfrd("prompts", "diff", RECEIPT, 1, 9).exit_code == 3


def test_a_judge_that_the_settings_name_decides_alone(alfrd: Alfrd, session: Session, archive: Archive) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, gold=[0] * 20)
    assert "Your audits decide trials" in alfrd("prompts", "show", RECEIPT).stderr
    archive.configure(prompt_evidence="judge")
    assert "The judge alone decides trials (prompt_evidence)." in alfrd("prompts", "show", RECEIPT).stderr

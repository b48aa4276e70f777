"""Versions of the prompt of a series: those that a person proposes, and those that a model proposes from misses."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi.database import prompts, regenerations, runs, series_prompts, trials, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.prompts.series_schema import designed
from alfrd_luigi.prompts.trials import TrialStep
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.clinic_rows import BILL, RECORD, Papers, is_of_court
from support.commands import Alfrd
from support.insurer import Office
from support.kept_archives import Keep
from support.proposer import RULE, Proposer, asked
from support.series_prompts import series_of

RUN = "20240501T000000-series"
READING = {"name": "meter_reading", "kind": "number", "label": "Meter reading", "is_required": True}


@pytest.fixture
def key(proposer: Proposer, papers: Papers) -> Key:
    """The prompt of a series, which has a field that its type has not."""
    session = proposer.session
    series = series_of(session, papers.answered(court=True))
    schema = designed(types.get(session, "utility_bill").fields_schema, [READING])
    assert series_prompts.insert(session, series, prompts.active(session, BILL).text, schema) is not None
    return Key("series_summarizer", None, series)


def test_a_miss_of_a_series_becomes_a_candidate_with_the_same_fields(
    proposer: Proposer, papers: Papers, aws: StandIn, key: Key
) -> None:
    session, active = proposer.session, prompts.active(proposer.session, key)
    misread = {**RECORD, "structured_data": {**RECORD["structured_data"], "meter_reading": 900}}
    papers.corrected({"field.meter_reading": 901}, misread, key=key)
    assert proposer.due() == [key]
    made = proposer.propose(key)
    assert made is not None
    assert (made.state, made.cause, made.candidate) == ("challenged", "field.meter_reading wrong", 2)
    assert proposer.candidate(key) == f"{active.text}\n- {RULE}"
    trial = proposer.trial(key)
    assert trial is not None
    assert prompts.wording(session, trial.candidate_id).fields_schema == active.fields_schema
    assert "meter_reading" in json.dumps(asked(aws)["fields_schema"])
    assert proposer.propose(BILL) is None  # the type has nothing to mend


def test_a_text_for_a_series_is_tried_on_what_the_series_read_and_can_be_accepted(
    archive: Archive, aws: StandIn, keep: Keep, alfrd: Alfrd, tmp_path: Path
) -> None:
    office = Office(archive, aws, keep)
    archive.configure(max_cost_per_day=10)
    office.file(*range(1, 9))
    key = f"series_summarizer:{office.series_of(office.documents[0])}"
    text = tmp_path / "mine.md"
    text.write_text("Read the bill. The tariff class begins with an R.\n", encoding="utf-8")
    said = alfrd("prompts", "propose", key, "--file", text, "--yes")
    assert said.stdout.startswith(f"{key}, version 2, challenges version 1: trial "), said.output
    assert "on trial" in alfrd("prompts", "show", key, "--version", "2").stderr

    session = database().session()
    trial = trials.open_of_key(session, Key.parse(key), "challenge")
    assert trial is not None
    _work(trial.id)
    compared = {pair.document_id for pair in trials.pairs(session, trial.id)}
    assert compared == set(filter(is_of_court, office.readings))
    assert trials.trial(session, trial.id).state == "open"

    said = alfrd("prompts", "accept", key, "--because", "It names the class")
    assert said.stdout == f"{key}, version 2, is active in place of version 1\n", said.output
    assert [each.version for each in regenerations.standing(database().session())] == [2]


def _work(trial: UUID) -> None:
    """Take the steps of a trial until it rests."""
    session = database().session()
    runs.hold(database(), RUN)
    while trial in [due.id for due in trials.due(session, RUN, 10)]:
        lifecycle.run(TrialStep(trial, RUN))
    runs.release(RUN)


def test_a_series_without_a_prompt_is_named(alfrd: Alfrd, tmp_path: Path) -> None:
    text = tmp_path / "mine.md"
    text.write_text("Read the bill.\n", encoding="utf-8")
    said = alfrd("prompts", "propose", "series_summarizer:999", "--file", text, "--yes")
    assert said.exit_code == 3
    line = "error: there is no active prompt series_summarizer:999. See them with: alfrd prompts list\n"
    assert said.stderr == line

"""The task of a proposal in processes of its own: two at once, and one that is killed at each of its steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfrd_luigi.database import prompts
from alfrd_luigi.database.connection import database
from alfrd_luigi.prompts import selection
from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.clinic_rows import BILL, Papers
from support.desk import Desk, wait_for
from support.proposer import Proposer

TASK = ("ProposePrompt", "--key", str(BILL))


@pytest.fixture
def luigi(archive: Archive, papers: Papers) -> Desk:
    """Runs the task on an archive with a miss."""
    papers.corrected({"total": 40})
    made = Desk(archive)
    archive.configure(language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0")
    return made


def _candidates() -> int:
    return len(prompts.of_key(database().session(), BILL)) - 1


def test_the_task_makes_a_candidate_and_then_has_nothing_to_do(luigi: Desk, proposer: Proposer, aws: StandIn) -> None:
    assert luigi.run(*TASK) == 0, luigi.said
    assert proposer.trial() is not None
    assert luigi.run(*TASK) == 0, luigi.said
    assert "No proposal is due for summarizer:utility_bill" in luigi.said
    assert (_candidates(), len(aws.calls)) == (1, 1)


@pytest.mark.parametrize(("key", "code"), [("summarizer:no_such_type", 3), ("series_summarizer:x", 5)])
def test_a_prompt_that_does_not_exist_is_a_mistake(luigi: Desk, key: str, code: int) -> None:
    assert luigi.run("ProposePrompt", "--key", key) == code, luigi.said
    assert "alfrd prompts list" in luigi.said


def test_two_processes_at_once_make_one_candidate(luigi: Desk, aws: StandIn) -> None:
    aws.behaviour.seconds = 0.5
    both = [luigi.start(*TASK, "--settle") for _ in range(2)]
    said = [process.communicate(timeout=100)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (_candidates(), len(aws.calls)) == (1, 1)


def test_a_process_leaves_a_proposal_of_another_alone(luigi: Desk, aws: StandIn, tmp_path: Path) -> None:
    file = tmp_path / "held"
    first = luigi.start(*TASK, ALFRD_TRIGGER=f"call_answered/propose_prompt=hold:{file}")
    wait_for(file.exists)
    assert luigi.run(*TASK) == 0, luigi.said
    assert "No proposal is due" in luigi.said
    file.unlink()
    said = first.communicate(timeout=100)[0]
    assert first.returncode == 0, said
    assert (_candidates(), len(aws.calls)) == (1, 1)


@pytest.mark.parametrize(
    ("point", "calls"),
    [
        ("stage_begun", 1),
        ("call_reserved", 1),
        ("call_answered", 2),  # the answer is lost with the process
        ("answer_accepted", 2),
        ("answer_saved", 1),
        ("result_found", 1),
        ("result_written", 1),
        ("result_committed", 1),
    ],
)
def test_a_killed_proposal_is_taken_over(luigi: Desk, aws: StandIn, point: str, calls: int) -> None:
    assert luigi.run(*TASK, ALFRD_TRIGGER=f"{point}/propose_prompt=kill") == -9, luigi.said
    assert luigi.run(*TASK) == 0, luigi.said
    assert (_candidates(), len(aws.calls)) == (1, calls)


def test_a_person_who_pins_the_version_meanwhile_is_followed(
    luigi: Desk, proposer: Proposer, aws: StandIn, tmp_path: Path
) -> None:
    file = tmp_path / "held"
    process = luigi.start(*TASK, ALFRD_TRIGGER=f"result_found/propose_prompt=hold:{file}")
    wait_for(file.exists)
    selection.pin(proposer.session, BILL, pinned=True)
    file.unlink()
    said = process.communicate(timeout=100)[0]
    assert process.returncode == 0, said
    assert [each.state for each in proposer.proposals()] == ["superseded"]
    assert _candidates() == 0

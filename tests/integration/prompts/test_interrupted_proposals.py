"""What services, other runs and persons do to a proposal that is under way."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.database import prompts
from alfrd_luigi.database.connection import database
from alfrd_luigi.prompts import selection
from alfrd_luigi.settings import settings
from alfrd_luigi.standin import StandIn
from support import proposers
from support.archives import Archive
from support.clinic_rows import BILL, Papers
from support.connections import connected
from support.proposer import NEXT, RULE, RUN, Proposer, answer_by


@pytest.mark.parametrize("prompt", [math.nan, 7, ["x"], {"a": "b"}])
def test_what_is_no_proposal_fails_and_is_not_asked_again(
    proposer: Proposer, papers: Papers, aws: StandIn, prompt: Any
) -> None:
    answer_by(aws, proposers.says(prompt))
    papers.corrected({"total": 40})
    made = proposer.propose()
    assert made is not None
    assert (made.state, made.cause) == ("failed", "total wrong")
    assert "2 invalid answers" in str(made.reason)
    assert [event for event, _ in proposer.events()] == ["proposal failed"]
    proposer.propose(run=NEXT)
    assert len(aws.calls) == 2


def test_an_outage_defers_it(proposer: Proposer, papers: Papers, aws: StandIn, archive: Archive) -> None:
    archive.configure(call_attempts=1)
    aws.behaviour.script = ["server_error"]
    papers.corrected({"total": 40})
    proposer.propose()
    (waiting,) = proposer.proposals()
    assert waiting.state == "open"
    assert proposer.due() == []
    proposer.session.script(_NOW)
    made = proposer.propose(run=NEXT)
    assert made is not None
    assert (made.id, made.state) == (waiting.id, "challenged")


def test_without_money_it_waits(proposer: Proposer, papers: Papers, aws: StandIn, archive: Archive) -> None:
    archive.configure(prompt_trial_cost=0)
    papers.corrected({"total": 40})
    proposer.propose()
    (waiting,) = proposer.proposals()
    assert (waiting.state, waiting.usd) == ("open", Decimal(0))
    assert aws.calls == []
    assert proposer.due() == []


def test_a_key_in_use_is_not_waited_for(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40})
    lock = selection.lock_of(proposer.session, BILL)
    assert lock is not None
    other = database().new_session()
    try:
        assert other.value("locks.try_lock", lock_class=int(lock[0]), key=lock[1])
        proposer.propose()
    finally:
        other.close()
    assert proposer.trial() is None
    assert proposer.due() == []
    proposer.session.script(_NOW)
    proposer.propose(run=NEXT)
    assert proposer.trial() is not None
    assert len(aws.calls) == 1  # the answer was saved


def test_a_version_that_was_replaced_meanwhile_gets_no_candidate(
    proposer: Proposer, papers: Papers, aws: StandIn
) -> None:
    def replace(question: Any) -> Any:
        other = database().new_session()
        active = prompts.active(other, BILL).id
        prompts.swap(other, active, prompts.add(other, active, "Mine.", "person"), pinned=False)
        other.close()
        return proposers.adds(RULE)(question)

    answer_by(aws, replace)
    papers.corrected({"total": 40})
    made = proposer.propose()
    assert made is not None
    assert made.state == "superseded"
    assert proposer.trial() is None


def test_a_proposal_that_another_run_took_over_stores_nothing(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    def take_over(question: Any) -> Any:
        with connected(settings().database_url) as own:
            own.execute("UPDATE prompt_proposals SET run_id = (SELECT id FROM runs WHERE id <> %s LIMIT 1)", [RUN])
        return proposers.adds(RULE)(question)

    papers.corrected({"total": 40})
    answer_by(aws, take_over)
    proposer.propose()
    assert [each.state for each in proposer.proposals()] == ["open"]
    assert proposer.trial() is None
    with connected(settings().database_url) as own:
        own.execute("SELECT count(*) FROM answers")
        assert own.fetchall() == [(0,)]


_NOW = "UPDATE prompt_proposals SET next_attempt_at = NULL"

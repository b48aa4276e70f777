"""Which prompts are due for a proposal, and what scorers suggested, which costs nothing and comes first."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import prompts, runs, trials
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.prompts import proposals, selection
from alfrd_luigi.standin import StandIn
from alfrd_luigi.standin.answers import SUGGESTION
from support.archives import Archive
from support.clinic_rows import BILL, CLASSIFIED, TYPE, Papers
from support.proposer import NEXT, RUN, Proposer


def test_an_archive_without_misses_has_none(proposer: Proposer, papers: Papers) -> None:
    papers.answered()
    papers.scored(1.0)
    assert proposer.due() == []


def test_a_correction_in_the_clinic_makes_its_key_due(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"total": 40})
    assert proposer.due() == [BILL]


def test_a_correction_of_the_type_makes_the_classifier_due(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"type": "receipt"}, CLASSIFIED, key=TYPE)
    assert proposer.due() == [TYPE]


@pytest.mark.parametrize("is_", [{"title": "My bill"}, {"type": "receipt"}, {"note": "paid"}])
def test_what_a_summariser_is_not_asked_for_does_not(proposer: Proposer, papers: Papers, is_: dict[str, Any]) -> None:
    papers.corrected(is_)
    assert proposer.due() == []


def test_the_court_is_never_looked_at(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"total": 40}, court=True)
    assert proposer.due() == []


def test_an_undone_correction_counts_no_more(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"total": 40})
    undo_act(proposer.session, "anna")
    assert proposer.due() == []


@pytest.mark.parametrize(("scores", "is_due"), [([0.5] * 4, False), ([0.5] * 5, True), ([0.96] * 5, False)])
def test_low_scores_need_to_be_enough(proposer: Proposer, papers: Papers, scores: list[float], is_due: bool) -> None:
    for score in scores:
        papers.scored(score, court=True)  # a mean tells nothing of a document
    assert proposer.due() == ([BILL] if is_due else [])


def test_a_pinned_version_is_left_alone(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"total": 40})
    selection.pin(proposer.session, BILL, pinned=True)
    assert proposer.due() == []
    assert proposer.propose() is None


def test_a_key_has_one_challenger_at_a_time(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"total": 40})
    assert proposer.propose() is not None
    assert proposer.due(NEXT) == []


def test_rules_follow_no_prompts(proposer: Proposer, papers: Papers, archive: Archive) -> None:
    papers.corrected({"total": 40})
    archive.configure(language_engine="offline")
    assert not proposals.is_due(proposer.session, RUN, BILL)
    assert proposer.propose() is None


def test_a_run_that_finds_nothing_to_try_ends_well(proposer: Proposer, papers: Papers) -> None:
    papers.corrected({"type": "invoice"}, CLASSIFIED, key=TYPE)  # the answer was right
    made = proposer.propose(TYPE)
    assert made is not None
    assert made.state == "exhausted"
    runs.set_finished(proposer.session, RUN)
    assert runs.is_finished(proposer.session, RUN)


def test_a_static_prompt_never_evolves(proposer: Proposer, papers: Papers) -> None:
    scorer = Key("summary_scorer")
    papers.corrected({"total": 40}, key=scorer)
    for _ in range(5):
        papers.scored(0.1, SUGGESTION, key=scorer)
    assert proposer.due() == []


def test_a_suggestion_becomes_a_candidate_without_a_call(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.weaken(SUGGESTION)
    papers.corrected({"total": 40})
    made = proposer.propose()
    assert made is not None
    assert (made.state, made.candidate) == ("challenged", 2)
    assert made.usd == 0
    assert proposer.candidate() == SUGGESTION
    assert aws.calls == []
    ((event, told),) = proposer.events()
    assert (event, told["version"], told["candidate"]) == ("challenged", 1, 2)
    versions = [(row.version, row.active, row.origin) for row in prompts.of_key(proposer.session, BILL)]
    assert versions == [(1, True, "shipped"), (2, False, "suggested")]


def test_the_court_suggests_nothing(proposer: Proposer, papers: Papers) -> None:
    papers.weaken()
    papers.scored(0.1, SUGGESTION, court=True)
    made = proposer.propose()
    assert made is not None
    assert made.cause == "low scores"


def test_what_may_not_become_a_version_is_refused_once(proposer: Proposer, papers: Papers) -> None:
    papers.weaken("Say more.")
    papers.scored(0.6, SUGGESTION)
    assert proposer.propose() is not None
    assert [each.state for each in proposer.proposals()] == ["refused", "challenged"]
    assert [event for event, _ in proposer.events()] == ["proposal refused", "challenged"]
    assert proposer.candidate() == SUGGESTION


def test_a_suggestion_is_tried_once(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.weaken(SUGGESTION)
    proposer.propose()
    trial = proposer.trial()
    assert trial is not None
    trials.close(proposer.session, trial.id, "given_up", "not ahead")
    made = proposer.propose(run=NEXT)
    assert made is not None
    assert (made.state, made.cause) == ("challenged", "low scores")
    assert len(aws.calls) == 1

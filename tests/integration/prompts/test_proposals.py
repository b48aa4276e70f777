"""What a model is shown to propose a prompt, and what its answer becomes."""

from __future__ import annotations

import pytest

from alfrd_luigi.database import calls, prompts, trials
from alfrd_luigi.database.calls import By
from alfrd_luigi.standin import StandIn
from support import proposers
from support.clinic_rows import BILL, CLASSIFIED, RECORD, TEXT, TYPE, Papers
from support.proposer import NEXT, RULE, Proposer, answer_by, asked


def test_a_miss_becomes_a_candidate(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40})
    made = proposer.propose()
    assert made is not None
    assert (made.state, made.cause, made.candidate, made.incumbent) == ("challenged", "total wrong", 2, 1)
    trial = proposer.trial()
    assert trial is not None
    assert (trial.number, trial.candidate, trial.incumbent) == (1, 2, 1)
    assert proposer.candidate().endswith(f"- {RULE}")
    assert proposer.events() == [("challenged", {"version": 1, "candidate": 2, "cause": "total wrong"})]
    assert len(aws.calls) == 1


def test_the_question(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40, "field.account_number": "77-2"}, text=f"{TEXT}\nAccount 77-2")
    proposer.propose()
    told = asked(aws)
    (miss,) = told["misses"]
    assert miss["text"] == f"{TEXT}\nAccount 77-2"
    assert miss["wrong"] == {
        "total": {"answered": 41.2, "right": 40},
        "field.account_number": {"answered": "77-1", "right": "77-2"},
    }
    assert miss["answer"]["entity"] == "Northwind Water"
    assert told["instructions"] == prompts.active(proposer.session, BILL).text
    assert told["most_words"] == 300
    assert any("null" in clause for clause in told["contract"])
    assert told["document_type"] == "utility_bill"
    assert told["earlier"] == []


def test_the_most_frequent_cause_comes_first_with_three_misses(
    proposer: Proposer, papers: Papers, aws: StandIn
) -> None:
    papers.corrected({"currency": "EUR"})
    for number in range(4):
        papers.corrected({"total": 40 + number}, {**RECORD, "total_amount": None}, text=f"{TEXT}\nPaper {number}")
    proposer.propose()
    told = asked(aws)
    assert told["cause"] == "total left blank"
    assert [miss["text"][-7:] for miss in told["misses"]] == ["Paper 3", "Paper 2", "Paper 1"]


def test_no_text_of_the_court_is_shown(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40})
    for _ in range(3):
        papers.corrected({"total": 40}, text="A secret of the court", court=True)
    proposer.propose()
    assert "A secret of the court" not in aws.calls[0].body
    assert len(asked(aws)["misses"]) == 1


def test_a_type_that_was_taken_for_another(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"type": "receipt"}, CLASSIFIED, key=TYPE)
    proposer.propose(TYPE)
    told = asked(aws)
    assert told["cause"] == "receipt taken for invoice"
    assert {"name", "description"} == set(told["types"][0])
    assert proposer.trial(TYPE) is not None


def test_an_answer_that_a_person_bears_out_is_no_miss(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40}, {**RECORD, "total_amount": 40})  # the memory or a rule had changed it
    made = proposer.propose()
    assert made is not None
    assert made.state == "exhausted"
    assert aws.calls == []


def test_low_scores_without_any_word_of_a_person(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.weaken()
    proposer.propose()
    told = asked(aws)
    assert told["cause"] == "low scores"
    assert [miss["wrong"] for miss in told["misses"]] == [{}, {}, {}]


def test_earlier_candidates_are_told_without_figures_of_the_court(
    proposer: Proposer, papers: Papers, aws: StandIn
) -> None:
    document = papers.corrected({"total": 40})
    papers.corrected({"currency": "EUR"})
    proposer.propose()
    trial = proposer.trial()
    assert trial is not None
    trials.compare(proposer.session, trial.id, document, "court", {})
    trials.set_judged(proposer.session, trial.id, document, -1, is_first=True, reasoning="A secret of the court")
    trials.close(proposer.session, trial.id, "given_up", "behind")
    aws.reset()
    answer_by(aws, proposers.adds("Another rule."))
    made = proposer.propose(run=NEXT)
    assert made is not None
    assert made.state == "challenged"
    (earlier,) = asked(aws)["earlier"]
    assert earlier.pop("instructions").endswith(RULE)
    assert earlier == {"state": "given up"}
    assert "A secret of the court" not in aws.calls[0].body
    second = proposer.trial()
    assert second is not None
    assert second.number == 2


def test_a_long_text_is_shortened(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40}, text="word " * 40_000)
    proposer.propose()
    assert len(asked(aws)["misses"][0]["text"]) <= 9_000


def test_a_long_value_is_shortened(proposer: Proposer, papers: Papers, aws: StandIn) -> None:
    papers.corrected({"total": 40}, {**RECORD, "structured_data": {"account_number": "7" * 9_000}})
    proposer.propose()
    assert len(asked(aws)["misses"][0]["answer"]["field.account_number"]) < 1_100


@pytest.mark.parametrize("by", ["stage", "type", "document"])
def test_the_call_is_booked_for_the_proposal(proposer: Proposer, papers: Papers, by: By) -> None:
    papers.corrected({"total": 40})
    made = proposer.propose()
    assert made is not None
    assert made.usd > 0
    (row,) = calls.cost(proposer.session, by, None)
    assert row.usd == made.usd
    assert row.what in ("propose_prompt", "proposals of prompts", str(made.id))

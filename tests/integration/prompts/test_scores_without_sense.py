"""A score that is no number from 0 to 1 is stored nowhere, and makes no prompt weak."""

from __future__ import annotations

import math

import pytest

from alfrd_luigi.database import prompts, stage_results
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.clinic_rows import BILL, Papers
from support.pipeline import worked
from support.proposer import Proposer


@pytest.mark.parametrize("score", [math.nan, math.inf, -0.1, 1.1, "0.9", None])
def test_an_answer_with_such_a_score_is_refused(
    proposer: Proposer, archive: Archive, aws: StandIn, score: float | str | None
) -> None:
    said = {"score": score, "reasoning": "", "suggested_prompt": None}
    aws.behaviour.answers = {"score_summary": lambda _: said, "score_classification": lambda _: said}
    document = worked(archive)[0]
    assert stage_results.result(proposer.session, document, "file") is not None
    assert stage_results.result(proposer.session, document, "score_summary") is None
    assert {row.documents for row in prompts.listing(proposer.session)} == {0}


@pytest.mark.parametrize("score", [math.nan, math.inf, 1.1])
def test_the_table_takes_no_such_score(proposer: Proposer, papers: Papers, score: float) -> None:
    document, active = papers.answered(), prompts.active(proposer.session, BILL)
    with pytest.raises(AlfrdError):
        prompts.score(proposer.session, active.id, document, score, None)


def test_scores_that_are_constant_are_a_mean_like_any_other(proposer: Proposer, papers: Papers) -> None:
    for _ in range(6):
        papers.scored(1.0, "Say more.")
    assert proposer.due() == []

"""A document that goes for good takes with it what was proposed by what it showed."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections.purge import purge_due
from alfrd_luigi.database import documents, prompts, proposals, trials
from alfrd_luigi.settings import settings
from alfrd_luigi.standin.answers import SUGGESTION
from support.archives import Archive
from support.clinic_rows import BILL, Papers
from support.connections import connected
from support.document_rows import ids
from support.proposer import RULE, Proposer


@pytest.fixture
def shown(proposer: Proposer, papers: Papers) -> UUID:
    """A document that was shown for the candidate of its key."""
    document = papers.corrected({"total": 40})
    proposer.propose()
    return document


def _purge(proposer: Proposer, document: UUID) -> None:
    for each in ids(proposer.session):
        for file in documents.files(proposer.session, each):
            path = settings().documents_dir / file.key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * file.size)
    bin.delete(proposer.session, [document], "anna")
    assert purge_due(proposer.session, 0) == 1


def test_the_candidate_its_trial_and_the_saved_answer_go(proposer: Proposer, archive: Archive, shown: UUID) -> None:
    trial = proposer.trial()
    assert trial is not None
    _purge(proposer, shown)
    assert [RULE in each.text for each in prompts.of_key(proposer.session, BILL)] == [False, False]
    ended = trials.trial(proposer.session, trial.id)
    assert (ended.state, ended.reason) == ("withdrawn", "a document from which the candidate came was deleted")
    with connected(archive.database_url) as own:
        own.execute("SELECT count(*) FROM answers")
        assert own.fetchall() == [(0,)]


def test_a_promoted_candidate_gives_its_place_back(proposer: Proposer, shown: UUID) -> None:
    trial = proposer.trial()
    assert trial is not None
    prompts.swap(proposer.session, trial.incumbent_id, trial.candidate_id, pinned=False)
    _purge(proposer, shown)
    assert prompts.active(proposer.session, BILL).version == 1


def test_another_document_leaves_it(proposer: Proposer, papers: Papers, shown: UUID) -> None:
    _purge(proposer, papers.answered())
    assert proposer.candidate().endswith(RULE)


def test_what_comes_back_from_the_bin_is_still_known_as_shown(proposer: Proposer, shown: UUID) -> None:
    bin.delete(proposer.session, [shown], "anna")
    bin.restore(proposer.session, [shown], "anna")
    _purge(proposer, shown)
    assert [RULE in each.text for each in prompts.of_key(proposer.session, BILL)] == [False, False]


def test_a_suggestion_that_became_a_candidate_goes_with_its_document(proposer: Proposer, papers: Papers) -> None:
    papers.weaken()
    document = papers.scored(0.6, SUGGESTION)
    proposer.propose()
    _purge(proposer, document)
    assert [each.state for each in proposals.of_key(proposer.session, BILL)] == ["challenged"]
    assert all(each.text != SUGGESTION for each in prompts.of_key(proposer.session, BILL))

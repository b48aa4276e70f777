"""The evolution of prompts: which version is challenged, which stays, and that two processes cannot both decide."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from alfrd_luigi.database import documents, events, prompts
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.prompts import evolution
from alfrd_luigi.settings import Settings
from support.archives import Archive

RULES = Settings(min_documents_for_scoring=3, prompt_score_ceiling=0.9, prompt_update_threshold=0.05)
KEY = ("summarizer", "receipt")


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def _document(session: Session) -> UUID:
    id = uuid4()
    documents.insert(session, id, datetime.now(UTC), "test", sha256(id.bytes).hexdigest())
    return id


def _score(session: Session, scores: Sequence[float], suggestion: str | None = None) -> int:
    """Give the active version results worth `scores`, each with the suggestion; the version's id."""
    active: int = prompts.active(session, *KEY).id
    for score in scores:
        prompts.score(session, active, _document(session), score, suggestion)
    return active


def _versions(session: Session) -> list[tuple[int, bool, bool]]:
    return [(row.version, row.active, row.on_trial) for row in prompts.listing(session, *KEY)]


def test_nothing_is_decided_on_too_few_results(session: Session) -> None:
    _score(session, [0.1, 0.1], "Say more.")
    assert evolution.decide(session, *KEY, RULES) is None
    assert _versions(session) == [(1, True, False)]


def test_a_strong_version_is_not_challenged(session: Session) -> None:
    _score(session, [0.95, 0.95, 0.9], "Say more.")
    assert evolution.decide(session, *KEY, RULES) is None


def test_a_weak_version_without_advice_stays(session: Session) -> None:
    _score(session, [0.2, 0.2, 0.2])
    assert evolution.decide(session, *KEY, RULES) is None


@pytest.mark.parametrize("useless", ["", "  \n\t", "word " * 301])
def test_advice_that_is_empty_or_too_long_is_passed_over(session: Session, useless: str) -> None:
    _score(session, [0.2, 0.2, 0.2], useless)
    assert evolution.decide(session, *KEY, RULES) is None


def test_a_weak_version_is_challenged_and_the_challenger_has_no_score_of_its_own(session: Session) -> None:
    _score(session, [0.5, 0.5, 0.5], "Say more.")
    assert evolution.decide(session, *KEY, RULES) == "challenged"
    assert _versions(session) == [(1, False, False), (2, True, True)]
    assert prompts.listing(session, *KEY)[1].score is None
    assert evolution.decide(session, *KEY, RULES) is None


def test_the_advice_of_the_worst_result_is_tried_first(session: Session) -> None:
    _score(session, [0.8], "Good advice.")
    _score(session, [0.1], "Better advice.")
    _score(session, [0.7], "Other advice.")
    evolution.decide(session, *KEY, RULES)
    assert prompts.active(session, *KEY).text == "Better advice."


def test_a_challenger_that_does_clearly_better_stays(session: Session) -> None:
    _score(session, [0.5, 0.5, 0.5], "Say more.")
    evolution.decide(session, *KEY, RULES)
    _score(session, [0.6, 0.6, 0.6])
    assert evolution.decide(session, *KEY, RULES) == "kept"
    assert _versions(session) == [(1, False, False), (2, True, False)]


@pytest.mark.parametrize("scores", [[0.55, 0.55, 0.55], [0.5, 0.5, 0.5], [0.1, 0.1, 0.1]])
def test_a_challenger_that_does_not_do_clearly_better_goes(session: Session, scores: list[float]) -> None:
    _score(session, [0.5, 0.5, 0.5], "Say more.")
    evolution.decide(session, *KEY, RULES)
    _score(session, scores)
    assert evolution.decide(session, *KEY, RULES) == "reverted"
    assert _versions(session) == [(1, True, False), (2, False, False)]


def test_the_same_advice_is_never_tried_twice(session: Session) -> None:
    _score(session, [0.5, 0.5, 0.5], " Say more.\n")
    evolution.decide(session, *KEY, RULES)
    _score(session, [0.1, 0.1, 0.1], "Say more.")
    evolution.decide(session, *KEY, RULES)
    assert evolution.decide(session, *KEY, RULES) is None


def test_a_trial_ends_on_the_scores_of_its_own_version_alone(session: Session) -> None:
    incumbent = _score(session, [0.5, 0.5, 0.5], "Say more.")
    evolution.decide(session, *KEY, RULES)
    for _ in range(5):  # results that the incumbent made before, scored late
        prompts.score(session, incumbent, _document(session), 0.5, None)
    assert evolution.decide(session, *KEY, RULES) is None


def test_a_pinned_version_is_not_challenged(session: Session) -> None:
    prompts.pin(session, _score(session, [0.1, 0.1, 0.1], "Say more."), pinned=True)
    assert evolution.decide(session, *KEY, RULES) is None


def test_scoring_a_document_again_replaces_its_score(session: Session) -> None:
    active: int = prompts.active(session, *KEY).id
    document = _document(session)
    for score in (0.2, 0.6):
        prompts.score(session, active, document, score, None)
    row = prompts.listing(session, *KEY)[0]
    assert (row.score, row.documents) == (0.6, 1)


def test_every_decision_is_an_event(session: Session) -> None:
    _score(session, [0.5, 0.5, 0.5], "Say more.")
    evolution.decide(session, *KEY, RULES)
    recorded = events.of(session, "prompt", "summarizer:receipt")
    assert [event.event for event in recorded] == ["challenged"]


def test_many_deciders_at_once_make_one_challenger(session: Session) -> None:
    for number in range(6):
        _score(session, [0.3], f"Advice {number}.")
    start = threading.Barrier(6)
    decided: list[object] = []

    def decide() -> None:
        mine = database().session()
        start.wait()
        decided.append(evolution.decide(mine, *KEY, RULES))
        database().close()

    threads = [threading.Thread(target=decide) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert decided.count("challenged") == 1
    assert _versions(session) == [(1, False, False), (2, True, True)]

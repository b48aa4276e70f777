"""How a trial ends, by what was decided and by what happened meanwhile; without a model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from alfrd_luigi.database import events, locks, prompts, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, PermanentError, TransientError
from alfrd_luigi.prompts import decisions, selection
from alfrd_luigi.prompts.rule import Action, Verdict
from alfrd_luigi.prompts.trials import TrialStep
from alfrd_luigi.stages.retry import Fail, Retry
from support import document_rows, trial_rows
from support.archives import Archive
from support.trial_rows import KEY, Challenge

RUN, OTHER = "20240601T000000-mine", "20240601T000000-other"


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    """A session whose runs are alive."""
    made = database().session()
    for run in (RUN, OTHER):
        runs.hold(database(), run)
    yield made
    for run in (RUN, OTHER):
        runs.release(run)


def _end(session: Session, trial: Challenge, action: Action, reason: str = "so it is") -> tuple[str, str | None]:
    """Carry out a verdict. Returns the state of the trial, and the reason."""
    with session.transaction():
        assert decisions.carry_out(session, trials.trial(session, trial.id), Verdict(action, reason))
    ended = trials.trial(session, trial.id)
    assert (ended.closed_at is None) == (ended.state == "open")
    return ended.state, ended.reason


def _told(session: Session) -> str:
    """The last event of the prompts of the key."""
    return events.of(session, "prompt", str(KEY))[-1].event


def _replace_active(session: Session) -> int:
    active = prompts.active(session, KEY).id
    other = prompts.add(session, active, "By a person.", "person")
    assert prompts.swap(session, active, other, pinned=False)
    return other


@pytest.mark.parametrize(("action", "state"), [("keep", "kept"), ("give_up", "given_up")])
def test_a_candidate_that_is_no_better_leaves_the_active_version(session: Session, action: Action, state: str) -> None:
    trial, before = trial_rows.challenge(session), prompts.active(session, KEY).id
    assert _end(session, trial, action) == (state, "so it is")
    assert prompts.active(session, KEY).id == before
    assert _told(session) == state.replace("_", " ")


def test_a_candidate_that_loses_more_of_the_corrections_is_refused(session: Session) -> None:
    trial, before = trial_rows.challenge(session), prompts.active(session, KEY).id
    wrong = {"total": {"is": 41.2, "incumbent": True, "candidate": False}}
    document = document_rows.registered(session)
    trials.compare(session, trial.id, document, "corrections", wrong)
    assert _end(session, trial, "promote") == (
        "refused",
        f"wrong in 1 of 1 corrected values, the active version in 0: {str(document)[:8]} (total)",
    )
    assert prompts.active(session, KEY).id == before


def test_a_promotion_is_withdrawn_if_the_active_version_was_replaced(session: Session) -> None:
    trial, other = trial_rows.challenge(session), _replace_active(session)
    assert _end(session, trial, "promote") == ("withdrawn", "the active version was replaced meanwhile")
    assert prompts.active(session, KEY).id == other


def test_a_return_is_withdrawn_if_the_active_version_was_replaced(session: Session) -> None:
    trial = trial_rows.challenge(session)
    back = Challenge(trial_rows.promote(session, trial, is_audited=False), 0)
    other = _replace_active(session)
    assert _end(session, back, "return") == ("withdrawn", "the active version was replaced meanwhile")
    assert prompts.active(session, KEY).id == other


def test_a_former_version_returns_and_its_successor_s_challenge_is_withdrawn(session: Session) -> None:
    former = prompts.active(session, KEY).id
    back = Challenge(trial_rows.promote(session, trial_rows.challenge(session), is_audited=False), 0)
    challenge = trial_rows.challenge(session, "Say less.")
    assert _end(session, back, "return") == ("returned", "so it is")
    assert prompts.active(session, KEY).id == former
    withdrawn = trials.trial(session, challenge.id)
    assert (withdrawn.state, withdrawn.reason) == ("withdrawn", "the version that it challenged was replaced")


def test_a_decision_waits_while_the_type_is_in_use(session: Session) -> None:
    trial = trial_rows.challenge(session)
    lock = selection.lock_of(session, KEY)
    assert lock is not None
    with closing(database().new_session()) as busy, busy.transaction(), session.transaction():
        locks.hold_to_end(busy, *lock)
        assert not decisions.carry_out(session, trials.trial(session, trial.id), Verdict("keep"))
    assert trials.trial(session, trial.id).state == "open"


def test_a_step_of_a_trial_that_another_run_has_or_that_has_ended(session: Session) -> None:
    trial = trial_rows.challenge(session)
    assert trials.claim(session, OTHER, trial.id)
    with pytest.raises(BusyError, match=f"trial {trial.id} is worked on by another run"):
        TrialStep(trial.id, RUN).begin(session)
    trials.release(session, OTHER, trial.id)
    assert TrialStep(trial.id, RUN).begin(session)
    trials.close(session, trial.id, "kept", "so it is")
    assert not TrialStep(trial.id, RUN).begin(session)


def test_a_failure_defers_a_trial_or_ends_it_and_no_document(session: Session) -> None:
    trial = trial_rows.challenge(session)
    step = TrialStep(trial.id, RUN)
    assert step.begin(session)
    step.record_failure(session, TransientError("busy"), Retry(3600, Failures(1, is_blamed=True)), 0.0)
    deferred = trials.trial(session, trial.id)
    assert (deferred.state, deferred.run_id) == ("open", None)
    assert trial.id not in [due.id for due in trials.due(session, RUN, 10)]

    trials.wake(session)
    session.script("UPDATE prompt_trials SET next_attempt_at = NULL")
    assert step.begin(session)
    held = step.hold(session)
    assert held is not None
    assert held.last_at is not None
    assert held._replace(last_at=None) == Failures(1, is_blamed=True)
    step.record_failure(session, PermanentError("no answer fits", "See it"), Fail(Failures(2, is_blamed=True)), 0.0)
    ended = trials.trial(session, trial.id)
    assert (ended.state, ended.reason, ended.run_id) == ("failed", "no answer fits. See it", None)
    assert _told(session) == "trial failed"

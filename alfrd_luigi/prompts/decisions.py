"""Carries out what a trial decides, under the lock of its key and in the transaction of the caller."""

from __future__ import annotations

from alfrd_luigi.database import events, prompts, trials
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import State, Trial
from alfrd_luigi.prompts import corrections_check, selection
from alfrd_luigi.prompts.rule import Verdict
from alfrd_luigi.prompts.selection import Succession


def carry_out(session: Session, trial: Trial, verdict: Verdict) -> bool:
    """Carry out a verdict other than to continue. Returns False, and does nothing, if the key is in use now."""
    if not selection.hold_if_free(session, trial.key):
        return False
    match verdict.action:
        case "promote":
            _promote(session, trial, verdict)
        case "return":
            _return(session, trial, verdict)
        case "keep":
            _close(session, trial, "kept", verdict.reason)
        case _:
            _close(session, trial, "given_up", verdict.reason)
    return True


def _promote(session: Session, trial: Trial, verdict: Verdict) -> None:
    fault = corrections_check.fault(trials.pairs(session, trial.id))
    if fault is not None:
        _close(session, trial, "refused", fault)
    elif selection.replace(session, trial.key, _succession(trial, verdict), "a candidate was promoted"):
        _close(session, trial, "promoted", verdict.reason, is_audited=verdict.is_audited)
    else:
        _close(session, trial, "withdrawn", "the active version was replaced meanwhile")


def _succession(trial: Trial, verdict: Verdict) -> Succession:
    return Succession(trial.incumbent_id, trial.candidate_id, trial.number, verdict.is_audited)


def _return(session: Session, trial: Trial, verdict: Verdict) -> None:
    if not prompts.swap(session, trial.incumbent_id, trial.candidate_id, pinned=False):
        _close(session, trial, "withdrawn", "the active version was replaced meanwhile")
        return
    challenge = trials.open_of_key(session, trial.key, "challenge")
    if challenge is not None:
        _close(session, challenge, "withdrawn", "the version that it challenged was replaced")
    _close(session, trial, "returned", verdict.reason)
    selection.resume(session, trial.key, trial.candidate_id)
    selection.activated(session, trial.key, trial.candidate_id, "a former version came back")


def _close(session: Session, trial: Trial, state: State, reason: str, *, is_audited: bool | None = None) -> None:
    trials.close(session, trial.id, state, reason, is_audited=is_audited)
    told = {"version": trial.candidate, "against": trial.incumbent, "reason": reason}
    events.record(session, trial.run_id, "prompt", str(trial.key), state.replace("_", " "), **told)

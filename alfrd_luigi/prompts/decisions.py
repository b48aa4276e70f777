"""Carries out what a trial decides, under the lock of its key and in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alfrd_luigi.database import events, prompts, trials
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Pair, State, Trial
from alfrd_luigi.prompts import selection
from alfrd_luigi.prompts.rule import Verdict
from alfrd_luigi.prompts.selection import Succession

# What a fault names at most. The pairs of the trial hold the rest.
_MOST_NAMED = 5


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
    found = fault(trials.pairs(session, trial.id))
    if found is not None:
        _close(session, trial, "refused", found)
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


def fault(pairs: Iterable[Pair]) -> str | None:
    """What a candidate loses of the newest corrections of its key; None if that is no more than the incumbent does.

    A correction exists because some version was wrong there, so it says nothing of which version is better. But a
    candidate that loses more of what persons corrected than the active version does is refused.
    """
    corrected = [pair for pair in pairs if pair.part == "corrections"]
    values = [value for pair in corrected for value in pair.values.values()]
    by_incumbent = sum(not value.incumbent for value in values)
    by_candidate = sum(not value.candidate for value in values)
    if by_candidate <= by_incumbent:
        return None
    wrong = f"wrong in {by_candidate} of {len(values)} corrected values, the active version in {by_incumbent}"
    return f"{wrong}: {_named([told for pair in corrected if (told := _broken(pair))])}"


def _broken(pair: Pair) -> str | None:
    """The document with the values that the candidate has wrong, and the incumbent has not."""
    names = sorted(name for name, value in pair.values.items() if value.incumbent and not value.candidate)
    return f"{str(pair.document_id)[:8]} ({', '.join(names)})" if names else None


def _named(broken: Sequence[str]) -> str:
    more = len(broken) - _MOST_NAMED
    return "; ".join([*broken[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])

"""A person's decisions about prompts: which version is active, which is tried, and whether it may be challenged."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import events, locks, prompts, regenerations, trials, types
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.prompts import EVOLVING, ActivePrompt, Key, Origin
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Trial
from alfrd_luigi.errors import ConflictError, InvalidInputError
from alfrd_luigi.prompts import candidates
from alfrd_luigi.triggers import Point, reached

_SEED_BYTES = 8
_LONGEST_REASON = 500


class Proposed(NamedTuple):
    """A candidate that a person proposed, the version that it challenges, and that whose challenge it replaced."""

    trial: UUID
    version: int
    against: int
    withdrawn: int | None


class Succession(NamedTuple):
    """The ids of the active version and of its successor, and the number of the challenge that decided (from 1).

    `is_audited` says whether audits decided it; None if a person did.
    """

    former: int
    successor: int
    number: int
    is_audited: bool | None


class Accepted(NamedTuple):
    """The version that a person made active, and the version that it replaced."""

    version: int
    replaced: int


def propose(session: Session, key: Key, text: str, by: str, *, replace: bool = False) -> Proposed:
    """Let a text challenge the active version of a key. With `replace`, an open challenge is withdrawn.

    Raises NotFoundError for a key without prompts, InvalidInputError for a text that cannot be tried, and ConflictError
    if a challenge is open.
    """
    with session.transaction():
        active = prompts.lock_active(session, key)
        wanted = candidates.checked(session, active, text)
        former = _make_room(session, active, replace=replace)
        trial = challenge(session, active, wanted, "person")
        _record(session, key, "challenged", version=trial.candidate, against=active.version, by=by)
    reached(Point.PROMPT_COMMITTED)
    return Proposed(trial.id, trial.candidate, active.version, former)


def challenge(session: Session, active: ActivePrompt, text: str, origin: Origin) -> Trial:
    """Let a text challenge the active version, in the caller's transaction. Raises ConflictError if another does."""
    added = prompts.add(session, active.id, text, origin)
    number, seed = trials.challenges(session, active.key) + 1, secrets.token_hex(_SEED_BYTES)
    id = trials.open(session, "challenge", added, active.id, number, seed)
    if id is None:
        raise ConflictError(f"another version of {active.key} went on trial meanwhile", "Try again")
    reached(Point.PROMPT_WRITTEN)
    return trials.trial(session, id)


def accept(session: Session, key: Key, version: int | None, because: str, by: str) -> Accepted:
    """Make a version active on a person's word; None is the candidate of the open challenge.

    The former version is tried against it as after any promotion. Raises NotFoundError for a version that does not
    exist, and InvalidInputError without a challenge, without a reason, and for the active version.
    """
    reason = " ".join(because.replace("\0", "").split())
    if not 0 < len(reason) <= _LONGEST_REASON:
        raise InvalidInputError(
            f"the reason is empty, or has more than {_LONGEST_REASON} characters", "Say why this version is better"
        )
    with _deciding(session, key) as active:
        chosen, rival = _chosen(session, active, version), trials.open_of_key(session, key, "challenge")
        if rival is not None:
            _end(session, rival, chosen, f"accepted by {by}: {reason}")
        number = max(trials.challenges(session, key), 1)
        replace(session, key, Succession(active.id, chosen, number, None), "a person accepted a version")
        accepted = prompts.active(session, key).version
        _record(session, key, "accepted", version=accepted, against=active.version, by=by, because=reason)
    return Accepted(accepted, active.version)


def candidate(session: Session, key: Key) -> Trial:
    """The open challenge of a key. Raises InvalidInputError if there is none."""
    trial = trials.open_of_key(session, key, "challenge")
    if trial is None:
        raise InvalidInputError(f"no version of {key} is on trial", "Name a version")
    return trial


def roll_back(session: Session, key: Key, version: int) -> int:
    """Make a version active, and pin it so that it is not challenged at once. Returns the version that it replaces.

    Raises NotFoundError if the key or the version does not exist.
    """
    with _deciding(session, key) as active:
        chosen = prompts.version(session, key, version)
        if chosen == active.id:
            prompts.pin(session, active.id, pinned=True)
        else:
            prompts.swap(session, active.id, chosen, pinned=True)
            activated(session, key, chosen, "a person chose a version")
        _withdraw(session, key, "a person chose the active version")
        _record(session, key, "rolled back", version=active.version, to=version)
    return active.version


def pin(session: Session, key: Key, *, pinned: bool) -> int:
    """Pin the active version, which ends trials against it, or unpin it. Returns the version number."""
    with _deciding(session, key) as active:
        prompts.pin(session, active.id, pinned)
        if pinned:
            _withdraw(session, key, "a person pinned the active version")
        _record(session, key, "pinned" if pinned else "unpinned", version=active.version)
    return active.version


def replace(session: Session, key: Key, made: Succession, reason: str) -> bool:
    """Make a version active, and begin to ask whether the former one was better.

    Returns False, and does nothing, if the former version is not active any more.
    """
    if not prompts.swap(session, made.former, made.successor, pinned=False):
        return False
    returning = trials.open_of_key(session, key, "return")
    if returning is not None:
        trials.close(session, returning.id, "superseded", reason)
    if key.kind in EVOLVING:
        _open_return(session, made)
    activated(session, key, made.successor, reason)
    return True


def resume(session: Session, key: Key, version: int) -> None:
    """Ask again whether the predecessor of a version that has come back was better, if its successor cut that short."""
    returns = (each for each in trials.of_key(session, key) if each.purpose == "return")
    last = next((each for each in returns if each.incumbent_id == version), None)
    if last is not None and last.state == "superseded":
        _open_return(session, Succession(last.candidate_id, version, last.number, last.is_audited))


def _open_return(session: Session, made: Succession) -> None:
    versions, seed = (made.former, made.successor, made.number), secrets.token_hex(_SEED_BYTES)
    trials.open(session, "return", *versions, seed, is_audited=made.is_audited)


def activated(session: Session, key: Key, prompt_id: int, reason: str) -> None:
    """Follow up that another version is active: the members of its series are read again."""
    if key.series_id is not None:
        regenerations.request(session, key.series_id, prompt_id, reason)


def _record(session: Session, key: Key, event: str, **details: object) -> None:
    events.record(session, None, "prompt", str(key), event, **details)


def _make_room(session: Session, active: ActivePrompt, *, replace: bool) -> int | None:
    """Withdraw the open challenge of a key, or refuse to. Returns the version that it tried."""
    if active.is_pinned:
        raise InvalidInputError(
            f"version {active.version} of {active.key} is pinned, and is not challenged",
            f"Unpin it: alfrd prompts unpin {active.key}",
        )
    rival = trials.open_of_key(session, active.key, "challenge")
    if rival is None:
        return None
    if not replace:
        raise ConflictError(
            f"version {rival.candidate} of {active.key} is on trial (trial {str(rival.id)[:8]})",
            "Wait until its trial ends, or let the new text replace it (--replace)",
        )
    trials.close(session, rival.id, "withdrawn", "a person proposed another version")
    return rival.candidate


def _chosen(session: Session, active: ActivePrompt, version: int | None) -> int:
    """The id of the version that a person accepts."""
    if version is None:
        return candidate(session, active.key).candidate_id
    chosen = prompts.version(session, active.key, version)
    if chosen == active.id:
        raise InvalidInputError(f"version {version} of {active.key} is active already", "Name another version")
    return chosen


def _end(session: Session, rival: Trial, chosen: int, reason: str) -> None:
    """End the open challenge of a key of which a person accepts a version."""
    if rival.candidate_id == chosen:
        trials.close(session, rival.id, "promoted", reason)
    else:
        trials.close(session, rival.id, "withdrawn", "a person accepted another version")


def _withdraw(session: Session, key: Key, reason: str) -> None:
    for purpose in ("challenge", "return"):
        trial = trials.open_of_key(session, key, purpose)
        if trial is not None:
            trials.close(session, trial.id, "withdrawn", reason)


@contextmanager
def _deciding(session: Session, key: Key) -> Iterator[ActivePrompt]:
    """One transaction under the key's lock, which trials take too. The block gets the active version, locked."""
    with session.transaction():
        if lock := lock_of(session, key):
            locks.hold_to_end(session, *lock)
        yield prompts.lock_active(session, key)
        reached(Point.DECISION_WRITTEN)
    reached(Point.DECISION_COMMITTED)


def hold_if_free(session: Session, key: Key) -> bool:
    """Hold the lock of a key to the end of the transaction, unless it is in use. Calls with the active version hold it.

    Returns whether nobody else has it. Nobody waits for it here.
    """
    lock = lock_of(session, key)
    return lock is None or locks.hold_to_end_if_free(session, *lock)


def lock_of(session: Session, key: Key) -> tuple[LockClass, int] | None:
    """The advisory lock of a key that evolves: that of its type or its series. None for a key without one."""
    if key.series_id is not None:
        return locks.of_series_prompt(key.series_id)
    if key.document_type is not None:
        return LockClass.SUMMARIZER, types.get(session, key.document_type).number
    return (LockClass.CLASSIFIER, 0) if key.kind == "classifier" else None

"""Regenerations: the members of a series are read again with one version of its prompt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import series_prompts
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.series_prompts import SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError


class Standing(NamedTuple):
    """How far a regeneration is: of its `members`, so many are read with the version, deferred, or failed.

    `held_by` is the living run that reads; `error` is one of the reasons of those that could not be read.
    """

    series_id: int
    prompt_id: int
    version: int
    reason: str
    requested_at: datetime
    held_by: str | None
    members: int
    read: int
    deferred: int
    failed: int
    error: str | None

    @property
    def left(self) -> int:
        """The number of members that the next run reads."""
        return self.members - self.read - self.deferred - self.failed


class Outdated(NamedTuple):
    """Of the `members` of a series, so many are `left` to be read with a version of its prompt."""

    left: int
    members: int


def request(session: Session, series_id: int, prompt_id: int, reason: str) -> None:
    """Let the members of a series be read again with this version of its prompt, in the caller's transaction.

    An earlier request for the series is superseded. Members that this version has read are left alone.
    Raises InvalidInputError if the prompt is not one of the series.
    """
    if session.run("regenerations.request", series_id=series_id, prompt_id=prompt_id, reason=reason) == 0:
        raise InvalidInputError(
            f"prompt {prompt_id} is not one of series {series_id}",
            f"See its prompt with: alfrd series show {series_id}",
        )


def renew(session: Session, series_id: int, reason: str) -> None:
    """Request a regeneration with the active prompt of a series if it has members that another version has read.

    Does nothing while one is under way: that reads them, too.
    """
    prompt = series_prompts.active(session, series_id)
    is_under_way = bool(standing(session, [series_id]))
    if prompt is not None and not is_under_way and outdated(session, series_id, prompt.id).left:
        request(session, series_id, prompt.id, reason)


def due(session: Session, run: str, limit: int) -> list[int]:
    """Up to `limit` series that this run may regenerate, the first requested first."""
    return session.values("regenerations.due", run=run, limit=limit, series_id=None)


def is_due(session: Session, run: str, series_id: int) -> bool:
    """Whether this run may regenerate the series."""
    return bool(session.values("regenerations.due", run=run, limit=1, series_id=series_id))


def claim(session: Session, run: str, series_id: int) -> bool:
    """Claim the regeneration for the run, unless another living run holds it or there is none."""
    return session.run("regenerations.claim", run=run, series_id=series_id) == 1


def claimed(session: Session, run: str, series_id: int) -> SeriesPrompt | None:
    """The version that the run reads with; None if it does not hold the regeneration, or there is none any more."""
    return session.one("regenerations.claimed", SeriesPrompt, run=run, series_id=series_id)


def left(session: Session, series_id: int, prompt_id: int) -> list[UUID]:
    """The members that are left to be read with this version, the newest first."""
    return session.values("regenerations.left", series_id=series_id, prompt_id=prompt_id)


def is_left(session: Session, run: str, series_id: int, prompt_id: int, document_id: UUID) -> bool:
    """Whether the run still holds the regeneration, this version is wanted, and the member is left to be read."""
    key = {"series_id": series_id, "prompt_id": prompt_id, "document_id": document_id}
    return bool(session.value("regenerations.is_left", run=run, **key))


def count_read(session: Session, run: str, series_id: int, prompt_id: int, document_id: UUID) -> bool:
    """Count a member that is read with this version. Returns False if the run has lost the regeneration, or another
    version is wanted now. Otherwise the regeneration is locked until the transaction ends.
    """
    if session.run("regenerations.count_read", run=run, series_id=series_id, prompt_id=prompt_id) == 0:
        return False
    session.run("regenerations.forget_failure", document_id=document_id)
    return True


def forget_failures(session: Session, prompt_id: int) -> None:
    """Forget which members could not be read with this version, so that they are read again."""
    session.run("regenerations.forget_failures", prompt_id=prompt_id)


def failures(session: Session, prompt_id: int, document_id: UUID) -> Failures:
    """The earlier failures of a member with this version."""
    found = session.one("regenerations.failures", Failures, prompt_id=prompt_id, document_id=document_id)
    return found or Failures()


def fail(
    session: Session, prompt_id: int, document_id: UUID, error: str, failures: Failures, seconds: float | None
) -> None:
    """Record that a member could not be read: a run tries again after `seconds`, or only if a person asks (None)."""
    key = {"prompt_id": prompt_id, "document_id": document_id}
    session.run("regenerations.fail", error=error, seconds=seconds, **key, **failures.counts)


def lock(session: Session, run: str, series_id: int) -> int | None:
    """Lock the regeneration until the transaction ends. None if the run does not hold it.

    Returns the number of members that were read since the file became outdated.
    """
    found: int | None = session.value("regenerations.lock", run=run, series_id=series_id)
    return found


def let_go(session: Session, run: str, series_id: int) -> None:
    """Release the regeneration. This run does not try it again, unless another version is requested."""
    session.run("regenerations.let_go", run=run, series_id=series_id)


def set_file_outdated(session: Session, series_id: int) -> None:
    """The file of the series is outdated now by all members that were read until now."""
    session.run("regenerations.file_outdated", series_id=series_id)


def finish(session: Session, run: str, series_id: int) -> None:
    """All members were read: the regeneration is over."""
    session.run("regenerations.finish", run=run, series_id=series_id)


def standing(session: Session, ids: Sequence[int] | None = None) -> list[Standing]:
    """How far the regenerations of these series are, or of all."""
    return session.all("regenerations.standing", Standing, ids=None if ids is None else list(ids))


def make_due(session: Session, document_id: UUID | None) -> list[UUID]:
    """Let the next run read again what could not be read, or only this document. Returns the documents."""
    return session.values("regenerations.make_due", document_id=document_id)


def outdated(session: Session, series_id: int, prompt_id: int) -> Outdated:
    """The members of a series that are not read with this version of its prompt."""
    return session.only("regenerations.outdated_members", Outdated, series_id=series_id, prompt_id=prompt_id)

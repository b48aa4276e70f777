"""Stage results: one row for each (document, stage), inserted in the transaction of the stage's effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.documents import existing
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session


class Progress(NamedTuple):
    """The progress of a document: its status, the run that holds it, whether it waits for its series, the completed
    stages, and the ended ones. `ended` also holds failed stages that leave no status.
    """

    status: str
    run_id: str | None
    awaits_series: bool
    completed: Sequence[str]
    ended: Sequence[str]

    @property
    def is_done(self) -> bool:
        """Whether the document is filed, and waits for nothing."""
        return self.status == "filed" and not self.awaits_series

    def is_settled(self, stage: str, run: str) -> bool:
        """Whether this run has nothing left to do: the stage has ended, or the run no longer holds the document."""
        return stage in self.ended or self.run_id != run


class Standing(NamedTuple):
    """What a stage needs to know of its document. `is_settled`: there is nothing to do now, because the stage is done,
    or the document has failed or is deferred. `is_scored`: the preceding scorings have ended, successfully or not.
    """

    status: str
    run_id: str | None
    is_settled: bool
    is_scored: bool


class StageResult(NamedTuple):
    """The answer of a completed stage, and the engine and prompt version that made it."""

    engine: str
    model: str | None
    prompt_id: int | None
    answer: dict[str, Any]


def progress(session: Session, id: UUID) -> Progress:
    """The progress of the document. Raises NotFoundError."""
    return existing(session, session.one("stage_results.progress", Progress, id=id), id)


def standing(session: Session, id: UUID, stage: str, scorings: Sequence[str]) -> Standing:
    """What the stage needs to know, given the scorings that precede it. Raises NotFoundError."""
    values = {"stage": stage, "scorings": list(scorings)}
    return existing(session, session.one("stage_results.standing", Standing, id=id, **values), id)


def complete(
    session: Session,
    id: UUID,
    stage: str,
    run: str,
    seconds: float,
    made: StageResult,
    omitted: dict[str, Any] | None,
) -> bool:
    """Store and record a result, with the parts that were omitted from the question, and lock the document.

    The document gets the status that the stage leaves, if it leaves one.

    Returns False if the run no longer holds the document, or the stage was already completed.
    """
    values = {"seconds": seconds, "omitted": omitted, **made._asdict()}
    return session.run("stage_results.complete", id=id, stage=stage, run=run, **values) == 1


def failures(session: Session, id: UUID, stage: str) -> Failures:
    """The earlier failures of the stage."""
    return session.one("stage_results.failures", Failures, id=id, stage=stage) or Failures()


def fail(
    session: Session, id: UUID, stage: str, run: str, seconds: float, status: str, error: str, failures: Failures
) -> None:
    """Store a failure. `status` is deferred or failed; `failures` includes this one."""
    ended = {"status": status, "error": error, "seconds": seconds}
    session.run("stage_results.fail", id=id, stage=stage, run=run, **ended, **failures.counts)


def result(session: Session, id: UUID, stage: str) -> StageResult | None:
    """The completed result of a stage."""
    return session.one("stage_results.result", StageResult, id=id, stage=stage)


def delete(session: Session, id: UUID, stages: Sequence[str]) -> None:
    """Delete the outcomes of these stages."""
    session.run("stage_results.delete", id=id, stages=list(stages))

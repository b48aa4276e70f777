"""Stage results: one row per (document, stage); its insertion is in the transaction of the stage's effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.documents import existing
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session


class Progress(NamedTuple):
    """Where a document stands: its status, the run that has it, the stages that are completed, and those that have
    ended, as a scoring does by failing, too."""

    status: str
    run_id: str | None
    completed: Sequence[str]
    ended: Sequence[str]

    def is_settled(self, stage: str, run: str) -> bool:
        """Whether nothing is to be done in this run: the stage has ended, or the run no longer has the document."""
        return stage in self.ended or self.run_id != run


class Standing(NamedTuple):
    """What a stage finds of its document: `is_settled` says that nothing is to be done now, since it is done, or the
    document has failed or is deferred; `is_scored` that the scorings which come before have ended, well or not."""

    status: str
    run_id: str | None
    is_settled: bool
    is_scored: bool


class StageResult(NamedTuple):
    """What a completed stage found, and by which engine and prompt version."""

    engine: str
    model: str | None
    prompt_id: int | None
    answer: dict[str, Any]


def progress(session: Session, id: UUID) -> Progress:
    """Where the document stands; raises NotFoundError."""
    return existing(session.one("stage_results.progress", Progress, id=id), id)


def standing(session: Session, id: UUID, stage: str, scorings: Sequence[str]) -> Standing:
    """What the stage finds, with these scorings before it; raises NotFoundError."""
    values = {"stage": stage, "scorings": list(scorings)}
    return existing(session.one("stage_results.standing", Standing, id=id, **values), id)


def complete(
    session: Session,
    id: UUID,
    stage: str,
    run: str,
    seconds: float,
    made: StageResult,
    omitted: dict[str, Any] | None,
) -> bool:
    """Store and record a result, with what was left out of the question, and lock the document.

    False when the run no longer has the document, or the stage was done already.
    """
    values = {"seconds": seconds, "omitted": omitted, **made._asdict()}
    return session.run("stage_results.complete", id=id, stage=stage, run=run, **values) == 1


def failures(session: Session, id: UUID, stage: str) -> Failures:
    """How the stage has failed so far."""
    return session.one("stage_results.failures", Failures, id=id, stage=stage) or Failures()


def fail(
    session: Session, id: UUID, stage: str, run: str, seconds: float, status: str, error: str, failures: Failures
) -> None:
    """Store a failure; `status` is deferred or failed, `failures` how the stage has failed with this one."""
    ended = {"status": status, "error": error, "seconds": seconds}
    session.run("stage_results.fail", id=id, stage=stage, run=run, **ended, **failures.counts)


def result(session: Session, id: UUID, stage: str) -> StageResult | None:
    """The completed result of a stage."""
    return session.one("stage_results.result", StageResult, id=id, stage=stage)


def delete(session: Session, id: UUID, stages: Sequence[str]) -> None:
    """Forget the outcomes of these stages."""
    session.run("stage_results.delete", id=id, stages=list(stages))

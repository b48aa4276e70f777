"""Stage results: one row per (document, stage); its insertion is in the transaction of the stage's effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.errors import NotFoundError


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


def progress(session: Session, id: UUID) -> Progress:
    """Where the document stands; raises NotFoundError."""
    return Progress(**_found(session.one("stage_results.progress", id=id), id))


def standing(session: Session, id: UUID, stage: str, scorings: Sequence[str]) -> Row:
    """What the stage finds: status, run_id, is_settled and is_scored; raises NotFoundError.

    It is settled when nothing is to be done now: done, or the document has failed or is deferred. `is_scored` says
    whether these scorings have ended, well or not.
    """
    return _found(session.one("stage_results.standing", id=id, stage=stage, scorings=list(scorings)), id)


def _found(row: Row | None, id: UUID) -> Row:
    if row is None:
        raise NotFoundError(f"no document has the id {str(id)!r}", "See the ids with: alfrd list")
    return row


def complete(session: Session, id: UUID, stage: str, run: str, seconds: float, made: Mapping[str, Any]) -> bool:
    """Store and record a result, and lock the document; `made` has engine, model, prompt_id, answer and omitted.

    False when the run no longer has the document, or the stage was done already.
    """
    return session.run("stage_results.complete", id=id, stage=stage, run=run, seconds=seconds, **made) == 1


def failures(session: Session, id: UUID, stage: str) -> Failures:
    """How the stage has failed so far."""
    return Failures(**(session.one("stage_results.failures", id=id, stage=stage) or {}))


def fail(
    session: Session, id: UUID, stage: str, run: str, seconds: float, status: str, error: str, failures: Failures
) -> None:
    """Store a failure; `status` is deferred or failed, `failures` how the stage has failed with this one."""
    ended = {"status": status, "error": error, "seconds": seconds}
    session.run("stage_results.fail", id=id, stage=stage, run=run, **ended, **failures.counts)


def result(session: Session, id: UUID, stage: str) -> Row | None:
    """The completed result of a stage: engine, model, prompt_id, answer."""
    return session.one("stage_results.result", id=id, stage=stage)


def delete(session: Session, id: UUID, stages: Sequence[str]) -> None:
    """Forget the outcomes of these stages."""
    session.run("stage_results.delete", id=id, stages=list(stages))

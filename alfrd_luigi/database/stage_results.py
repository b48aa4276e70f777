"""Stage results: one row per (document, stage); its insertion is in the transaction of the stage's effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.errors import NotFoundError


def is_completed(session: Session, id: UUID, stage: str) -> bool:
    """Whether the stage of this document is done."""
    return bool(session.value("stage_results.is_completed", id=id, stage=stage))


def standing(session: Session, id: UUID, stage: str, scorings: Sequence[str]) -> Row:
    """What the stage finds: status, run_id, is_settled and is_scored; raises NotFoundError.

    It is settled when nothing is to be done now: done, or the document has failed or is put off. `is_scored` says
    whether these scorings have ended, well or not.
    """
    row = session.one("stage_results.standing", id=id, stage=stage, scorings=list(scorings))
    if row is None:
        raise NotFoundError(f"no document has the id {str(id)!r}", "See the ids with: alfrd list")
    return row


def is_settled_in(session: Session, id: UUID, stage: str, run: str) -> bool:
    """Whether nothing is to be done in this run: settled, or the run no longer has the document."""
    return bool(session.value("stage_results.is_settled_in", id=id, stage=stage, run=run))


def complete(session: Session, id: UUID, stage: str, run: str, seconds: float, made: Mapping[str, Any]) -> bool:
    """Store and record a result, and lock the document; `made` has engine, model, prompt_id, answer and omitted.

    False when the run no longer has the document, or the stage was done already.
    """
    return session.run("stage_results.complete", id=id, stage=stage, run=run, seconds=seconds, **made) == 1


def attempts(session: Session, id: UUID, stage: str) -> int:
    """How often the stage was tried in vain so far."""
    return int(session.value("stage_results.attempts", id=id, stage=stage))


def fail(session: Session, id: UUID, stage: str, run: str, seconds: float, status: str, error: str) -> None:
    """Store a failure; `status` is deferred or failed."""
    session.run("stage_results.fail", id=id, stage=stage, run=run, status=status, error=error, seconds=seconds)


def result(session: Session, id: UUID, stage: str) -> Row | None:
    """The completed result of a stage: engine, model, prompt_id, answer."""
    return session.one("stage_results.result", id=id, stage=stage)


def delete(session: Session, id: UUID, stages: Sequence[str]) -> None:
    """Forget the outcomes of these stages."""
    session.run("stage_results.delete", id=id, stages=list(stages))

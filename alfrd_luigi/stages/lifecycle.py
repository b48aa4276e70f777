"""Runs a job, a stage of a document or the summary of a file, and stores its result or failure in one transaction."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from alfrd_luigi import current_work, logs
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, machine_trouble
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages import retry
from alfrd_luigi.stages.graph import FILE_SUMMARY
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.triggers import Point, reached

Made = TypeVar("Made")
# What the last stage of a document or file is called in the log.
_DONE = {"file": "filed", FILE_SUMMARY: "summarised"}


class Job(Protocol[Made]):
    """A stage of a document, or the summary of a file. The books record its calls under its `subject`."""

    @property
    def subject(self) -> Subject:
        """The run, the stage, and the document or file."""
        ...

    def begin(self, session: Session) -> bool:
        """Claim it for the run. Returns False if there is nothing to do. Raises BusyError if another run holds it."""
        ...

    def work(self, session: Session, books: Books) -> Made:
        """Make the result, outside any transaction. This may take long and cost money."""
        ...

    def store(self, session: Session, made: Made, seconds: float) -> bool:
        """Store the result, in a transaction. Returns False if the run has lost its claim to another run."""
        ...

    def hold(self, session: Session) -> Failures | None:
        """Lock it until the transaction ends. Returns its earlier failures, or None if the run has lost its claim."""
        ...

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, seconds: float) -> None:
        """Record a failure and release the claim, in a transaction."""
        ...

    def release(self, session: Session, reason: AlfrdError) -> None:
        """Release the claim and change nothing else, in a transaction. Does nothing if the run has lost its claim."""
        ...


def run(job: Job[Made], when_answered: Callable[[], None] = lambda: None) -> Retry | Fail | None:
    """Run the job. It is then completed, deferred or failed, with the reason recorded.

    Returns the decision on a failure, otherwise None.

    Calls `when_answered` before the result is stored, when no service is needed any more. Does nothing if the job is
    completed or its input is missing.

    Raises BusyError if another living run holds the work.
    Raises BudgetError, SettingsError or MachineError if the run must stop; it then takes no more work.
    Raises DatabaseError or StoppingError. Each error leaves everything unchanged, and a later run does the work.
    """
    session = database().session()
    if not job.begin(session):
        return None
    stage = job.subject.stage
    reached(Point.STAGE_BEGUN, stage)
    started = time.perf_counter()
    try:
        with machine_trouble(), current_work.working(stage, job.subject.id):
            made = job.work(session, Books(database(), job.subject))
            when_answered()
            reached(Point.RESULT_FOUND, stage)
        _store(job, session, made, time.perf_counter() - started)
    except Exception as raised:
        error = retry.known(raised, f"{stage} of {job.subject.name}")
        if not retry.is_left(error):
            return _record_failure(job, error, time.perf_counter() - started)
        if isinstance(error, runs.Stop):
            let_go(job, error)
        raise
    return None


def _store(job: Job[Made], session: Session, made: Made, seconds: float) -> None:
    """Store the result, unless the run has lost its claim."""
    stage = job.subject.stage
    with session.transaction():
        is_stored = job.store(session, made, seconds)
        if is_stored:
            reached(Point.RESULT_WRITTEN, stage)
    reached(Point.RESULT_COMMITTED, stage)
    if is_stored:
        _log(job.subject, _DONE.get(stage, "completed"), seconds)


def _record_failure(job: Job[Made], error: AlfrdError, seconds: float) -> Retry | Fail | None:
    """Returns None if the run has lost its claim."""
    session, stage = database().session(), job.subject.stage
    with session.transaction():
        before = job.hold(session)
        if before is None:
            return None
        decision = retry.decide(session, job.subject, error, before)
        job.record_failure(session, error, decision, seconds)
        reached(Point.FAILURE_WRITTEN, stage)
    reached(Point.FAILURE_COMMITTED, stage)
    _log(job.subject, decision.outcome, seconds, error.message)
    return decision


def let_go(job: Job[Made], reason: runs.Stop) -> None:
    """Release the work unchanged for a later run, stop this run, and record the reason."""
    session = database().session()
    with session.transaction():
        job.release(session, reason)
        runs.stop(session, job.subject.run, reason)
    _log(job.subject, "left", None, reason.message)


def _log(subject: Subject, event: str, seconds: float | None, reason: str | None = None) -> None:
    """Log a line for the end of a document or file in this run, and a line of the level DEBUG for each other stage."""
    level = logging.DEBUG if event == "completed" else logging.INFO
    if not logs.logger.isEnabledFor(level):
        return
    facts = {"run": subject.run, "document": subject.document, "file": subject.file, "stage": subject.stage}
    done = f"{subject.name} {event}" if event in _DONE.values() else f"{subject.name}: {subject.stage} {event}"
    said = f"{done}: {reason}" if reason else done
    took = None if seconds is None else round(seconds, 3)
    logs.note(level, said, event=event, **facts, seconds=took, reason=reason)

"""Running a stage of a document, or the summary of a file: work, and its result in one transaction; or a failure."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, machine_trouble
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages import retry
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.triggers import Point, reached

Made = TypeVar("Made")


class Job(Protocol[Made]):
    """What is run: a stage of a document, or the summary of a file, on whose account the books are kept (`subject`)."""

    @property
    def subject(self) -> Subject:
        """The run, the stage, and the document or file."""
        ...

    def begin(self, session: Session) -> bool:
        """Claim it for the run; False when there is nothing to do. Raises BusyError when another run has it."""
        ...

    def work(self, session: Session, books: Books) -> Made:
        """Find the result, outside any transaction; this may take long and cost money."""
        ...

    def store(self, session: Session, made: Made, seconds: float) -> bool:
        """Store the result, in a transaction; False when the run has lost its claim, and another has the work."""
        ...

    def hold(self, session: Session) -> Failures | None:
        """Lock it until the transaction ends; how it has failed so far, None when the run has lost its claim."""
        ...

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, seconds: float) -> None:
        """Record a failure, in a transaction, and free it of the run."""
        ...

    def release(self, session: Session, reason: AlfrdError) -> None:
        """Free it of the run as it is, in a transaction; nothing happens when the run has lost its claim."""
        ...


def run(job: Job[Made], when_answered: Callable[[], None] = lambda: None) -> None:
    """Bring the job to an end: completed, deferred, or failed with its reason on record.

    `when_answered` is called once no service is needed any longer, before what was found is stored. Does nothing when
    the job is done or its input is not there.

    Raises BusyError when another living run has the work.
    Raises BudgetError, SettingsError or MachineError when the run can do no more; it then takes up no more work.
    Raises DatabaseError or StoppingError. After each of these everything is as it was, and a later run does the work.
    """
    session = database().session()
    if not job.begin(session):
        return
    stage = job.subject.stage
    reached(Point.STAGE_BEGUN, stage)
    started = time.perf_counter()
    try:
        with machine_trouble():
            made = job.work(session, Books(database(), job.subject))
            when_answered()
            reached(Point.RESULT_FOUND, stage)
        with session.transaction():
            if job.store(session, made, time.perf_counter() - started):
                reached(Point.RESULT_WRITTEN, stage)
        reached(Point.RESULT_COMMITTED, stage)
    except Exception as raised:
        error = retry.known(raised, f"{stage} of {job.subject.name}")
        if retry.is_left(error):
            if isinstance(error, runs.Stop):
                let_go(job, error)
            raise
        _record_failure(job, error, time.perf_counter() - started)


def _record_failure(job: Job[Made], error: AlfrdError, seconds: float) -> None:
    session, stage = database().session(), job.subject.stage
    with session.transaction():
        before = job.hold(session)
        if before is None:
            return
        job.record_failure(session, error, retry.decide(session, job.subject, error, before), seconds)
        reached(Point.FAILURE_WRITTEN, stage)
    reached(Point.FAILURE_COMMITTED, stage)


def let_go(job: Job[Made], reason: runs.Stop) -> None:
    """Leave the work, as it is, to a later run, and let this one take up no more; the reason is recorded."""
    session = database().session()
    with session.transaction():
        job.release(session, reason)
        runs.stop(session, job.subject.run, reason)

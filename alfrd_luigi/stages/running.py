"""Running a stage on a document: claim, work, and result and effects in one transaction; or a failure is recorded."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from alfrd_luigi.database import documents, events, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BusyError, machine_trouble
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages import retry
from alfrd_luigi.stages.graph import READY, REQUIRED, SCORING
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.stages.stage import Result, Stage
from alfrd_luigi.triggers import Point, reached


def run_stage(stage: Stage, id: UUID, run: str, when_answered: Callable[[], None] = lambda: None) -> None:
    """Bring the stage of this document to an end: completed, deferred, or failed with its reason on record.

    `when_answered` is called once no service is needed any longer, before what was found is stored. Does nothing when
    the stage is done or its input is not there.

    Raises BusyError when another living run has the document.
    Raises BudgetError, SettingsError or MachineError when the run can do no more; it then takes up no more documents.
    Raises DatabaseError or StoppingError. After each of these the document is as it was, and a later run does the work.
    """
    session = database().session()
    if not _begin(session, stage, id, run):
        return
    reached(Point.STAGE_BEGUN, stage.name)
    started = time.perf_counter()
    subject = Subject(run, stage.name, document=id)
    try:
        with machine_trouble():
            result = stage.work(session, id, Books(database(), subject, when_answered))
            when_answered()
            reached(Point.RESULT_FOUND, stage.name)
        _complete(session, stage, id, run, result, time.perf_counter() - started)
    except Exception as raised:
        error = retry.known(raised, f"{stage.name} of document {id}")
        if retry.is_left(error):
            if isinstance(error, runs.Stop):
                let_go(id, run, error)
            raise
        _settle(session, subject, error, time.perf_counter() - started)


def _begin(session: Session, stage: Stage, id: UUID, run: str) -> bool:
    # No status tells of scorings. A task that was scheduled while another run had the document must not overtake them.
    found = stage_results.standing(session, id, stage.name, sorted(SCORING.intersection(REQUIRED[stage.name])))
    if found.is_settled or not found.is_scored or found.status not in READY[stage.name]:
        return False
    runs.hold(database(), run)
    if found.run_id != run and not documents.claim_one(session, run, id):
        raise BusyError(f"document {id} is being processed by run {found.run_id}", "Try again when that has ended")
    return True


def _complete(session: Session, stage: Stage, id: UUID, run: str, result: Result, seconds: float) -> None:
    made = stage_results.StageResult(result.engine, result.model, result.prompt_id, result.answer)
    with session.transaction():
        # A run that lost its claim (its session died) writes nothing: another has the document.
        if stage_results.complete(session, id, stage.name, run, seconds, made, dict(result.omitted) or None):
            stage.store(session, id, result)
            reached(Point.RESULT_WRITTEN, stage.name)
    reached(Point.RESULT_COMMITTED, stage.name)


def _settle(session: Session, subject: Subject, error: AlfrdError, seconds: float) -> None:
    run, stage, id = subject.run, subject.stage, subject.id
    with session.transaction():
        if not documents.hold(session, run, id):
            return
        before = stage_results.failures(session, id, stage)
        # A scoring is tried once, and stops nothing.
        is_scoring = stage in SCORING
        decision = Fail(Failures(before.attempts + 1)) if is_scoring else retry.decide(session, subject, error, before)
        status = "failed" if isinstance(decision, Fail) else "deferred"
        stage_results.fail(session, id, stage, run, seconds, status, error.line, decision.failures)
        if is_scoring:
            events.record(session, run, "document", id, f"{stage} failed", reason=error.message)
        else:
            _fail_or_defer(session, subject, error, decision)
        reached(Point.FAILURE_WRITTEN, stage)
    reached(Point.FAILURE_COMMITTED, stage)


def _fail_or_defer(session: Session, subject: Subject, error: AlfrdError, decision: Retry | Fail) -> None:
    run, stage, id = subject.run, subject.stage, subject.id
    told = {"stage": stage, "reason": error.message}
    if isinstance(decision, Fail):
        documents.set_failed(session, id, stage, error.message, error.hint)
        events.record(session, run, "document", id, "failed", **told)
        return
    documents.set_deferred(session, id, stage, error.message, error.hint, decision.seconds)
    counts = {"attempts": decision.failures.attempts, "waits": decision.failures.waits}
    events.record(session, run, "document", id, "deferred", **told, **counts)


def let_go(id: UUID, run: str, reason: runs.Stop) -> None:
    """Leave the document, as it is, to a later run, and let this one take up no more work; the reason is recorded."""
    session = database().session()
    with session.transaction():
        if documents.hold(session, run, id):
            documents.release(session, id)
            events.record(session, run, "document", id, "left", reason=reason.message)
        runs.stop(session, run, reason)


def failure(id: UUID) -> documents.DocumentState | None:
    """Why the document goes no further now: its state, or None when nothing is wrong with it."""
    state = documents.state(database().session(), id)
    return state if state.status == "failed" or state.is_deferred else None

"""Running a stage on a document: claim, work, and result and effects in one transaction; a failure settles it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import UUID

from alfrd_luigi.database import documents, events, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.errors import (
    AlfrdError,
    BudgetError,
    BusyError,
    DatabaseError,
    MachineError,
    PermanentError,
    SettingsError,
    StageError,
    StoppingError,
    machine_trouble,
)
from alfrd_luigi.secrecy import log_unforeseen
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import putting_off
from alfrd_luigi.stages.graph import READY, REQUIRED, SCORING
from alfrd_luigi.stages.stage import Result, Stage
from alfrd_luigi.triggers import Point, reached

logger = logging.getLogger(__name__)


def run_stage(stage: Stage, id: UUID, run: str, when_answered: Callable[[], None] = lambda: None) -> None:
    """Bring the stage of this document to an end: completed, put off, or failed with its reason on record.

    `when_answered` is called once no service is needed any longer, before what was found is stored.
    Does nothing when the stage is done or its input is not there. Raises BusyError when another living run has the
    document, and what is nobody's fault (see there): nothing is stored, and a later run does the work.
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
    except Exception as error:
        if is_nobodys_fault(error):
            raise
        _settle(session, stage, id, run, _as_stage_error(stage, id, error), time.perf_counter() - started)


def is_nobodys_fault(error: Exception) -> bool:
    """Whether no document can help it: a database away, money used up, a setting wrong, a disk full, a run to stop.

    The document is left as it is, and no attempt is spent.
    """
    return isinstance(error, (DatabaseError, BudgetError, MachineError, SettingsError, StoppingError))


def _begin(session: Session, stage: Stage, id: UUID, run: str) -> bool:
    # No status tells of scorings. A task that was scheduled while another run had the document must not overtake them.
    found = stage_results.standing(session, id, stage.name, sorted(SCORING.intersection(REQUIRED[stage.name])))
    if found["is_settled"] or not found["is_scored"] or found["status"] not in READY[stage.name]:
        return False
    runs.hold(database(), run)
    if found["run_id"] != run and not documents.claim_one(session, run, id):
        raise BusyError(f"document {id} is being processed by run {found['run_id']}", "Try again when that has ended")
    return True


def _complete(session: Session, stage: Stage, id: UUID, run: str, result: Result, seconds: float) -> None:
    made = {
        "engine": result.engine,
        "model": result.model,
        "prompt_id": result.prompt_id,
        "answer": result.answer,
        "omitted": dict(result.omitted) or None,
    }
    with session.transaction():
        # A run that lost its claim (its session died) writes nothing: another has the document.
        if stage_results.complete(session, id, stage.name, run, seconds, made):
            stage.store(session, id, result)
            reached(Point.RESULT_WRITTEN, stage.name)
    reached(Point.RESULT_COMMITTED, stage.name)


def _as_stage_error(stage: Stage, id: UUID, error: Exception) -> StageError:
    if isinstance(error, StageError):
        return error
    if isinstance(error, AlfrdError):
        return PermanentError(error.message, error.hint)
    log_unforeseen(logger, f"{stage.name} of document {id}", error)
    return PermanentError(
        f"internal error ({type(error).__name__})", f"This is a fault of the program; then try: alfrd retry {id}"
    )


def _settle(session: Session, stage: Stage, id: UUID, run: str, error: StageError, seconds: float) -> None:
    with session.transaction():
        if not documents.hold(session, run, id):
            return
        attempts = stage_results.attempts(session, id, stage.name) + 1
        is_final = isinstance(error, PermanentError) or attempts >= settings().max_attempts
        status = "failed" if is_final or stage.name in SCORING else "deferred"
        stage_results.fail(session, id, stage.name, run, seconds, status, error.line)
        if stage.name in SCORING:
            events.record(session, run, "document", id, f"{stage.name} failed", reason=error.message)
        else:
            _give_up_or_put_off(session, stage, id, run, error, None if is_final else attempts)
        reached(Point.FAILURE_WRITTEN, stage.name)
    reached(Point.FAILURE_COMMITTED, stage.name)


def _give_up_or_put_off(
    session: Session, stage: Stage, id: UUID, run: str, error: StageError, attempts: int | None
) -> None:
    if attempts is None:
        documents.set_failed(session, id, stage.name, error.message, error.hint)
        events.record(session, run, "document", id, "failed", stage=stage.name, reason=error.message)
        return
    documents.set_deferred(session, id, stage.name, error.message, error.hint, putting_off.seconds(attempts))
    events.record(session, run, "document", id, "deferred", stage=stage.name, reason=error.message, attempts=attempts)


def let_go(id: UUID, run: str, reason: BudgetError | SettingsError) -> None:
    """Leave the document, as it is, to a later run, and let this one take up no more work; the reason is recorded."""
    session = database().session()
    with session.transaction():
        if documents.hold(session, run, id):
            documents.release(session, id)
            events.record(session, run, "document", id, "left", reason=reason.message)
        runs.stop(session, run, reason)


def failure(id: UUID) -> Row | None:
    """Why the document goes no further now: its state, or None when nothing is wrong with it."""
    state = documents.state(database().session(), id)
    return state if state["status"] == "failed" or state["is_deferred"] else None

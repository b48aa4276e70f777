"""Running a stage on a document: claim, work, and result and effects in one transaction; a failure settles it."""

from __future__ import annotations

import logging
import time
from uuid import UUID

import psycopg2

from alfrd_luigi.database import documents, events, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.errors import AlfrdError, BudgetError, BusyError, PermanentError, SettingsError, StageError
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.graph import READY, SCORING
from alfrd_luigi.stages.stage import Result, Stage

logger = logging.getLogger(__name__)

_LONGEST_DELAY = 86_400.0
_PROGRAM_LIMIT = "54"  # the class of SQLSTATE


def run_stage(stage: Stage, id: UUID, run: str) -> None:
    """Bring the stage of this document to an end: completed, put off, or failed with its reason on record.

    Does nothing when the stage is done or its input is not there. Raises BusyError when another living run has the
    document, BudgetError, SettingsError, and what the database raises when it is lost: nothing is stored, a later run
    does the work.
    """
    session = database().session()
    if not _begin(session, stage, id, run):
        return
    started = time.perf_counter()
    try:
        result = stage.work(session, id, Books(session, Subject(run, stage.name, document=id)))
        _complete(session, stage, id, run, result, time.perf_counter() - started)
    except (psycopg2.InterfaceError, BudgetError, SettingsError):
        raise
    except Exception as error:
        if isinstance(error, psycopg2.OperationalError) and not _is_too_much(error):
            raise
        _settle(session, stage, id, run, _as_stage_error(stage, id, error), time.perf_counter() - started)


def _begin(session: Session, stage: Stage, id: UUID, run: str) -> bool:
    state = documents.state(session, id)
    if stage_results.is_settled(session, id, stage.name) or state["status"] not in READY[stage.name]:
        return False
    runs.hold(database(), run)
    if not documents.claim_one(session, run, id):
        raise BusyError(f"document {id} is being processed by run {state['run_id']}", "Try again when that has ended")
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
        if documents.hold(session, run, id) and stage_results.complete(session, id, stage.name, run, seconds, made):
            stage.store(session, id, result)
            events.record(session, run, "document", id, f"{stage.name} completed", engine=result.engine)


def _is_too_much(error: Exception) -> bool:
    """Whether the database is there, and refused what is larger or deeper than it takes: the document's fault."""
    code = error.pgcode if isinstance(error, psycopg2.Error) else None
    return code is not None and code.startswith(_PROGRAM_LIMIT)


def _as_stage_error(stage: Stage, id: UUID, error: Exception) -> StageError:
    if isinstance(error, StageError):
        return error
    if isinstance(error, AlfrdError):
        return PermanentError(error.message, error.hint)
    if _is_too_much(error):
        return PermanentError("what was found in it is more than the database takes", "Look at the document")
    logger.error("%s of document %s met an error it does not know", stage.name, id, exc_info=error)
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


def _give_up_or_put_off(
    session: Session, stage: Stage, id: UUID, run: str, error: StageError, attempts: int | None
) -> None:
    if attempts is None:
        documents.set_failed(session, id, stage.name, error.message, error.hint)
        events.record(session, run, "document", id, "failed", stage=stage.name, reason=error.message)
        return
    delay = min(settings().retry_seconds * 2 ** (attempts - 1), _LONGEST_DELAY)
    documents.set_deferred(session, id, stage.name, error.message, error.hint, delay)
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

"""The summary of a file: sums and ranges from SQL, prose from the language engine, fresh by a fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from alfrd_luigi.database import events, files, prompts, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BusyError, machine_trouble
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.asking import Asked, ask
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import retry
from alfrd_luigi.stages.retry import Retry
from alfrd_luigi.triggers import Point, reached

# What the books call it.
STAGE = "summarize_file"
_EMPTY = "No documents are in this file at the moment."


def is_settled(id: UUID, run: str) -> bool:
    """Whether the file needs nothing in this run: it is fresh, has failed or is deferred, or the run stops."""
    session = database().session()
    state = files.state(session, id)
    return bool(
        state.is_fresh or state.status == "failed" or state.is_deferred or runs.stop_reason(session, run) is not None
    )


def generate(id: UUID, run: str, when_answered: Callable[[], None] = lambda: None) -> None:
    """Make the summary of this file anew, or record why it could not be made; see `run_stage` for `when_answered`.

    Raises what `run_stage` raises, for the same reasons.
    """
    session = database().session()
    files.state(session, id)
    runs.hold(database(), run)
    file = files.claim(session, run, id)
    if file is None:
        raise BusyError(f"file {id} is being summarised by another run", "Try again when that has ended")
    reached(Point.STAGE_BEGUN, STAGE)
    subject = Subject(run, STAGE, file=id)
    try:
        with machine_trouble():
            made, omitted = _summarise(session, file, Books(database(), subject, when_answered))
            reached(Point.RESULT_FOUND, STAGE)
        _store(session, id, run, made, omitted)
    except Exception as raised:
        error = retry.known(raised, f"the summary of file {id}")
        if retry.is_left(error):
            _leave(session, id, run, error)
            raise
        _settle(session, subject, id, error)


def _summarise(session: Session, file: files.File, books: Books) -> tuple[files.Summary, dict[str, Any]]:
    """What the file's row is to hold, and what was left out of the question."""
    # The fingerprint is read first: what changes after it makes the summary outdated, never wrongly fresh.
    fingerprint = files.inputs(session, file.series_id)
    statistics = files.statistics(session, file.series_id)
    members = files.documents(session, file.series_id)
    prompt = prompts.active(session, "file_summarizer", None)
    engine = engines.engine(settings().language_engine)
    question = questions.summarize_file(prompt.text, file.title, statistics, [member._asdict() for member in members])
    asked = ask(engine, question, books) if members else Asked({"summary": _EMPTY}, {})
    return files.Summary(asked.answer["summary"], statistics, fingerprint, prompt.id, engine.name), asked.omitted


def _store(session: Session, id: UUID, run: str, made: files.Summary, omitted: dict[str, Any]) -> None:
    with session.transaction():
        files.set_summary(session, run, id, made)
        details = {"documents": made.statistics["count"], **omitted}
        events.record(session, run, "file", id, "generated", **details)
        reached(Point.RESULT_WRITTEN, STAGE)
    reached(Point.RESULT_COMMITTED, STAGE)


def _leave(session: Session, id: UUID, run: str, error: AlfrdError) -> None:
    if isinstance(error, runs.Stop):
        with session.transaction():
            files.release(session, run, id)
            runs.stop(session, run, error)


def _settle(session: Session, subject: Subject, id: UUID, error: AlfrdError) -> None:
    with session.transaction():
        before = files.hold(session, subject.run, id)  # read anew: a member that came meanwhile has set it back
        if before is None:
            return
        decision = retry.decide(session, subject, error, before)
        seconds = decision.seconds if isinstance(decision, Retry) else None
        files.set_error(session, subject.run, id, error.line, decision.failures, seconds)
        events.record(session, subject.run, "file", id, "failed" if seconds is None else "deferred", reason=error.line)
        reached(Point.FAILURE_WRITTEN, STAGE)
    reached(Point.FAILURE_COMMITTED, STAGE)

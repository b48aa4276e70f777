"""Takes a document back to a stage, so that this stage and its dependents run again."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import calls, documents, events, files, revisions, runs, stage_results, tags
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, InvalidInputError
from alfrd_luigi.stages import duplicates
from alfrd_luigi.stages.graph import FILE_SUMMARY, GRAPH, READING, STATUSES, StageName, series_read, with_dependents
from alfrd_luigi.triggers import Point, reached


def take_back(id: UUID, stage: StageName, run: str, *, fresh: bool = False) -> list[StageName]:
    """Remove the results of `stage` and its dependents, in one transaction. Returns the stages that run again.

    With `fresh`, neither these stages nor the file's summary use an answer that was saved earlier. A document that has
    not reached `stage` keeps its results. The file of its series becomes outdated.
    Raises NotFoundError, BusyError if another living run holds the document, and InvalidInputError if it is to be read
    by its series, and the series reads no documents.
    """
    session = database().session()
    stages = repeated(stage)
    runs.hold(database(), run)
    with session.transaction():
        documents.make_due(session, id)
        state = documents.state(session, id)
        if not documents.claim_one(session, run, id):
            raise BusyError(f"document {id} is being processed by run {state.run_id}", "Try again when that has ended")
        if fresh:
            _ask_anew(session, id, stages)
        revisions.keep(session, id, run=run, with_pages="ocr" in stages)
        redo(session, id, stage)
        if stage == READING:
            _check_reading(session, id)
        events.record(session, run, "document", id, "taken back", stage=stage)
        reached(Point.TAKEN_BACK_WRITTEN, stage)
    reached(Point.TAKEN_BACK, stage)
    return stages


def redo(session: Session, id: UUID, stage: StageName) -> list[StageName]:
    """Remove the results of `stage` and its dependents, in the caller's transaction. Returns the stages that run again.

    The document returns to the status before `stage`, if it has passed it. The file of its series becomes outdated.
    """
    stages = with_dependents(stage)
    _forget(session, id, stages)
    before = GRAPH[stage].before
    if STATUSES.index(documents.state(session, id).status) > STATUSES.index(before):
        documents.take_back(session, id, before, stages)
    documents.derive(session, id)
    if stage == READING:
        documents.set_awaiting(session, id, is_read=series_read())
    return repeated(stage)


def repeated(stage: StageName) -> list[StageName]:
    """The stage and its dependents, as far as they run: no series reads its documents again if none reads any."""
    return [name for name in with_dependents(stage) if name != READING or series_read()]


def _check_reading(session: Session, id: UUID) -> None:
    if not documents.state(session, id).awaits_series:
        raise InvalidInputError(
            f"document {id} is in no series that reads its documents",
            "A series reads them if it has three, language_engine is a model, and series_prompts = true",
        )


def _ask_anew(session: Session, id: UUID, stages: list[StageName]) -> None:
    calls.ask_anew(session, id, stages)
    file = files.of_series(session, documents.series_of(session, id))
    if file is not None:
        calls.ask_anew(session, file, [FILE_SUMMARY])


def _forget(session: Session, id: UUID, stages: list[StageName]) -> None:
    series_id = documents.series_of(session, id)
    if "file" in stages:
        duplicates.unlink(session, id)
        documents.untag_series(session, id)
    stage_results.delete(session, id, stages)
    tags.derive(session, [id])
    if "ocr" in stages:
        documents.delete_pages(session, id)
    if series_id is not None:
        files.mark_outdated(session, series_id)

"""The members of a series are read again with one version of its prompt, which was requested.

Each member is a job of its own, in one transaction: a process may be killed at any point. Nothing is scored and no
prompt changes inside. Those that the version has read already are left alone. The file of the series becomes outdated
once, when no member is left.
"""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, events, files, locks, regenerations, revisions, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.series_prompts import SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BusyError, NotFoundError
from alfrd_luigi.interrupts import check_going_on
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages import extract_series, lifecycle
from alfrd_luigi.stages.graph import READING
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.stages.stage import Result
from alfrd_luigi.triggers import Point, reached


def regenerate(series_id: int, run: str) -> None:
    """Read the members that are left, the newest first, and end the regeneration if all are read.

    A member that fails is on record, and the next one is read. Raises NotFoundError if nothing was requested for the
    series, BusyError if another living run reads it, and what stops a run (see lifecycle.run).
    """
    session = database().session()
    runs.hold(database(), run)
    if not regenerations.claim(session, run, series_id):
        raise _unclaimed(session, series_id)
    try:
        _read_members(session, series_id, run)
    finally:
        _end(session, series_id, run)


def _unclaimed(session: Session, series_id: int) -> AlfrdError:
    found = regenerations.standing(session, [series_id])
    if not found:
        return NotFoundError(
            f"nothing of series {series_id} is to be read again", f"To do it: alfrd series regenerate {series_id}"
        )
    return BusyError(f"series {series_id} is read by run {found[0].held_by}", "Try again when that has ended")


def _read_members(session: Session, series_id: int, run: str) -> None:
    """Read what is left, with the version that is wanted now, until none is left or the run stops."""
    tried: set[tuple[int, UUID]] = set()
    while (prompt := regenerations.claimed(session, run, series_id)) is not None:
        ids = [id for id in regenerations.left(session, series_id, prompt.id) if (prompt.id, id) not in tried]
        if not ids or runs.stop_reason(session, run) is not None:
            return
        for id in ids:
            check_going_on()
            tried.add((prompt.id, id))
            if not _read(session, Member(series_id, prompt, id, run)):
                break


def _read(session: Session, member: Member) -> bool:
    """Read a member, unless another run or a person has it. Returns whether the next one is to be read, too."""
    with suppress(BusyError):  # a later run reads it
        lifecycle.run(member)
    wanted = regenerations.claimed(session, member.run, member.series_id)
    return wanted is not None and wanted.id == member.prompt.id and runs.stop_reason(session, member.run) is None


def _end(session: Session, series_id: int, run: str) -> None:
    """Release the series. Its file is outdated when no member is left, and the regeneration over when all are read."""
    with session.transaction():
        locks.hold_to_end(session, LockClass.SERIES, 0)  # before the rows of the file and of the regeneration
        changed = regenerations.lock(session, run, series_id)
        if changed is None:
            return
        (found,) = regenerations.standing(session, [series_id])
        if changed and not found.left and not found.deferred:
            files.mark_outdated(session, series_id)
            regenerations.set_file_outdated(session, series_id)
        if found.read == found.members:
            regenerations.finish(session, run, series_id)
        else:
            regenerations.let_go(session, run, series_id)
        reached(Point.REGENERATION_WRITTEN)
    reached(Point.REGENERATION_ENDED)


class Member(NamedTuple):
    """A job (see lifecycle.Job): a document of a series, read again with this version, in this run."""

    series_id: int
    prompt: SeriesPrompt
    id: UUID
    run: str

    @property
    def subject(self) -> Subject:
        """The subject of the calls: they are booked as those of the first reading."""
        return Subject(self.run, READING, document=self.id)

    def begin(self, session: Session) -> bool:
        """Claim the document. Returns False if it is not to be read any more. Raises BusyError."""
        if not regenerations.is_left(session, self.run, self.series_id, self.prompt.id, self.id):
            return False
        if not documents.claim_one(session, self.run, self.id):
            holder = documents.state(session, self.id).run_id
            raise BusyError(f"document {self.id} is being processed by run {holder}", "A later run reads it again")
        return True

    def work(self, session: Session, books: Books) -> Result:
        """Ask the question of the series about the document, with this version."""
        return extract_series.read_with(session, self.id, self.prompt, books)

    def store(self, session: Session, made: Result, seconds: float) -> bool:
        """Replace the earlier reading, keep the document as it was, and set its values. A person's word stands."""
        if not documents.hold(session, self.run, self.id):
            return False
        locks.hold_to_end(session, LockClass.SERIES, 0)  # before the row of the regeneration
        if regenerations.count_read(session, self.run, self.series_id, self.prompt.id, self.id):
            self._put(session, made, seconds)
        documents.release(session, self.id)
        return True

    def _put(self, session: Session, made: Result, seconds: float) -> None:
        revisions.keep(session, self.id, run=self.run)
        stage_results.delete(session, self.id, [READING])
        row = stage_results.StageResult(made.engine, made.model, self.prompt.id, made.answer)
        stage_results.complete(session, self.id, READING, self.run, seconds, row, dict(made.omitted) or None)
        extract_series.derive(session, self.id)

    def hold(self, session: Session) -> Failures | None:
        """Lock the document."""
        if not documents.hold(session, self.run, self.id):
            return None
        return regenerations.failures(session, self.prompt.id, self.id)

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, _seconds: float) -> None:
        """Record the failure beside the document, which keeps its earlier reading, and release it."""
        pause = decision.seconds if isinstance(decision, Retry) else None
        regenerations.fail(session, self.prompt.id, self.id, error.line, decision.failures, pause)
        event = f"{READING} {decision.outcome}"
        events.record(session, self.run, "document", self.id, event, reason=error.message)
        documents.release(session, self.id)

    def release(self, session: Session, _reason: AlfrdError) -> None:
        """Release the document unchanged."""
        if documents.hold(session, self.run, self.id):
            documents.release(session, self.id)

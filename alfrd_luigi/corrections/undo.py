"""Takes back the last act of a person, or what a run changed in documents that were filed before it.

A document becomes what its revision says: values, type, stages, tags and series. Calls, saved answers, events and first
filings stay. A document that was changed since is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections import correction, issuers
from alfrd_luigi.database import corrections, documents, events, files, revisions, series
from alfrd_luigi.database.revisions import Revision
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, InvalidInputError
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.stages import duplicates
from alfrd_luigi.triggers import Point, reached

# What undoes an act that changed more than documents, from its details, after the documents were restored.
_INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], None]] = {**issuers.INVERSES}


class LeftOut(NamedTuple):
    """A document that was not restored, and why."""

    document: UUID
    reason: str


class Undone(NamedTuple):
    """What was taken back: the act or run, the restored documents, and those left out."""

    what: str
    documents: list[UUID]
    left_out: list[LeftOut]


def undo_act(session: Session, by: str) -> Undone:
    """Take back the last act of a person.

    From a document that only runs have processed since, the words of the act are withdrawn, and what depends on them
    runs again. Raises InvalidInputError if there is no act, and ConflictError if no document can be restored.
    """
    with session.transaction():
        act = corrections.last_act(session, by)
        if act is None:
            raise InvalidInputError(
                f"{by} has done nothing that can be undone", "See what was done with: alfrd history DOC"
            )
        undoing = _Undoing(session, by, f"{act.act} of {act.at:%Y-%m-%d %H:%M:%S}", act=act.id)
        undone = undoing.of(revisions.of_act(session, act.id))
        if act.act in _INVERSES:
            _INVERSES[act.act](session, act.details)
        corrections.set_undone(session, act.id, undoing.id)
        reached(Point.CORRECTION_WRITTEN)
    reached(Point.CORRECTED)
    return undone


def undo_run(session: Session, run: str, by: str) -> Undone:
    """Take back what a run changed in documents that were filed before it.

    Raises InvalidInputError if it changed none, and ConflictError if no document can be restored.
    """
    with session.transaction():
        changed = revisions.of_run(session, run)
        if not changed:
            raise InvalidInputError(
                f"run {run} changed no document that was filed before it", "See them with: alfrd history DOC"
            )
        undone = _Undoing(session, by, f"run {run}", run=run).of(changed)
        reached(Point.CORRECTION_WRITTEN)
    reached(Point.CORRECTED)
    return undone


class _Undoing:
    """One undo, which is an act itself, of an act or a run, within a transaction."""

    def __init__(self, session: Session, by: str, what: str, act: int | None = None, run: str | None = None) -> None:
        self._session, self._by, self._what, self._act, self._run = session, by, what, act, run
        self.id = corrections.begin(session, by, "undo")
        self._series: set[int | None] = set()

    def of(self, changed: Sequence[Revision]) -> Undone:
        """Take back these changes, where nobody made others since. Raises ConflictError if that is nowhere."""
        left_out: list[LeftOut] = []
        taken_back: list[UUID] = []
        for revision in sorted(changed, key=lambda each: each.document_id):
            reason = self._take_back(revision)
            if reason is None:
                taken_back.append(revision.document_id)
            else:
                left_out.append(LeftOut(revision.document_id, reason))
        if left_out and not taken_back:
            first, more = left_out[0], f" and {len(left_out) - 1} more" if len(left_out) > 1 else ""
            raise ConflictError(
                f"{self._what} cannot be undone: document {first.document}{more} {first.reason}",
                f"Set the values with: alfrd set {first.document} FIELD=VALUE",
            )
        if taken_back:
            self._use_earlier_summaries(min(revision.at for revision in changed))
        return Undone(self._what, taken_back, left_out)

    def _take_back(self, revision: Revision) -> str | None:
        """Take back a change. Returns the reason if that is not possible."""
        id, last = revision.document_id, revisions.newest(self._session, revision.document_id)
        locked = documents.lock(self._session, id)
        if locked.held_by is not None:
            return f"is being processed by run {locked.held_by}"
        is_newest = last is not None and (last.act_id, last.run_id) == (self._act, self._run)
        if last is not None and not is_newest and (last.person is not None or self._run is not None):
            who = f"{last.act} by {last.person}" if last.person else f"run {last.run_id}"
            return f"was changed since: {who} at {last.at:%Y-%m-%d %H:%M:%S}"
        has_pages = revisions.has_pages(self._session, revision)
        revisions.keep(self._session, id, act=self.id, with_pages=has_pages)
        revisions.set_undone(self._session, revision, self.id)
        if self._act is not None:
            corrections.withdraw(self._session, self._act, id, self.id)
        if is_newest:
            self._restore(revision)
        else:
            correction.apply_words(self._session, id, locked)
        self._series |= {locked.series_id, documents.series_of(self._session, id)}
        events.record(self._session, None, "document", id, "undo", act=self.id, by=self._by, what=self._what)
        return None

    def _restore(self, revision: Revision) -> None:
        """Give the document the rows of its revision, and find its copies."""
        session, id = self._session, revision.document_id
        duplicates.unlink(session, id)
        revisions.restore(session, revision)
        learn(session, id)
        if documents.state(session, id).status == "filed":
            duplicates.link(session, duplicates.read(session, id))

    def _use_earlier_summaries(self, before: datetime) -> None:
        """Give the files of the series the summaries that they had `before`. A series without documents is deleted."""
        for series_id in sorted(each for each in self._series if each is not None):
            if not series.delete_empty(self._session, series_id):
                files.mark_outdated(self._session, series_id)
                files.restore(self._session, series_id, before)

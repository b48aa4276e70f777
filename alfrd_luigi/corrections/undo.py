"""Takes back the last act of a person, or what a run changed in documents that were filed before it.

A document becomes what its revision says: values, type, stages, tags and series. Calls, saved answers, events and first
filings stay. A document that was changed since is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections import audit, bin, correction, issuers, verdicts
from alfrd_luigi.corrections import series as series_acts
from alfrd_luigi.corrections import tags as tagging
from alfrd_luigi.corrections import types as typing
from alfrd_luigi.corrections.acting import acting
from alfrd_luigi.database import (
    corrections,
    deletions,
    documents,
    events,
    files,
    locks,
    regenerations,
    revisions,
    series,
    tags,
)
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.revisions import Revision
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, InvalidInputError
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.stages import duplicates, rerun

# What undoes an act that changed more than documents, from its details, after the documents were restored. It may
# return the series whose documents that were filed since are filed again. The files of the series that the details name
# as `series` get their earlier summaries.
_INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], Iterable[int] | None]] = {
    **tagging.INVERSES,
    **typing.INVERSES,
    **series_acts.INVERSES,
    **issuers.INVERSES,
}
# What undoes an act that keeps no revisions. It returns the documents that it changed.
_WITHOUT_REVISIONS: Mapping[str, Callable[[Session, Mapping[str, Any]], list[UUID]]] = {
    "delete": bin.undelete,
    "restore": bin.delete_again,
    **verdicts.INVERSES,
}


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
    with acting(session):
        act = corrections.last_act(session, by)
        if act is None:
            raise InvalidInputError(
                f"{by} has done nothing that can be undone", "See what was done with: alfrd history DOC"
            )
        undoing = _Undoing(session, by, f"{act.act} of {act.at.astimezone():%Y-%m-%d %H:%M:%S}", act=act.id)
        changed = revisions.of_act(session, act.id)
        if act.act in _WITHOUT_REVISIONS:
            undone = undoing.told(_WITHOUT_REVISIONS[act.act](session, act.details))
        else:
            undone = undoing.of(changed, deletions.of_act(session, act.id))
        again = _INVERSES[act.act](session, act.details) if act.act in _INVERSES else None
        for series_id in again or ():
            undoing.file_again(series_id, act.at)
        tags.derive(session, undone.documents)
        for id in undone.documents:
            learn(session, id)
        undoing.use_earlier_summaries(act.at, act.details.get("series", ()))
        events.record_undo(session, act.id, act=undoing.id, by=by, what=undone.what)
        corrections.set_undone(session, act.id, undoing.id)
    return undone


def undo_run(session: Session, run: str, by: str) -> Undone:
    """Take back what a run changed in documents that were filed before it.

    Raises InvalidInputError if it changed none, and ConflictError if no document can be restored.
    """
    with acting(session):
        changed, deleted = revisions.of_run(session, run), deletions.of_run(session, run)
        if not changed and not deleted:
            raise InvalidInputError(
                f"run {run} changed no document that was filed before it", "See them with: alfrd history DOC"
            )
        undoing = _Undoing(session, by, f"run {run}", run=run)
        undone = undoing.of(changed, deleted)
        tags.derive(session, undone.documents)
        for id in undone.documents:
            learn(session, id)
        undoing.use_earlier_summaries(min(revision.at for revision in changed))
    return undone


class _Undoing:
    """One undo, which is an act itself, of an act or a run, within a transaction."""

    def __init__(self, session: Session, by: str, what: str, act: int | None = None, run: str | None = None) -> None:
        self._session, self._by, self._what, self._act, self._run = session, by, what, act, run
        self.id = corrections.begin(session, by, "undo")
        self._series: set[int | None] = set()

    def of(self, changed: Sequence[Revision], deleted: Sequence[UUID]) -> Undone:
        """Take back these changes, where nobody made others since. Raises ConflictError if that is nowhere.

        `deleted` are changed documents that are in the bin.
        """
        left_out = [LeftOut(id, f"was deleted since (alfrd restore {id})") for id in deleted]
        taken_back: list[UUID] = []
        # All documents are locked before the lock of the series is taken, as everywhere.
        locked = {id: documents.lock(self._session, id) for id in sorted(each.document_id for each in changed)}
        locks.hold_to_end(self._session, LockClass.SERIES, 0)
        for revision in changed:
            reason = self._take_back(revision, locked[revision.document_id])
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
        return Undone(self._what, taken_back, left_out)

    def told(self, changed: Sequence[UUID]) -> Undone:
        """Record that an act on these documents was taken back."""
        for id in changed:
            self._tell(id)
        return Undone(self._what, list(changed), [])

    def _tell(self, id: UUID) -> None:
        events.record(self._session, None, "document", id, "undo", act=self.id, by=self._by, what=self._what)

    def _take_back(self, revision: Revision, locked: documents.Locked) -> str | None:
        """Take back a change. Returns the reason if that is not possible."""
        id, last = revision.document_id, revisions.newest(self._session, revision.document_id)
        if locked.held_by is not None:
            return f"is being processed by run {locked.held_by}"
        is_newest = last is not None and (last.act_id, last.run_id) == (self._act, self._run)
        if last is not None and not is_newest and (last.person is not None or self._run is not None):
            who = f"{last.act} by {last.person}" if last.person else f"run {last.run_id}"
            return f"was changed since: {who} at {last.at.astimezone():%Y-%m-%d %H:%M:%S}"
        has_pages = revisions.has_pages(self._session, revision)
        revisions.keep(self._session, id, act=self.id, with_pages=has_pages)
        revisions.set_undone(self._session, revision, self.id)
        if is_newest and not revisions.has_advanced(self._session, revision):
            self._withdraw(id)
            self._restore(revision)
        else:
            correction.apply_words(self._session, id, locked, lambda _: self._withdraw(id))
        self._series |= {locked.series_id, documents.series_of(self._session, id)}
        self._tell(id)
        return None

    def _withdraw(self, id: UUID) -> None:
        if self._act is not None:
            corrections.withdraw(self._session, self._act, id, self.id)
            tags.withdraw(self._session, self._act, id, self.id)
            audit.reopen(self._session, id, self._act)

    def _restore(self, revision: Revision) -> None:
        """Give the document the rows of its revision, and find its copies."""
        session, id = self._session, revision.document_id
        duplicates.unlink(session, id)
        revisions.restore(session, revision)
        if documents.state(session, id).status == "filed":
            duplicates.link(session, duplicates.read(session, id))

    def file_again(self, series_id: int, since: datetime) -> None:
        """Let the next run file the documents again that filing put in a series `since`."""
        for id in series.filed_since(self._session, series_id, since):
            revisions.keep(self._session, id, act=self.id)
            rerun.redo(self._session, id, "file")
            events.record(self._session, None, "document", id, "taken back", act=self.id, by=self._by, stage="file")

    def use_earlier_summaries(self, before: datetime, others: Iterable[int] = ()) -> None:
        """Give the files of the series, and of `others`, the summaries that they had `before`.

        A series without documents is deleted, unless a person's word names it.
        """
        for series_id in sorted(each for each in {*self._series, *others} if each is not None):
            if not series.delete_empty(self._session, series_id):
                files.mark_outdated(self._session, series_id)
                files.restore(self._session, series_id, before)
                if self._act is not None:  # what a run read is taken back for good
                    regenerations.renew(self._session, series_id, "documents came back")

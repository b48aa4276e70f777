"""A lane of a run: it claims documents, a window at a time, and has them processed."""

from __future__ import annotations

from collections.abc import Generator
from uuid import UUID

import luigi

from alfrd_luigi.database import documents, outcomes, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.intake import arrivals
from alfrd_luigi.stages import claims
from alfrd_luigi.triggers import Point, reached
from targets.rows import RowTarget
from tasks.base import RunTask
from tasks.process_document import ProcessDocument

# The time of Luigi's scheduler grows with the number of tasks it knows. Therefore a run adds a window of documents at a
# time. Several lanes of short windows keep the slots busy while one window drains; 5 lanes of 4 do as well as more.
LANES = 5
WINDOW = 4


class LimitedRunTask(RunTask):
    """A task of a run that may have a limit of documents."""

    limit = luigi.OptionalIntParameter(default=None, description="process at most this many documents; default: all")

    def check(self) -> None:
        """Hold the run's lock from the start."""
        runs.hold(database(), str(self.run_id))


class ProcessLane(LimitedRunTask):
    """Claims documents for its run, a window at a time, until none are left and the scan registers no more."""

    lane = luigi.IntParameter(description="the number of the lane")

    def output(self) -> RowTarget:
        """Exists when the run has scanned the inbox and has no document left to process."""
        return RowTarget(f"documents of run {self.run_id}", self._is_done)

    def _is_done(self, session: Session) -> bool:
        run = str(self.run_id)
        return runs.is_scanned(session, run) and not documents.work_is_left(session, run, self.limit)

    def run(self) -> Generator[list[luigi.Task], None, None]:
        """Process the next window. Luigi calls this again when its documents have settled, or more have arrived."""
        session = database().session()
        run = str(self.run_id)
        runs.hold(database(), run)
        self._show_progress(session)
        while True:
            arrived = arrivals.count(run)  # read before the documents are claimed, so that no arrival is missed
            if window := claims.claim(session, run, WINDOW, self.limit):
                reached(Point.DOCUMENTS_CLAIMED)
                yield self._documents(session, window)
            elif arrived is None or runs.is_scanned(session, run):  # perhaps by another process of the run
                return
            else:
                yield [DocumentArrives(lane=self.lane, after=arrived, run_id=self.run_id)]

    def _documents(self, session: Session, window: list[UUID]) -> list[luigi.Task]:
        named = outcomes.names(session, window)
        return [
            ProcessDocument(doc_id=str(id), doc_name=named.get(id, ""), run_id=self.run_id, settle=True)
            for id in window
        ]

    def _show_progress(self, session: Session) -> None:
        if self.reporter is not None:
            tally = outcomes.tally(session, str(self.run_id))
            self.show(
                f"documents of this run: {tally.filed} filed, {tally.failed} failed, {tally.deferred} deferred, "
                f"{tally.waiting} waiting or in progress"
            )
            self.reporter.update_progress_percentage(tally.percentage)


class DocumentArrives(RunTask):
    """Waits, while the inbox is scanned, for the next document that its lane can claim."""

    lane = luigi.IntParameter(description="the number of the waiting lane")
    after = luigi.IntParameter(description="the number of registered documents when the wait began")
    ends_group = True
    priority = -10

    @property
    def group(self) -> str:
        """The group that the worker forgets together: this task, and those for which the lane did not have to wait."""
        return f"arrivals for lane {self.lane}"

    def output(self) -> RowTarget:
        """Exists when the scan has registered more documents, or has ended."""
        return RowTarget(f"a document after {self.after}", lambda _: arrivals.has_more(str(self.run_id), self.after))

    def run(self) -> None:
        """Wait for the scan, which runs in another thread."""
        arrivals.wait(str(self.run_id), self.after)

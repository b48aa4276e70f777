"""What cron runs: the inbox, every pending document, and the files that changed."""

from __future__ import annotations

import sys
from collections.abc import Generator

import luigi

from alfrd_luigi.database import documents, files, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, DocumentsFailedError, MachineError, SettingsError
from alfrd_luigi.stages import claiming, outage
from alfrd_luigi.triggers import Point, reached
from targets.rows import RowTarget
from tasks.base import RunTask
from tasks.generate_file_summary import GenerateFileSummary
from tasks.process_document import ProcessDocument
from tasks.scan_inbox import ScanInbox

# Luigi's scheduler takes time in proportion to the tasks it knows, so a run hands it a window of documents at a time.
# Several lanes of short windows keep the slots busy while one window drains; 5 of 4 do as well as more.
LANES = 5
WINDOW = 4
_FILES = 100


class LimitedRunTask(RunTask):
    """A task of a run that may be limited to some documents."""

    limit = luigi.OptionalIntParameter(default=None, description="process at most so many documents; by default all")

    def check(self) -> None:
        """Hold the run's lock from the very beginning."""
        runs.hold(database(), str(self.run_id))


class ProcessLane(LimitedRunTask):
    """Claims documents for its run, a window at a time, until none are left."""

    lane = luigi.IntParameter(description="the number of the lane")

    def output(self) -> RowTarget:
        """Exists when the run has no document left to work on."""
        return RowTarget(
            f"documents of run {self.run_id}",
            lambda session: not documents.work_is_left(session, str(self.run_id), self.limit),
        )

    def run(self) -> Generator[list[luigi.Task], None, None]:
        """Process the next window; Luigi starts this over when its documents have settled."""
        session = database().session()
        runs.hold(database(), str(self.run_id))
        while window := claiming.claim(session, str(self.run_id), WINDOW, self.limit):
            reached(Point.DOCUMENTS_CLAIMED)
            yield [ProcessDocument(doc_id=str(id), run_id=self.run_id, settle=True) for id in window]


class ProcessAllPending(LimitedRunTask):
    """Processes everything that is due, and ends with an error if something failed or was rejected."""

    def requires(self) -> ScanInbox:
        """The inbox has been scanned."""
        return self.clone(ScanInbox)

    def output(self) -> RowTarget:
        """The run's row, finished."""
        return RowTarget(f"run {self.run_id}", lambda session: runs.is_finished(session, str(self.run_id)))

    def run(self) -> Generator[list[luigi.Task], None, None]:
        """Documents first, then the files they changed, until nothing is left to do."""
        session = database().session()
        run = str(self.run_id)
        while documents.work_is_left(session, run, self.limit):
            yield [self.clone(ProcessLane, lane=lane) for lane in range(1, LANES + 1)]
        while due := files.due(session, run, _FILES):
            yield [GenerateFileSummary(file_id=str(id), run_id=self.run_id, settle=True) for id in due]
        reached(Point.RUN_ENDING)
        runs.set_finished(session, run)
        reached(Point.RUN_FINISHED)
        runs.release(run)
        _say_why_it_stopped(session, run)
        _raise_troubles(runs.troubles(session, run))


def _say_why_it_stopped(session: Session, run: str) -> None:
    """A line for each service that answers nobody, and one for money; raise what somebody has to mend."""
    for line in outage.lines(session, run):
        sys.stderr.write(f"{line}\n")
    reason = runs.stop_reason(session, run)
    if isinstance(reason, SettingsError | MachineError):
        raise reason
    if isinstance(reason, BudgetError):
        sys.stderr.write(f"stopped: {reason.line}\n")


def _raise_troubles(troubles: dict[str, int]) -> None:
    said = [f"{count} {what.replace('_', ' ')}" for what, count in troubles.items() if count]
    if said:
        raise DocumentsFailedError(f"this run is over, with {', '.join(said)}", "See why with: alfrd status")

"""The job that cron runs: the inbox, every pending document, and the changed files."""

from __future__ import annotations

from collections.abc import Generator

import luigi

from alfrd_luigi import logs
from alfrd_luigi.database import deletions, documents, files, runs, spare_work
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, DocumentsFailedError, HeldError, MachineError, ServiceError, SettingsError
from alfrd_luigi.intake import arrivals
from alfrd_luigi.intake.entries import holds_entries
from alfrd_luigi.monitoring import run_end
from alfrd_luigi.report import freshness
from alfrd_luigi.search import freshness as words
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import claims, outage
from alfrd_luigi.triggers import Point, reached
from targets.rows import RowTarget
from tasks.base import RunTask
from tasks.generate_file_summary import GenerateFileSummary
from tasks.improve_prompts import ImprovePrompts
from tasks.process_document import ProcessDocument
from tasks.regenerate_series import RegenerateSeries
from tasks.scan_inbox import ScanInbox

# The time of Luigi's scheduler grows with the number of tasks it knows. Therefore a run adds a window of documents at a
# time. Several lanes of short windows keep the slots busy while one window drains; 5 lanes of 4 do as well as more.
LANES = 5
WINDOW = 4
_FILES = 100
_SERIES = 20


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
        while True:
            arrived = arrivals.count(run)  # read before the documents are claimed, so that no arrival is missed
            if window := claims.claim(session, run, WINDOW, self.limit):
                reached(Point.DOCUMENTS_CLAIMED)
                yield [ProcessDocument(doc_id=str(id), run_id=self.run_id, settle=True) for id in window]
            elif arrived is None or runs.is_scanned(session, run):  # perhaps by another process of the run
                return
            else:
                yield [DocumentArrives(lane=self.lane, after=arrived, run_id=self.run_id)]


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


class ProcessAllPending(LimitedRunTask):
    """Processes everything that is due. Fails at its end if something failed or was rejected."""

    def check(self) -> None:
        """Hold the run's lock from the start. The end of this process is the end of the run."""
        super().check()
        run_end.begin(str(self.run_id))

    def output(self) -> RowTarget:
        """The run's row, finished."""
        return RowTarget(f"run {self.run_id}", lambda session: runs.is_finished(session, str(self.run_id)))

    def run(self) -> Generator[list[luigi.Task], None, None]:
        """Process documents, while the inbox is scanned, then the series whose prompts changed, then their files."""
        session = database().session()
        run = str(self.run_id)
        while not runs.is_scanned(session, run) or documents.work_is_left(session, run, self.limit):
            yield [self.clone(ScanInbox), *self._lanes(session)]
        while again := _series_to_read(session, run):
            yield [RegenerateSeries(series_id=id, run_id=self.run_id, settle=True) for id in again]
        while due := files.due(session, run, _FILES):
            yield [GenerateFileSummary(file_id=str(id), run_id=self.run_id, settle=True) for id in due]
        if ImprovePrompts(run_id=self.run_id).is_due(session):
            words.refresh(session)  # trials may take long, and nobody waits for them
            freshness.refresh(session)
            yield [self.clone(ImprovePrompts)]
        if runs.has_claimed(session, run):
            _draw_audits(session)
        if deletions.work_is_left(session, settings().bin_days):
            _empty_bin(session)
        reached(Point.RUN_ENDING)
        run_end.set_outcome(runs.set_finished(session, run))
        reached(Point.RUN_FINISHED)
        runs.release(run)
        words.refresh(session)
        freshness.refresh(session)
        _say_why_it_stopped(session, run)
        _raise_troubles(runs.troubles(session, run))

    def _lanes(self, session: Session) -> list[luigi.Task]:
        """The lanes; empty if there is no work, as on most cron runs."""
        has_arrivals = any(map(holds_entries, settings().arrival_dirs))
        if has_arrivals or documents.work_is_left(session, str(self.run_id), self.limit):
            return [self.clone(ProcessLane, lane=lane) for lane in range(1, LANES + 1)]
        return []


def _series_to_read(session: Session, run: str) -> list[int]:
    """The series whose documents are to be read again; none if series do not read theirs at present."""
    if not spare_work.is_on_series(session, run):
        return []
    from alfrd_luigi.database import regenerations  # here, because most runs find none
    from alfrd_luigi.stages import series_reading

    return regenerations.due(session, run, _SERIES) if series_reading.is_on() else []


def _draw_audits(session: Session) -> None:
    from alfrd_luigi.corrections import audit  # here, because most runs find no work

    audit.draw(session, settings().audits_per_week)


def _empty_bin(session: Session) -> None:
    """Remove for good what has been in the bin for `bin_days`. The next run removes page files that cannot be now."""
    from alfrd_luigi.corrections.purge import purge_due  # here, because most runs find nothing to remove

    try:
        purge_due(session, settings().bin_days)
    except (MachineError, ServiceError, SettingsError) as error:
        logs.say(f"files of deleted documents are still there: {error.line}")


def _say_why_it_stopped(session: Session, run: str) -> None:
    """Print a line for each unavailable service, and for a used-up budget or a lock that a living run holds.

    Raises the error that determines the run's exit code: for a setting, the machine, or a lock whose holder shows no
    sign of life.
    """
    for line in outage.lines(session, run):
        logs.say(line)
    reason = runs.stop_reason(session, run)
    is_frozen = isinstance(reason, HeldError) and not reason.holder_lives
    if reason is not None and (is_frozen or isinstance(reason, SettingsError | MachineError)):
        raise reason
    if isinstance(reason, BudgetError | HeldError):
        logs.say(f"stopped: {reason.line}")


def _raise_troubles(troubles: runs.Troubles) -> None:
    said = [f"{count} {what.replace('_', ' ')}" for what, count in troubles._asdict().items() if count]
    if said:
        raise DocumentsFailedError(f"this run is over, with {', '.join(said)}", "See why with: alfrd status")

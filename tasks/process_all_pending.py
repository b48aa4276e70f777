"""The job that cron runs: the inbox, every pending document, and the changed files."""

from __future__ import annotations

from collections.abc import Generator

import luigi

from alfrd_luigi import logs
from alfrd_luigi.database import deletions, documents, files, outcomes, runs, spare_work
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, DocumentsFailedError, HeldError, MachineError, ServiceError, SettingsError
from alfrd_luigi.intake.entries import expected_documents
from alfrd_luigi.monitoring import run_end
from alfrd_luigi.report import freshness
from alfrd_luigi.report.links import file_of
from alfrd_luigi.search import freshness as words
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import outage
from alfrd_luigi.triggers import Point, reached
from targets.rows import RowTarget
from tasks.generate_file_summary import GenerateFileSummary
from tasks.improve_prompts import ImprovePrompts
from tasks.process_document import ProcessDocument
from tasks.process_lane import LANES, LimitedRunTask, ProcessLane
from tasks.regenerate_series import RegenerateSeries
from tasks.scan_inbox import ScanInbox

_FILES = 100
_SERIES = 20


class ProcessAllPending(LimitedRunTask):
    """Processes everything that is due. Fails at its end if something failed or was rejected."""

    def page(self) -> str:
        """The page of the run."""
        return file_of("runs", self.run_id)

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
        self._show_failed_documents(session)
        while again := _series_to_read(session, run):
            yield [RegenerateSeries(series_id=id, run_id=self.run_id, settle=True) for id in again]
        while due := files.due(session, run, _FILES):
            yield [GenerateFileSummary(file_id=str(id), run_id=self.run_id, settle=True) for id in due]
        if ImprovePrompts(run_id=self.run_id).is_due(session):
            words.refresh(session)  # trials may take long, and nobody waits for them
            freshness.refresh(session)
            yield [self.clone(ImprovePrompts)]
        self._show_failed_summaries(session)
        if runs.has_claimed(session, run):
            _draw_audits(session)
            _record_ledger_rules(session)
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
        """A lane for each document that is expected, up to `LANES`; empty if there is no work, as on most cron runs.

        Each lane takes a thread, and each thread a session.
        """
        count = min(sum(expected_documents(folder, LANES) for folder in settings().arrival_dirs), LANES)
        if count < LANES and documents.work_is_left(session, str(self.run_id), self.limit):
            count = LANES
        return [self.clone(ProcessLane, lane=lane) for lane in range(1, count + 1)]

    def _show_failed_documents(self, session: Session) -> None:
        """Show them as failed in luigid's visualiser. Their tasks are complete, as a failure does not end the run."""
        for each in outcomes.documents(session, str(self.run_id)) if self.reporter else ():
            if each.outcome == "failed":
                task = ProcessDocument(doc_id=str(each.id), run_id=self.run_id, settle=True)
                self._show_failed(task, f"failed at {each.stage}; for the reason: alfrd why {each.id}")

    def _show_failed_summaries(self, session: Session) -> None:
        """Show them. This task waits for no other any more: it could not continue after one that is shown as failed."""
        for each in outcomes.files(session, str(self.run_id)) if self.reporter else ():
            if each.outcome == "failed":
                task = GenerateFileSummary(file_id=str(each.id), run_id=self.run_id, settle=True)
                self._show_failed(task, "failed; for the reason: alfrd status")

    def _show_failed(self, task: luigi.Task, reason: str) -> None:
        if self.reporter is not None:
            self.reporter.show_failed(task.task_id, reason)


def _series_to_read(session: Session, run: str) -> list[int]:
    """The series whose documents are to be read again; none if series do not read theirs at present."""
    if not spare_work.is_on_series(session, run):
        return []
    from alfrd_luigi.database import regenerations  # here, because most runs find none
    from alfrd_luigi.stages.graph import series_read

    return regenerations.due(session, run, _SERIES) if series_read() else []


def _draw_audits(session: Session) -> None:
    from alfrd_luigi.corrections import audit  # here, because most runs find no work

    audit.draw(session, settings().audits_per_week)


def _record_ledger_rules(session: Session) -> None:
    from alfrd_luigi.ledger.archive import record  # here, because most runs find no work

    record(session)


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

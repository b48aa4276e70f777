"""The inbox scan of a run."""

from __future__ import annotations

from alfrd_luigi import startup
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import MachineError, SettingsError
from alfrd_luigi.intake import arrivals
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.monitoring import run_end
from targets.rows import RowTarget
from tasks.base import RunTask


class ScanInbox(RunTask):
    """Registers what has arrived in the inbox, once for each run."""

    priority = 100

    def output(self) -> RowTarget:
        """The run's row, with the time of its scan."""
        return RowTarget(f"scan of run {self.run_id}", lambda session: runs.is_scanned(session, str(self.run_id)))

    def run(self) -> None:
        """Validate, store and register the entries."""
        run = str(self.run_id)
        with arrivals.scanning(run):
            runs.hold(database(), run)
            try:
                scan_inbox(run, startup.document_found)
            except (MachineError, SettingsError) as error:
                run_end.set_reason(error)
                raise
            runs.set_scanned(database().session(), run)

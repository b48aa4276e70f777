"""The summary of a file."""

from __future__ import annotations

import sys
from uuid import UUID

import luigi

from alfrd_luigi.database import files
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import DocumentsFailedError, NotFoundError
from targets.rows import RowTarget
from tasks.base import SettlingTask


class GenerateFileSummary(SettlingTask):
    """Summarises one file, if its inputs have changed since its last summary."""

    file_id = luigi.Parameter(description="the id of the file, as `alfrd status --json` shows it")
    resources = {"file_generation": 1, "bedrock": 1}
    priority = 60

    @property
    def file(self) -> UUID:
        """The id as a UUID. Raises NotFoundError for an invalid one."""
        try:
            return UUID(str(self.file_id))
        except ValueError:
            raise NotFoundError(f"{self.file_id!r} is not a file's id", "See them with: alfrd status --json") from None

    def check(self) -> None:
        """Raise NotFoundError for a missing file, and DocumentsFailedError for a failed one."""
        state = files.state(database().session(), self.file)
        if state.status == "failed" or state.is_deferred:
            raise DocumentsFailedError(f"file {self.file_id} failed: {state.error}", "To try it again: alfrd retry")
        if self.complete():
            sys.stdout.write(f"The summary of file {self.file_id} is fresh: what it is made from has not changed.\n")

    def output(self) -> RowTarget:
        """The file's row, with the fingerprint of its current inputs; also a failed or deferred file."""
        from alfrd_luigi.stages import file_summary

        return RowTarget(
            f"summary of file {self.file_id}", lambda _: file_summary.is_settled(self.file, str(self.run_id))
        )

    def run(self) -> None:
        """Generate the summary."""
        from alfrd_luigi.stages import lifecycle
        from alfrd_luigi.stages.file_summary import FileSummary

        self.attempt(lambda: lifecycle.run(FileSummary(self.file, str(self.run_id)), self.give_back_slots))

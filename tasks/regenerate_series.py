"""The members of a series, read again with a new version of its prompt."""

from __future__ import annotations

import sys
from functools import partial

import luigi

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DocumentsFailedError
from targets.rows import RowTarget
from tasks.base import SettlingTask


class RegenerateSeries(SettlingTask):
    """Reads the members of one series again, if that was requested, one after the other."""

    series_id = luigi.IntParameter(description="the id of the series, as `alfrd series list` shows it")
    priority = 57

    def process_resources(self) -> dict[str, int]:
        """A slot of the model and the slot of the series."""
        return {"bedrock": 1, f"series.{self.series_id}": 1}

    def check(self) -> None:
        """Raise NotFoundError for a missing series; say that there is nothing to do."""
        from alfrd_luigi.database import regenerations, series  # here, because most runs read none again

        session = database().session()
        series.get(session, self.series_id)
        if not regenerations.standing(session, [self.series_id]):
            sys.stdout.write(f"Nothing of series {self.series_id} is to be read again.\n")

    def output(self) -> RowTarget:
        """Exists while nothing of the series is to be read again; in a run, also when the run has tried all members."""
        return RowTarget(f"regeneration of series {self.series_id}", self._is_done)

    def _is_done(self, session: Session) -> bool:
        from alfrd_luigi.database import regenerations

        found = regenerations.standing(session, [self.series_id])
        return not found or bool(self.settle and not regenerations.is_due(session, str(self.run_id), self.series_id))

    def run(self) -> None:
        """Read what is left. Raises DocumentsFailedError for a person, if members could not be read."""
        from alfrd_luigi.stages import regeneration

        self.attempt(partial(regeneration.regenerate, self.series_id, str(self.run_id)))
        if not self.settle:
            self._raise_failure()

    def _raise_failure(self) -> None:
        from alfrd_luigi.database import regenerations

        for found in regenerations.standing(database().session(), [self.series_id]):
            reason = found.error or "the next run tries it again"
            raise DocumentsFailedError(
                f"{found.members - found.read} documents of series {self.series_id} could not be read: {reason}",
                "To try it again: alfrd retry",
            )

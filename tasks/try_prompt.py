"""A step of the trial of a prompt."""

from __future__ import annotations

import sys
from uuid import UUID

import luigi

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from targets.rows import RowTarget
from tasks.base import SettlingTask


class TryPrompt(SettlingTask):
    """Compares the two versions of one trial on one more document, or decides the trial."""

    trial_id = luigi.Parameter(description="the id of the trial, as `alfrd prompts show --json` shows it")
    step = luigi.IntParameter(default=0, description="the number of the step; each is a task of its own")
    resources = {"bedrock": 1}
    priority = -20

    @property
    def trial(self) -> UUID:
        """The id as a UUID. Raises NotFoundError for an invalid one."""
        try:
            return UUID(str(self.trial_id))
        except ValueError:
            raise NotFoundError(
                f"{self.trial_id!r} is not a trial's id", "See them with: alfrd prompts show KEY --json"
            ) from None

    def check(self) -> None:
        """Raise NotFoundError for a missing trial; say that an ended one has ended."""
        from alfrd_luigi.database import trials  # here, because most runs try none

        state = trials.trial(database().session(), self.trial)
        if state.state != "open":
            sys.stdout.write(f"Trial {self.trial_id} has ended: {state.state}.\n")

    def output(self) -> RowTarget:
        """The trial's row, when the step is done, or the trial rests or has ended."""
        return RowTarget(f"step {self.step} of trial {self.trial_id}", self._is_done)

    def _is_done(self, session: Session) -> bool:
        from alfrd_luigi.database import trials

        return not trials.is_due(session, str(self.run_id), self.trial, int(self.step))

    def run(self) -> None:
        """Take the step."""
        from alfrd_luigi.prompts.trials import TrialStep
        from alfrd_luigi.stages import lifecycle

        self.attempt(lambda: lifecycle.run(TrialStep(self.trial, str(self.run_id)), self.give_back_slots))

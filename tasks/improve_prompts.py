"""The work on prompts, in the slots that a run no longer needs."""

from __future__ import annotations

from collections.abc import Generator

import luigi

from alfrd_luigi.database import spare_work
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines
from targets.rows import RowTarget
from tasks.base import RunTask
from tasks.propose_prompt import ProposePrompt
from tasks.try_prompt import TryPrompt

# As many as Bedrock has slots.
_AT_ONCE = 5


class ImprovePrompts(RunTask):
    """Proposes versions of weak prompts, and works on every open trial, until each rests or has ended."""

    priority = -20

    def output(self) -> RowTarget:
        """Exists when no proposal is due in this run, and no trial can go on."""
        return RowTarget(f"prompts of run {self.run_id}", lambda session: not self.is_due(session))

    def is_due(self, session: Session) -> bool:
        """Whether there is work in this run."""
        return spare_work.is_on_prompts(session, str(self.run_id)) and engines.has_model()

    def run(self) -> Generator[list[luigi.Task], None, None]:
        """Propose versions, and take a step of each trial, as long as there is any."""
        session = database().session()
        while self.is_due(session):
            yield self._due(session)

    def _due(self, session: Session) -> list[luigi.Task]:
        from alfrd_luigi.database import proposals, trials  # here, because most runs find nothing to do

        run = str(self.run_id)
        proposed = [
            ProposePrompt(key=str(key), run_id=self.run_id, settle=True)
            for key in proposals.due(session, run, _AT_ONCE)
        ]
        tried = [
            TryPrompt(trial_id=str(each.id), step=each.step, run_id=self.run_id, settle=True)
            for each in trials.due(session, run, _AT_ONCE)
        ]
        return [*proposed, *tried]

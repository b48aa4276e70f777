"""Proposals for prompts, in the slots that a run no longer needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import luigi

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from targets.rows import RowTarget
from tasks.base import SettlingTask

if TYPE_CHECKING:  # most runs propose none
    from alfrd_luigi.database.prompts import Key


class ProposePrompt(SettlingTask):
    """Proposes a better version of one prompt, if its active version does badly, and opens the trial of it."""

    key = luigi.Parameter(description="the prompt, as `alfrd prompts list` shows it: summarizer:receipt")
    resources = {"bedrock": 1}
    priority = -10

    @property
    def prompt(self) -> Key:
        """The key. Raises InvalidInputError."""
        from alfrd_luigi.database.prompts import Key

        return Key.parse(str(self.key))

    def check(self) -> None:
        """Raise InvalidInputError or NotFoundError if there is no such prompt; say that no proposal is due."""
        from alfrd_luigi.database import prompts

        prompts.active(database().session(), self.prompt)
        if self.complete():
            sys.stdout.write(f"No proposal is due for {self.key}: nothing went wrong that was not tried.\n")

    def output(self) -> RowTarget:
        """Exists when no proposal is due for the prompt in this run."""
        return RowTarget(f"proposal for {self.key}", self._is_settled)

    def _is_settled(self, session: Session) -> bool:
        from alfrd_luigi.prompts import proposals

        return not proposals.is_due(session, str(self.run_id), self.prompt)

    def run(self) -> None:
        """Propose a version."""
        from alfrd_luigi.prompts import proposals
        from alfrd_luigi.stages import lifecycle

        job = proposals.opened(database().session(), str(self.run_id), self.prompt)
        if job is not None:
            self.attempt(lambda: lifecycle.run(job, self.give_back_slots))

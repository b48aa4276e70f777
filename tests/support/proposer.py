"""Proposals in this process, in runs of their own."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from alfrd_luigi.database import events, prompts, proposals, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.proposals import Proposal
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Trial
from alfrd_luigi.prompts import proposals as proposing
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.standin import StandIn
from alfrd_luigi.standin.faults import Said
from support.clinic_rows import BILL

RUN = "20240501T000000-proposing"
NEXT = "20240502T000000-next"
RULE = "Take the total from the last line of sums."


class Proposer(NamedTuple):
    """Proposes for a key in runs of its own."""

    session: Session

    def due(self, run: str = RUN) -> list[Key]:
        """The keys that are due in a run."""
        runs.hold(database(), run)
        return proposals.due(self.session, run, 100)

    def propose(self, key: Key = BILL, run: str = RUN) -> Proposal | None:
        """Propose for a key. Returns its newest proposal that is not open."""
        runs.hold(database(), run)
        job = proposing.opened(self.session, run, key)
        if job is not None:
            lifecycle.run(job)
        return next((each for each in self.proposals(key) if each.state != "open"), None)

    def proposals(self, key: Key = BILL) -> list[Proposal]:
        """The proposals for a key, the newest first."""
        return proposals.of_key(self.session, key)

    def trial(self, key: Key = BILL) -> Trial | None:
        """The open challenge of a key."""
        return trials.open_of_key(self.session, key, "challenge")

    def candidate(self, key: Key = BILL) -> str:
        """The text of the candidate of a key."""
        trial = self.trial(key)
        assert trial is not None
        return prompts.wording(self.session, trial.candidate_id).text

    def events(self, key: Key = BILL) -> list[tuple[str, dict[str, Any]]]:
        """The events of a key."""
        return [(each.event, each.details) for each in events.of(self.session, "prompt", str(key))]


def asked(aws: StandIn) -> dict[str, Any]:
    """The facts of the only question that the model was asked."""
    (call,) = aws.calls
    text = json.loads(call.body)["messages"][0]["content"][0]["text"]
    facts: dict[str, Any] = json.loads(text.removeprefix("<facts>\n").removesuffix("\n</facts>"))
    return facts


def answer_by(aws: StandIn, said: Said) -> None:
    """Let this proposer answer."""
    aws.behaviour.answers = {"propose_prompt": said}

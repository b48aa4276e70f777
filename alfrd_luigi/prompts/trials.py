"""The steps of a trial: two answers about a document are compared in each, until the comparisons decide.

A step is the job of a task (see stages/lifecycle.py). Its comparison is one transaction, and so is a decision.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import events, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Trial
from alfrd_luigi.errors import AlfrdError, BudgetError, BusyError
from alfrd_luigi.prompts import comparison, decisions, drift, rule
from alfrd_luigi.prompts.comparison import Comparison
from alfrd_luigi.prompts.rule import Standing, Verdict
from alfrd_luigi.prompts.standing import settle_gold, standing
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.triggers import Point, reached

# The name in the books of the work that is no stage of a document: a step of a trial.
TRY_PROMPT = "try_prompt"
# A trial rests for so many seconds when there is no money for it, and while its key or its model is in use.
_REST, _SHORT_REST = 3600.0, 60.0
# With nothing to compare, it rests until a document is filed or an audit is closed, or for a day.
_DAY = 86400.0


class _Made(NamedTuple):
    """What a step came to: a comparison, a decision, or neither. Without either, the trial rests for `rest` seconds."""

    compared: Comparison | None = None
    verdict: Verdict | None = None
    rest: float = _SHORT_REST


class TrialStep(NamedTuple):
    """A job (see lifecycle.Job): the next step of this trial, in this run."""

    id: UUID
    run: str

    @property
    def subject(self) -> Subject:
        """The subject of the calls."""
        return Subject(self.run, TRY_PROMPT, trial=self.id)

    def begin(self, session: Session) -> bool:
        """Claim the trial. Returns False if it has ended or rests."""
        runs.hold(database(), self.run)
        if trials.claim(session, self.run, self.id):
            return True
        trial = trials.trial(session, self.id)
        if trial.state == "open" and trial.run_id not in (None, self.run):
            raise BusyError(f"trial {self.id} is worked on by another run", "Try again when that has ended")
        return False

    def work(self, session: Session, books: Books) -> _Made:
        """Ask both versions about the next document, or see what the comparisons decide."""
        trial = trials.trial(session, self.id)
        settle_gold(session, trial)
        found = standing(session, trial)
        verdict = rule.decide(found)
        try:
            if not drift.check(session, self.run, books):
                return _Made()
            compared = _next(session, trial, found, verdict, books)
        except BudgetError:  # the archive's own documents come first; this trial waits
            return _Made(rest=_REST)
        return _Made(compared, rest=_DAY) if compared or verdict.action == "continue" else _Made(verdict=verdict)

    def store(self, session: Session, made: _Made, _seconds: float) -> bool:
        """Store the comparison or the decision."""
        if trials.hold(session, self.run, self.id) is None:
            return False
        if made.compared is not None:
            comparison.record(session, trials.trial(session, self.id), made.compared)
            trials.release(session, self.run, self.id)
        elif made.verdict is None:
            trials.rest(session, self.run, self.id, made.rest)
        elif decisions.carry_out(session, trials.trial(session, self.id), made.verdict):
            reached(Point.DECISION_WRITTEN)
        else:
            trials.rest(session, self.run, self.id, made.rest)
        return True

    def hold(self, session: Session) -> Failures | None:
        """Lock the trial."""
        return trials.hold(session, self.run, self.id)

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, _seconds: float) -> None:
        """Defer the trial, or end it. No document fails."""
        if isinstance(decision, Retry):
            trials.defer(session, self.run, self.id, decision.failures, decision.seconds)
            return
        trial = trials.trial(session, self.id)
        trials.close(session, self.id, "failed", error.line)
        events.record(session, self.run, "prompt", str(trial.key), "trial failed", reason=error.line)

    def release(self, session: Session, _reason: AlfrdError) -> None:
        """Release the trial unchanged."""
        trials.release(session, self.run, self.id)


def _next(session: Session, trial: Trial, found: Standing, verdict: Verdict, books: Books) -> Comparison | None:
    """The next comparison: on the court until that decides, then on the corrections that a promotion must not undo."""
    if verdict.action == "continue":
        return comparison.of_court(session, trial, books, audited_only=not rule.asks_judge(found))
    return comparison.of_correction(session, trial, books) if verdict.action == "promote" else None

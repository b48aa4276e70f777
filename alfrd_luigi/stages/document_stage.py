"""One stage of one document in a run: the claim, the work, and the document's new state."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, events, prompt_answers, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import EVOLVING
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BusyError
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages.graph import BESIDE, GRAPH, READING, SCORINGS, required_scorings
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.stages.stage import Result, Stage


class DocumentStage(NamedTuple):
    """A job (see lifecycle.Job): this stage of this document, in this run."""

    stage: Stage
    id: UUID
    run: str

    @property
    def subject(self) -> Subject:
        """The subject of the calls."""
        return Subject(self.run, self.stage.name, document=self.id)

    def begin(self, session: Session) -> bool:
        """Claim the document, unless the run holds it. Returns False if there is nothing to do. Raises BusyError."""
        name = self.stage.name
        # A task that was scheduled while another run held the document must not run before the scorings.
        found = stage_results.standing(session, self.id, name, required_scorings(name))
        if found.is_settled or not found.is_scored or found.status not in GRAPH[name].finds:
            return False
        runs.hold(database(), self.run)
        if found.run_id != self.run and not documents.claim_one(session, self.run, self.id):
            raise BusyError(
                f"document {self.id} is being processed by run {found.run_id}", "Try again when that has ended"
            )
        return True

    def work(self, session: Session, books: Books) -> Result:
        """Do the stage's work."""
        return self.stage.work(session, self.id, books)

    def store(self, session: Session, made: Result, seconds: float) -> bool:
        """Store the stage's row, the document's new status and the effects of the stage."""
        row = stage_results.StageResult(made.engine, made.model, made.prompt_id, made.answer)
        omitted = dict(made.omitted) or None
        if not stage_results.complete(session, self.id, self.stage.name, self.run, seconds, row, omitted):
            return False
        self._keep_for_trials(session, made)
        self.stage.store(session, self.id, made)
        return True

    def _keep_for_trials(self, session: Session, made: Result) -> None:
        """Keep what a model said, with the hints that it was given, for comparisons with other versions."""
        if made.said is None or made.question is None or made.prompt_id is None:
            return
        if GRAPH[self.stage.name].prompt in EVOLVING:
            by = (made.engine, made.model or "")
            prompt_answers.keep(session, self.id, made.prompt_id, by, made.question.hints, made.said)

    def hold(self, session: Session) -> Failures | None:
        """Lock the document."""
        if not documents.hold(session, self.run, self.id):
            return None
        return stage_results.failures(session, self.id, self.stage.name)

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, seconds: float) -> None:
        """Record the failure. The document fails or is deferred too, unless the stage is beside the main path.

        A filed document that waits for its series is deferred, and does not fail.
        """
        name, status = self.stage.name, decision.outcome
        stage_results.fail(session, self.id, name, self.run, seconds, status, error.line, decision.failures)
        if name not in SCORINGS:
            self._fail_or_defer(session, error, decision)
        if name in BESIDE:
            events.record(session, self.run, "document", self.id, f"{name} {status}", reason=error.message)

    def _fail_or_defer(self, session: Session, error: AlfrdError, decision: Retry | Fail) -> None:
        name = self.stage.name
        told: dict[str, Any] = {"stage": name, "reason": error.message}
        if isinstance(decision, Retry):
            documents.set_deferred(session, self.id, name, error.message, error.hint, decision.seconds)
            told |= {"attempts": decision.failures.attempts, "waits": decision.failures.waits}
        elif name == READING:
            documents.set_read(session, self.id)
        else:
            documents.set_failed(session, self.id, name, error.message, error.hint)
        if name != READING:
            events.record(session, self.run, "document", self.id, decision.outcome, **told)

    def release(self, session: Session, reason: AlfrdError) -> None:
        """Release the document unchanged."""
        if documents.hold(session, self.run, self.id):
            documents.release(session, self.id)
            event = f"{READING} left" if self.stage.name == READING else "left"
            events.record(session, self.run, "document", self.id, event, reason=reason.message)


def failure(id: UUID) -> documents.DocumentState | None:
    """The state of a document that has failed or is deferred; None for any other."""
    state = documents.state(database().session(), id)
    return state if state.status == "failed" or state.is_deferred else None

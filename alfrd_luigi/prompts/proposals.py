"""Proposals: a key whose active version does badly gets a candidate, which a trial then compares with it.

The cheapest source comes first: what scorers of the clinic's documents suggested, which is paid already, and then one
call about the most frequent cause of misses that was not tried for this version. A run makes at most one such call for
a key. A proposal is the job of a task (see stages/lifecycle.py). Its row is claimed like a document, and its calls are
booked for it, so that a killed proposal is taken over, and a stopped process neither pays nor writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import events, prompts, proposals, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import ActivePrompt, Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BudgetError, BusyError
from alfrd_luigi.language import engines
from alfrd_luigi.prompts import clinic, drafts, selection
from alfrd_luigi.prompts.clinic import Cause
from alfrd_luigi.prompts.drafts import Draft
from alfrd_luigi.prompts.refusal import Rules
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages.retry import Fail, Retry

# The name in the books of the work that is no stage of a document: a proposal.
PROPOSE_PROMPT = "propose_prompt"
# A proposal rests for so many seconds when there is no money for it, and while its key is in use.
_REST, _SHORT_REST = 3600.0, 60.0


def is_due(session: Session, run: str, key: Key) -> bool:
    """Whether this run may propose a version for the key. It may not without a language model."""
    return engines.has_model() and bool(proposals.due(session, run, 1, key))


class _Made(NamedTuple):
    """What a proposal came to: the drafts that were refused, and the last draft.

    Without a draft, nothing was left to try or, if it `rests`, there was no money to try it.
    """

    active: ActivePrompt
    refused: Sequence[Draft] = ()
    draft: Draft | None = None
    rests: bool = False


class PromptProposal(NamedTuple):
    """A job (see lifecycle.Job): a proposal for this key, in this run. `opened` makes it."""

    id: UUID
    key: Key
    run: str

    @property
    def subject(self) -> Subject:
        """The subject of the calls."""
        return Subject(self.run, PROPOSE_PROMPT, proposal=self.id)

    def begin(self, session: Session) -> bool:
        """Claim the proposal."""
        runs.hold(database(), self.run)
        if not proposals.claim(session, self.run, self.id):
            raise BusyError(f"a prompt {self.key} is being proposed by another run", "Try again when that has ended")
        return True

    def work(self, session: Session, books: Books) -> _Made:
        """Try the suggestions that were not tried yet, and then ask about a cause."""
        active = prompts.active(session, self.key)
        rules, tried = drafts.rules_of(session, active), proposals.tried(session, active.id)
        found = drafts.suggested(session, active, rules) if clinic.is_weak(active) else ()
        refused: dict[str, Draft] = {}
        for draft in found:
            if draft.refusal is None:
                return _Made(active, list(refused.values()), draft)
            if draft.cause not in tried:
                refused[draft.cause] = draft
        cause = next((each for each in clinic.causes(session, active) if each.name not in tried), None)
        made = _Made(active, list(refused.values()))
        return made if cause is None else self._asked(session, made, cause, rules, books)

    def _asked(self, session: Session, made: _Made, cause: Cause, rules: Rules, books: Books) -> _Made:
        shown = [miss.document for miss in cause.misses[: drafts.SHOWN]]
        with session.transaction():
            if not proposals.study(session, self.run, self.id, cause.name, shown):
                raise BusyError(f"another run has taken over {self.subject.name}", "That run goes on with it")
        try:
            return made._replace(draft=drafts.proposed(session, made.active, cause, rules, books))
        except BudgetError:  # the archive's own documents come first
            return made._replace(rests=True)

    def store(self, session: Session, made: _Made, _seconds: float) -> bool:
        """Open the trial of the draft, or record why there is none."""
        if proposals.hold(session, self.run, self.id) is None:
            return False
        for draft in made.refused:
            proposals.refuse(session, self.id, draft.cause, str(draft.refusal))
            self._record_refusal(session, made.active, draft)
        if made.rests:
            proposals.rest(session, self.run, self.id, _REST)
        elif made.draft is None:
            proposals.close(session, self.run, self.id, "exhausted")
        elif made.draft.refusal is not None:
            proposals.close(session, self.run, self.id, "refused", made.draft.refusal)
            self._record_refusal(session, made.active, made.draft)
        else:
            self._challenge(session, made.active, made.draft)
        return True

    def _record_refusal(self, session: Session, active: ActivePrompt, draft: Draft) -> None:
        told = {"version": active.version, "cause": draft.cause, "reason": draft.refusal}
        events.record(session, self.run, "prompt", str(self.key), "proposal refused", **told)

    def _challenge(self, session: Session, studied: ActivePrompt, draft: Draft) -> None:
        """Make the draft a candidate, under the lock of the key."""
        if not selection.hold_if_free(session, self.key):
            proposals.rest(session, self.run, self.id, _SHORT_REST)
            return
        active = prompts.lock_active(session, self.key)
        if active.id != studied.id or active.is_pinned or trials.open_of_key(session, self.key, "challenge"):
            proposals.close(session, self.run, self.id, "superseded", "the active version was decided on meanwhile")
            return
        trial = selection.challenge(session, active, draft.text, draft.origin)
        told = {"version": active.version, "candidate": trial.candidate, "cause": draft.cause}
        events.record(session, self.run, "prompt", str(self.key), "challenged", **told)
        proposals.study(session, self.run, self.id, draft.cause, draft.documents)
        proposals.close(session, self.run, self.id, "challenged", candidate=trial.candidate_id)

    def hold(self, session: Session) -> Failures | None:
        """Lock the proposal."""
        return proposals.hold(session, self.run, self.id)

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, _seconds: float) -> None:
        """Defer the proposal, or end it. The cause is not tried again for this version."""
        if isinstance(decision, Retry):
            proposals.defer(session, self.run, self.id, decision.failures, decision.seconds)
            return
        proposals.close(session, self.run, self.id, "failed", error.line)
        events.record(session, self.run, "prompt", str(self.key), "proposal failed", reason=error.line)

    def release(self, session: Session, _reason: AlfrdError) -> None:
        """Release the proposal unchanged."""
        proposals.release(session, self.run, self.id)


def opened(session: Session, run: str, key: Key) -> PromptProposal | None:
    """The proposal for a key that is due; None if it is not."""
    id = proposals.open(session, key) if is_due(session, run, key) else None
    return None if id is None else PromptProposal(id, key, run)

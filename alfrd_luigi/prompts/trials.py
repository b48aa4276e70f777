"""The steps of a trial: two answers about a document are compared in each, until the comparisons decide.

A step is the job of a task (see stages/lifecycle.py). Its comparison is one transaction, and so is a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import events, prompt_answers, prompts, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompt_answers import PromptAnswer
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Pair, Part, Trial
from alfrd_luigi.errors import AlfrdError, BudgetError, BusyError, PermanentError
from alfrd_luigi.language import engines
from alfrd_luigi.prompts import decisions, drift, gold, judging, rule, shadow
from alfrd_luigi.prompts.judging import Judgement
from alfrd_luigi.prompts.rule import JudgeRecord, Standing, Verdict
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.retry import Fail, Retry
from alfrd_luigi.triggers import Point, reached

# The name in the books of the work that is no stage of a document: a step of a trial.
TRY_PROMPT = "try_prompt"
# The corrections that a candidate must not undo.
_CORRECTIONS = 50
# The judge is known by its newest pairs.
_NEWEST_PAIRS = 200
# A trial rests for so many seconds when it has nothing to compare, and while its key is in use.
_REST, _SHORT_REST = 3600.0, 60.0


class _Said(NamedTuple):
    """The answer of one side. `is_new`: it was not kept before. An answer of None is no valid answer."""

    prompt_id: int
    answer: Mapping[str, Any] | None
    hints: Mapping[str, Any]
    is_new: bool


class _Compared(NamedTuple):
    """Two answers about a document, with the values that a person knows, and the judge's word."""

    document: UUID
    part: Part
    incumbent: _Said
    candidate: _Said
    right: Mapping[str, Any]
    judgement: Judgement | None


class _Made(NamedTuple):
    """What a step came to: a comparison, a decision, or neither, if there is nothing to compare now."""

    compared: _Compared | None = None
    verdict: Verdict | None = None


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
            if verdict.action == "continue":
                return _next_of_court(session, trial, found, books)
            if verdict.action == "promote":
                checked = _next_correction(session, trial, books)
                return checked if checked.compared else _Made(verdict=verdict)
        except BudgetError:  # the archive's own documents come first; this trial waits
            return _Made()
        return _Made(verdict=verdict)

    def store(self, session: Session, made: _Made, _seconds: float) -> bool:
        """Store the comparison or the decision."""
        if trials.hold(session, self.run, self.id) is None:
            return False
        if made.compared is not None:
            _record(session, self.id, made.compared)
            trials.release(session, self.run, self.id)
        elif made.verdict is None:
            trials.rest(session, self.run, self.id, _REST)
        elif decisions.carry_out(session, trials.trial(session, self.id), made.verdict):
            reached(Point.PROMPT_WRITTEN)
        else:
            trials.rest(session, self.run, self.id, _SHORT_REST)
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


def standing(session: Session, trial: Trial) -> Standing:
    """What a trial has shown so far."""
    pairs = [pair for pair in trials.pairs(session, trial.id) if pair.part == "court"]
    record = trials.agreement(session, _NEWEST_PAIRS)
    return Standing(
        "return" if trial.purpose == "return" else "challenge",
        trial.number,
        rule.mode_of(settings().prompt_evidence, record.audited),
        [pair.gold for pair in sorted(pairs, key=lambda pair: str(pair.gold_at)) if pair.gold is not None],
        [pair.judged for pair in pairs if pair.judged is not None],
        JudgeRecord(record.pairs, record.agreed, record.favour),
        rule.record_of(_told_apart(pairs)),
        trial.is_audited is not False,
    )


def _told_apart(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """The differences by an audit and by the judge, where the judge saw two answers that differ."""
    return [
        (pair.gold, pair.judged)
        for pair in pairs
        if pair.gold is not None and pair.judged is not None and pair.is_first is not None
    ]


def settle_gold(session: Session, trial: Trial) -> None:
    """Score the pairs whose audits were closed since, and forget the scores of audits that were taken back."""
    for known in trials.audited(session, trial.id):
        said = [prompt_answers.of(session, known.document_id, id) for id in (trial.incumbent_id, trial.candidate_id)]
        fields = gold.compared(trial.kind, known.values, *(each.answer if each else {} for each in said))
        with session.transaction():
            trials.set_gold(session, trial.id, known.document_id, gold.difference(fields), fields)
            _tell(session, trial, known.document_id)


def _next_of_court(session: Session, trial: Trial, found: Standing, books: Books) -> _Made:
    document = trials.next_document(session, trial.id, audited_only=not rule.asks_judge(found))
    if document is None:
        return _Made()
    books = books.about(document)
    both = _both(session, trial, document, books)
    judgement = _judged(session, trial, document, *both, books) if trial.purpose == "challenge" else None
    return _Made(_Compared(document, "court", *both, {}, judgement))


def _judged(
    session: Session, trial: Trial, document: UUID, incumbent: _Said, candidate: _Said, books: Books
) -> Judgement:
    """The judge's word. A version without a valid answer is worse than one with an answer."""
    if incumbent.answer is None or candidate.answer is None:
        return Judgement(float(incumbent.answer is None) - float(candidate.answer is None), None, None)
    return judging.judge(session, trial, document, incumbent.answer, candidate.answer, books)


def _next_correction(session: Session, trial: Trial, books: Books) -> _Made:
    known = trials.next_correction(session, trial.id, _CORRECTIONS) if trial.purpose == "challenge" else None
    if known is None:
        return _Made()
    both = _both(session, trial, known.document_id, books.about(known.document_id))
    return _Made(_Compared(known.document_id, "corrections", *both, known.values, None))


def _both(session: Session, trial: Trial, document: UUID, books: Books) -> tuple[_Said, _Said]:
    """The answers of both versions. The candidate is given the hints that the incumbent was given."""
    incumbent = _said(session, trial.incumbent_id, document, None, books)
    return incumbent, _said(session, trial.candidate_id, document, incumbent.hints, books)


def _said(session: Session, prompt: int, document: UUID, hints: Mapping[str, Any] | None, books: Books) -> _Said:
    """The kept answer of a version if the same model gave it with these hints, or a new one."""
    kept = prompt_answers.of(session, document, prompt)
    if kept is not None and _is_of_model(session, kept) and hints in (None, kept.hints):
        return _Said(prompt, kept.answer, kept.hints, is_new=False)
    given = {} if hints is None else hints
    try:
        asked = shadow.answered(session, document, prompts.wording(session, prompt), given, books)
    except PermanentError:  # no valid answer: all of its values are wrong
        return _Said(prompt, None, given, is_new=False)
    return _Said(prompt, asked.answer, given, is_new=True)


def _is_of_model(session: Session, kept: PromptAnswer) -> bool:
    """Whether the selected model gave the answer, as it is now."""
    engine = engines.selected()
    since = drift.since(session, engine.name, engine.model)
    is_same = (kept.engine, kept.model) == (engine.name, engine.model)
    return is_same and (since is None or kept.answered_at > since)


def _record(session: Session, id: UUID, made: _Compared) -> None:
    engine = engines.selected()
    for side in (made.incumbent, made.candidate):
        if side.is_new and side.answer is not None:
            by = (engine.name, engine.model)
            prompt_answers.keep(session, made.document, side.prompt_id, by, side.hints, side.answer)
    trial = trials.trial(session, id)
    fields = gold.compared(trial.kind, made.right, made.incumbent.answer or {}, made.candidate.answer or {})
    trials.compare(session, id, made.document, made.part, fields)
    if made.judgement is not None:
        trials.set_judged(session, id, made.document, *made.judgement)
    _tell(session, trial, made.document)


def _tell(session: Session, trial: Trial, document: UUID) -> None:
    events.record(session, trial.run_id, "prompt", str(trial.key), "compared", document=str(document))

"""The comparison of two versions of a prompt on a document: the answers of both, and what the judge says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import events, model_checks, prompt_answers, prompts, trials
from alfrd_luigi.database.prompt_answers import PromptAnswer
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Part, Trial
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.language import engines
from alfrd_luigi.prompts import gold, judging, shadow
from alfrd_luigi.prompts.judging import Judgement
from alfrd_luigi.services.books import Books

# The corrections that a candidate must not undo.
_CORRECTIONS = 50


class _Said(NamedTuple):
    """The answer of one side. `is_new`: it was not kept before. An answer of None is no valid answer."""

    prompt_id: int
    answer: Mapping[str, Any] | None
    hints: Mapping[str, Any]
    is_new: bool


class Comparison(NamedTuple):
    """Two answers about a document, with the values that a person knows, and the judge's word."""

    document: UUID
    part: Part
    incumbent: _Said
    candidate: _Said
    right: Mapping[str, Any]
    judgement: Judgement | None


def of_court(session: Session, trial: Trial, books: Books, *, audited_only: bool) -> Comparison | None:
    """Compare both versions on the next document of the court; None if there is none. Raises the errors of `ask`."""
    document = trials.next_document(session, trial.id, audited_only=audited_only)
    if document is None:
        return None
    books = books.about(document)
    both = _both(session, trial, document, books)
    judgement = _judged(session, trial, document, *both, books) if trial.purpose == "challenge" else None
    return Comparison(document, "court", *both, {}, judgement)


def _judged(
    session: Session, trial: Trial, document: UUID, incumbent: _Said, candidate: _Said, books: Books
) -> Judgement:
    """The judge's word. A version without a valid answer is worse than one with an answer."""
    if incumbent.answer is None or candidate.answer is None:
        return Judgement(float(incumbent.answer is None) - float(candidate.answer is None), None, None)
    return judging.judge(session, trial, document, incumbent.answer, candidate.answer, books)


def of_correction(session: Session, trial: Trial, books: Books) -> Comparison | None:
    """Compare both versions on the next of the newest corrections; None if there is none. Raises as `of_court`."""
    known = trials.next_correction(session, trial.id, _CORRECTIONS)
    if known is None:
        return None
    both = _both(session, trial, known.document_id, books.about(known.document_id))
    return Comparison(known.document_id, "corrections", *both, known.values, None)


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
    since = model_checks.since(session, engine.name, engine.model)
    is_same = (kept.engine, kept.model) == (engine.name, engine.model)
    return is_same and (since is None or kept.answered_at > since)


def record(session: Session, trial: Trial, made: Comparison) -> None:
    """Store a comparison, in a transaction, with the answers that are new."""
    engine = engines.selected()
    for side in (made.incumbent, made.candidate):
        if side.is_new and side.answer is not None:
            by = (engine.name, engine.model)
            prompt_answers.keep(session, made.document, side.prompt_id, by, side.hints, side.answer)
    fields = gold.compared(trial.kind, made.right, made.incumbent.answer or {}, made.candidate.answer or {})
    trials.compare(session, trial.id, made.document, made.part, fields)
    if made.judgement is not None:
        trials.set_judged(session, trial.id, made.document, *made.judgement)
    told = {"version": trial.candidate, "document": str(made.document)}
    events.record(session, trial.run_id, "prompt", str(trial.key), "compared", **told)

"""Answers in shadow: a version of a prompt answers about a document as its stage would ask it, and files nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.prompts import Wording
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines
from alfrd_luigi.language.inquiry import FittedAnswer, ask
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages import classify, summarize
from alfrd_luigi.stages.stage import Result, as_asked


class _Asking(NamedTuple):
    """How the stage of a kind of prompt asks about a document, and how it assesses the answer."""

    question: Callable[[Session, UUID, Wording], Question]
    assess: Callable[[Session, UUID, Result], dict[str, Any]]


_ASKING: Mapping[str, _Asking] = {
    "classifier": _Asking(lambda session, id, by: classify.question(session, id, by.text), classify.assess),
    "summarizer": _Asking(lambda session, id, by: summarize.question(session, id, by.text), summarize.assess),
    "series_summarizer": _Asking(
        lambda session, id, by: summarize.question(session, id, by.text, by.fields_schema or {}), summarize.assess
    ),
}
KINDS = tuple(_ASKING)
"""The kinds of prompts that answer in shadow."""


def asked(
    session: Session,
    document: UUID,
    wording: Wording,
    hints: Mapping[str, Any] | None = None,
    engine: LanguageEngine | None = None,
) -> Question:
    """The question that the stage of a prompt asks about the document, with this wording.

    `hints` are those of `Question`; None takes what is known now. Without an engine, the selected one is asked.
    """
    question = _ASKING[wording.kind].question(session, document, wording)
    question = question if hints is None else replace(question, hints=hints)
    return as_asked(session, engine or engines.selected(), question)


def answered(
    session: Session,
    document: UUID,
    wording: Wording,
    hints: Mapping[str, Any] | None,
    books: Books,
    engine: LanguageEngine | None = None,
) -> FittedAnswer:
    """The raw answer to `asked`: the saved one, or that of a call. Raises the errors of `ask`."""
    question = asked(session, document, wording, hints, engine)
    return ask(engine or engines.selected(), question, books)


def assessed(
    session: Session, document: UUID, kind: str, answer: FittedAnswer, engine: LanguageEngine | None = None
) -> dict[str, Any]:
    """The answer as the stage would store it, after the memory and the rules have looked at it."""
    made_by = engine or engines.selected()
    result = Result(answer.answer, made_by.name, made_by.model, omitted=answer.omitted)
    return _ASKING[kind].assess(session, document, result)

"""A stage: its work, which asks an engine outside any transaction, and its effects, stored in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import prompts, types
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages.graph import GRAPH, StageName


class Result(NamedTuple):
    """The result of a stage. Its row stores `answer` and `omitted`, the parts left out of a question that is too long.
    `effects` is further input for `store`. `question` is what was asked, None if the result was known without; `said`
    is the answer of a language model."""

    answer: dict[str, Any]
    engine: str
    model: str | None = None
    prompt_id: int | None = None
    omitted: Mapping[str, Any] = MappingProxyType({})
    effects: Mapping[str, Any] = MappingProxyType({})
    question: Question | None = None
    said: Mapping[str, Any] | None = None


class Stage(NamedTuple):
    """One stage. `work` may take long and cost money; `store` runs in the transaction of the stage's row."""

    name: StageName
    work: Callable[[Session, UUID, Books], Result]
    store: Callable[[Session, UUID, Result], None]


def language_stage(
    name: StageName,
    question: Callable[[Session, UUID, str], Question],
    store: Callable[[Session, UUID, Result], None],
    known: Callable[[Session, UUID, Books], Result | None],
    assess: Callable[[Session, UUID, Result], dict[str, Any]] = lambda _session, _id, result: result.answer,
) -> Stage:
    """A stage that asks the language engine one question about a document, with the stage's prompt.

    The engine is not asked if the result is `known` without it. `assess` returns the answer to be stored.
    """

    def work(session: Session, id: UUID, books: Books) -> Result:
        result = known(session, id, books) or answered(session, id, books)
        return result._replace(answer=assess(session, id, result))

    def answered(session: Session, id: UUID, books: Books) -> Result:
        prompt = prompts.active(session, Key(GRAPH[name].prompt), id)
        engine = engines.selected()
        asked = as_asked(session, engine, question(session, id, prompt.text))
        found = ask(engine, asked, books)
        said = None if engine.service is None else found.answer
        return Result(found.answer, engine.name, engine.model, prompt.id, found.omitted, question=asked, said=said)

    return Stage(name, work, store)


def as_asked(session: Session, engine: LanguageEngine, question: Question) -> Question:
    """The question with the first names of the types, which only the rules are told."""
    return question if engine.service is not None else replace(question, rules=types.first_names(session))

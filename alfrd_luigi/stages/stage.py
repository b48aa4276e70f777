"""What a stage is: work that asks an engine, outside any transaction, and effects that are stored within one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.port import Question
from alfrd_luigi.prompts import evolution
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages.graph import GRAPH, StageName


class Result(NamedTuple):
    """What a stage found: `answer` is kept in its row, and what was `omitted` from the question for its length;
    `effects` is what its `store` needs besides."""

    answer: dict[str, Any]
    engine: str
    model: str | None = None
    prompt_id: int | None = None
    omitted: Mapping[str, Any] = MappingProxyType({})
    effects: Mapping[str, Any] = MappingProxyType({})


class Stage(NamedTuple):
    """One stage. `work` may take long and cost money; `store` runs in the transaction of the stage's row."""

    name: StageName
    work: Callable[[Session, UUID, Books], Result]
    store: Callable[[Session, UUID, Result], None]


def language_stage(
    name: StageName,
    question: Callable[[Session, UUID, str], Question],
    store: Callable[[Session, UUID, Result], None],
) -> Stage:
    """A stage that asks the language engine one question about a document, with the text of the stage's prompt."""

    def work(session: Session, id: UUID, books: Books) -> Result:
        prompt = evolution.current(session, GRAPH[name].prompt, id)
        engine = engines.selected()
        asked = ask(engine, question(session, id, prompt.text), books)
        return Result(asked.answer, engine.name, engine.model, prompt.id, asked.omitted)

    return Stage(name, work, store)

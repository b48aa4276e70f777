"""The stage `score_classification`: what the classification is worth, for the prompt version that made it."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import documents, prompts, stage_results, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.asking import ask
from alfrd_luigi.language.quoting import quotes
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.stage import Result, Stage


def _work(session: Session, id: UUID, books: Books) -> Result:
    scored = stage_results.result(session, id, "classify")
    if scored is None:
        raise PermanentError("there is no classification to score")
    prompt = prompts.active(session, "classification_scorer", None)
    engine = engines.engine(settings().language_engine)
    question = questions.score_classification(
        prompt.text, documents.page_texts(session, id), types.known(session), scored.answer
    )
    effects = {"scored_prompt": scored.prompt_id}
    asked = ask(engine, question, books)
    return Result(asked.answer, engine.name, engine.model, prompt.id, asked.omitted, effects)


def store_score(session: Session, id: UUID, result: Result) -> None:
    """Credit the score to the prompt version that made what was scored.

    A suggestion that quotes the document is dropped.
    """
    answer = result.answer
    suggestion: str | None = answer["suggested_prompt"]
    if suggestion and quotes(suggestion, documents.page_texts(session, id)):
        suggestion = None
    prompts.score(session, result.effects["scored_prompt"], id, answer["score"], suggestion)


STAGE: Stage = Stage("score_classification", _work, store_score)

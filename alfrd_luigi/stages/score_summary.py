"""The stage `score_summary`: what the summary and its fields are worth, for the prompt version that made them."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import documents, prompts, stage_results, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.asking import ask
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.score_classification import store_score
from alfrd_luigi.stages.stage import Result, Stage


def _work(session: Session, id: UUID, books: Books) -> Result:
    scored = stage_results.result(session, id, "summarize")
    if scored is None:
        raise PermanentError("there is no summary to score")
    document_type = types.of_document(session, id)
    prompt = prompts.active(session, "summary_scorer", None)
    engine = engines.engine(settings().language_engine)
    question = questions.score_summary(
        prompt.text,
        documents.page_texts(session, id),
        document_type.name,
        document_type.fields_schema,
        scored.answer,
    )
    effects = {"scored_prompt": scored.prompt_id}
    asked = ask(engine, question, books)
    return Result(asked.answer, engine.name, engine.model, prompt.id, asked.omitted, effects)


STAGE: Stage = Stage("score_summary", _work, store_score)

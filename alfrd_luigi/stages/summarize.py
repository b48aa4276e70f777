"""The stage `summarize`: entity, date, amount, the fields of the type, and a summary a person would like to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, prompts, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.asking import ask
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.stage import Result, Stage

_COLUMNS = ("entity", "document_date", "total_amount", "currency", "summary", "structured_data", "evidence")


def _work(session: Session, id: UUID, books: Books) -> Result:
    document_type = types.of_document(session, id)
    prompt = prompts.active(session, "summarizer", document_type.name)
    engine = engines.engine(settings().language_engine)
    question = questions.summarize(
        prompt.text, documents.page_texts(session, id), document_type.name, document_type.fields_schema
    )
    asked = ask(engine, question, books)
    return Result(asked.answer, engine.name, engine.model, prompt.id, asked.omitted)


def _store(session: Session, id: UUID, result: Result) -> None:
    columns: dict[str, Any] = {name: result.answer[name] for name in _COLUMNS}
    documents.set_summary(session, id, columns)


STAGE: Stage = Stage("summarize", _work, _store)

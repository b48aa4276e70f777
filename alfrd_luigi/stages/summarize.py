"""The stage `summarize`: finds entity, date, amount and the fields of the type, and writes a summary for people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.stage import Result, Stage, language_stage

_COLUMNS = ("entity", "document_date", "total_amount", "currency", "summary", "structured_data", "evidence")


def _question(session: Session, id: UUID, prompt: str) -> Question:
    of = types.of_document(session, id)
    pages, language = documents.page_texts(session, id), settings().summary_language
    return questions.summarize(prompt, pages, of.name, of.fields_schema, language)


def _store(session: Session, id: UUID, result: Result) -> None:
    columns: dict[str, Any] = {name: result.answer[name] for name in _COLUMNS}
    documents.set_summary(session, id, columns)


STAGE: Stage = language_stage("summarize", _question, _store)

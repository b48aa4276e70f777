"""The stage `summarize`: entity, date, amount and the fields of the type, how sure they are, and a summary."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.assessment.assessment import assess
from alfrd_luigi.database import documents, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import offline
from alfrd_luigi.language.port import Question
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import embedded_invoice
from alfrd_luigi.stages.stage import Result, Stage, language_stage

_COLUMNS = (
    "entity", "document_date", "total_amount", "currency", "summary", "structured_data",
    "evidence", "confidences", "uncertain", "places",
)  # fmt: skip


def _question(session: Session, id: UUID, prompt: str) -> Question:
    of = types.of_document(session, id)
    return questions.summarize(prompt, documents.page_texts(session, id), of.name, of.fields_schema)


def _assess(session: Session, id: UUID, result: Result) -> dict[str, Any]:
    pages = documents.page_texts(session, id)
    return assess(
        result.answer,
        pages,
        lambda number: documents.page_words(session, id, number),
        types.of_document(session, id).name,
        by_rules=result.engine in (offline.NAME, embedded_invoice.ENGINE),
        known=embedded_invoice.confidences(result),
        limits=settings(),
    )


def _store(session: Session, id: UUID, result: Result) -> None:
    columns: dict[str, Any] = {name: result.answer[name] for name in _COLUMNS}
    documents.set_summary(session, id, columns)
    if "page" in result.effects:
        documents.set_differing(session, id, result.effects["page"])


STAGE: Stage = language_stage("summarize", _question, _store, embedded_invoice.summary, _assess)

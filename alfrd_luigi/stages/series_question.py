"""The question about a document of a series, by the series' prompt and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, types
from alfrd_luigi.database.series_prompts import SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.port import Question
from alfrd_luigi.memory.hints import summary_hints
from alfrd_luigi.prompts import series_schema
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.stage import Result


def question(session: Session, id: UUID, prompt: str, fields_schema: Mapping[str, Any]) -> Question:
    """The question about a document, with the fields of a series and the hints that are known now."""
    of = types.of_document(session, id)
    pages, language = documents.page_texts(session, id), settings().summary_language
    fields = series_schema.extended(of.fields_schema, fields_schema)
    memory = summary_hints(session, id, of.name)
    return questions.summarize(prompt, pages, of.name, fields, language, memory, operation="extract_series")


def asked(session: Session, id: UUID, prompt: SeriesPrompt, books: Books) -> Result:
    """The valid answer, with a value or None for each field of the series. Raises the errors of `ask`."""
    engine, made = engines.selected(), question(session, id, prompt.text, prompt.fields_schema)
    found = ask(engine, made, books)
    fields = series_schema.complete(found.answer["structured_data"], made.facts["fields_schema"])
    answer = {**found.answer, "structured_data": fields}
    return Result(answer, engine.name, engine.model, prompt.id, found.omitted, question=made, said=found.answer)

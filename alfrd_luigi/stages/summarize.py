"""The stage `summarize`: entity, date, amount and the fields of the type, how sure they are, and a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

from alfrd_luigi.assessment import assessment
from alfrd_luigi.assessment.assessment import with_places
from alfrd_luigi.database import documents, series_prompts, types
from alfrd_luigi.database.series_prompts import SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.extraction.summaries import summarize_record, summary_language
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.engines import offline
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.port import Question
from alfrd_luigi.memory.hints import summary_hints
from alfrd_luigi.memory.issuer import known_series
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.memory.recall import Recall
from alfrd_luigi.memory.use import taken
from alfrd_luigi.prompts import series_schema
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import embedded_invoice
from alfrd_luigi.stages.graph import series_read
from alfrd_luigi.stages.stage import Result, Stage, language_stage


def question(session: Session, id: UUID, prompt: str, of_series: Mapping[str, Any] | None = None) -> Question:
    """The question about a document of a known type, with the hints that are known of it now.

    With the fields `of_series`, by the prompt of its series.
    """
    of = types.of_document(session, id)
    pages, language = documents.page_texts(session, id), settings().summary_language
    memory = summary_hints(session, id, of.name)
    if of_series is None:
        return questions.summarize(prompt, pages, of.name, of.fields_schema, language, memory)
    fields = series_schema.extended(of.fields_schema, of_series)
    return questions.summarize(prompt, pages, of.name, fields, language, memory, operation="extract_series")


def asked_of_series(session: Session, id: UUID, prompt: SeriesPrompt, books: Books) -> Result:
    """The valid answer, with a value or None for each field of the series. Raises the errors of `ask`."""
    engine, made = engines.selected(), question(session, id, prompt.text, prompt.fields_schema)
    found = ask(engine, made, books)
    fields = series_schema.complete(found.answer["structured_data"], made.facts["fields_schema"])
    answer = {**found.answer, "structured_data": fields}
    return Result(answer, engine.name, engine.model, prompt.id, found.omitted, question=made, said=found.answer)


def assess(session: Session, id: UUID, result: Result) -> dict[str, Any]:
    """The answer with confidences and places, and with what the memory knows."""
    recall, of = Recall(session, id), types.of_document(session, id)
    pages, known, limits = recall.pages, embedded_invoice.confidences(result), settings()
    words = cache(partial(documents.page_words, session, id))  # most values stand on the same page
    by_rules = result.engine in (offline.NAME, embedded_invoice.ENGINE)
    assessed = assessment.assess(result.answer, pages, words, of.rules, by_rules=by_rules, known=known, limits=limits)
    assessed = recall.summarized(assessed, exact=known)
    if changed := taken(assessed):
        assessed = with_places(assessed, changed, pages, words, limits)
    # The rules make the summary from the values, so it must not tell one that was left blank.
    return assessed | {"summary": _summary(assessed, of.rules, pages)} if by_rules else assessed


def _summary(answer: dict[str, Any], document_type: str, pages: Sequence[str]) -> str:
    chosen = settings().summary_language
    language = summary_language(pages, None if chosen == questions.DOCUMENT_LANGUAGE else chosen)
    return summarize_record(document_type, answer, answer["structured_data"], pages, language)


def _store(session: Session, id: UUID, result: Result) -> None:
    documents.derive(session, id)
    learn(session, id)
    if "page" in result.effects:
        documents.set_differing(session, id, result.effects["page"])


_BY_TYPE: Stage = language_stage("summarize", question, _store, embedded_invoice.summary, assess)


def _work(session: Session, id: UUID, books: Books) -> Result:
    """The record by the prompt of the series that the memory knows, in one call, or else by the prompt of the type."""
    prompt = _prompt_of_series(session, id) if series_read() else None
    if prompt is not None and embedded_invoice.summary(session, id, books) is None:
        try:
            made = asked_of_series(session, id, prompt, books)
        except PermanentError:
            # The type's prompt is asked for less. The stage `extract_series` records what is wrong with this answer.
            return _BY_TYPE.work(session, id, books)
        return made._replace(answer=assess(session, id, made._replace(answer=_of_type(session, id, made.answer))))
    return _BY_TYPE.work(session, id, books)


def _prompt_of_series(session: Session, id: UUID) -> SeriesPrompt | None:
    series_id = known_series(session, id, types.of_document(session, id).name)
    return None if series_id is None else series_prompts.active(session, series_id)


def _of_type(session: Session, id: UUID, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without the fields that the type does not have."""
    found = answer["structured_data"]
    known = types.of_document(session, id).fields_schema.get("properties", {})
    evidence = {name: words for name, words in answer["evidence"].items() if name in known or name not in found}
    fields = {name: value for name, value in found.items() if name in known}
    return {**answer, "structured_data": fields, "evidence": evidence}


STAGE: Stage = _BY_TYPE._replace(work=_work)

"""The stage `classify`: finds a document's type, one of the known types, and its tags."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.assessment import considered
from alfrd_luigi.database import documents, tags, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import offline
from alfrd_luigi.language.port import Question
from alfrd_luigi.language.text_limit import fitted
from alfrd_luigi.memory.hints import classification_hints
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.memory.recall import Recall
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import embedded_invoice
from alfrd_luigi.stages.stage import Result, Stage, language_stage

# The question contains the most common tags of the newest documents, so that the same thing keeps the same tag.
_KNOWN_TAGS = 50
_OF_DOCUMENTS = 200
_TAG_LENGTH = 64


def question(session: Session, id: UUID, prompt: str) -> Question:
    """The question about a document, with the hints that are known of it now."""
    tags_in_use = documents.common_tags(session, _OF_DOCUMENTS, _KNOWN_TAGS)
    pages, known = documents.page_texts(session, id), types.known(session)
    return questions.classify(prompt, pages, known, tags_in_use, classification_hints(session, id))


def assess(session: Session, id: UUID, result: Result) -> dict[str, Any]:
    """The answer with tidy tags, what else was considered, and what the memory knows.

    Its type is uncertain if its confidence is too low.
    """
    found = {**result.answer, **_considered(result), "tags": _tidy(result.answer["tags"])}
    answer = Recall(session, id).classified(found)
    is_uncertain = answer["confidence"] < settings().uncertain_below
    return {**answer, "uncertain": ["type"] if is_uncertain else []}


def _considered(result: Result) -> dict[str, Any]:
    """What the rules considered; nothing for the answer of a model or of an invoice, which give no alternatives."""
    if result.question is None or result.engine != offline.NAME:
        return {}
    asked = fitted(result.question, offline.create().characters)
    names = [asked.rules.get(each["name"], each["name"]) for each in asked.facts["types"]]
    chosen = result.answer["document_type"]
    return considered.of_type(asked.pages, asked.rules.get(chosen, chosen), names)


def _store(session: Session, id: UUID, result: Result) -> None:
    answer = result.answer
    documents.derive_type(session, id)
    learn(session, id)
    tags.derive(session, [id])
    suggested: dict[str, Any] | None = answer["suggested_type"]
    if suggested is not None:
        types.propose(session, suggested["name"], suggested["description"], id)


def _tidy(tags: list[str]) -> list[str]:
    tidy = (" ".join(tag.lower().split())[:_TAG_LENGTH] for tag in tags)
    return [tag for tag in tidy if tag and tag.isprintable()]


STAGE: Stage = language_stage("classify", question, _store, embedded_invoice.classification, assess)

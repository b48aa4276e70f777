"""The stage `classify`: which of the known types a document is of, and its tags."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, locks, prompts, types
from alfrd_luigi.database.prompts import ActivePrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.asking import ask
from alfrd_luigi.prompts import evolution
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.stage import Result, Stage

# The tags most used of late go into the question, so that the same thing keeps the same tag.
_KNOWN_TAGS = 50
_OF_DOCUMENTS = 200
_TAG_LENGTH = 64


def _work(session: Session, id: UUID, books: Books) -> Result:
    prompt = _prompt(session)
    engine = engines.engine(settings().language_engine)
    tags = documents.common_tags(session, _OF_DOCUMENTS, _KNOWN_TAGS)
    question = questions.classify(prompt.text, documents.page_texts(session, id), types.known(session), tags)
    asked = ask(engine, question, books)
    return Result(asked.answer, engine.name, engine.model, prompt.id, asked.omitted)


def _prompt(session: Session) -> ActivePrompt:
    active = prompts.active(session, "classifier", None)
    if not evolution.may_be_due(active):
        return active
    with locks.held_if_free(session, locks.LockClass.CLASSIFIER, 0) as taken:
        if taken:  # whoever holds it decides; nobody waits for it
            evolution.settle(session, "classifier", None)
    return prompts.active(session, "classifier", None)


def _store(session: Session, id: UUID, result: Result) -> None:
    answer = result.answer
    documents.set_classification(session, id, answer["document_type"], answer["confidence"], answer["reasoning"])
    documents.tag(session, id, [answer["document_type"], *_tidy(answer["tags"])], "classify")
    suggested: dict[str, Any] | None = answer["suggested_type"]
    if suggested is not None:
        types.propose(session, suggested["name"], suggested["description"], id)


def _tidy(tags: list[str]) -> list[str]:
    tidy = (" ".join(tag.lower().split())[:_TAG_LENGTH] for tag in tags)
    return [tag for tag in tidy if tag and tag.isprintable()]


STAGE: Stage = Stage("classify", _work, _store)

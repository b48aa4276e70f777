"""What versions of prompts answered about documents, as the model said it, and the hints that they were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session


class PromptAnswer(NamedTuple):
    """The answer of a version about a document, and the engine and model that gave it."""

    engine: str
    model: str
    hints: dict[str, Any]
    answer: dict[str, Any]
    answered_at: datetime


def keep(
    session: Session,
    document: UUID,
    prompt: int,
    by: tuple[str, str],
    hints: Mapping[str, Any],
    answer: Mapping[str, Any],
) -> None:
    """Keep an answer in place of an earlier one; `by` is the engine and the model."""
    engine, model = by
    made = {"engine": engine, "model": model, "hints": Json(hints), "answer": Json(answer)}
    session.run("prompt_answers.keep", document_id=document, prompt_id=prompt, **made)


def of(session: Session, document: UUID, prompt: int) -> PromptAnswer | None:
    """The answer of a version about a document."""
    return session.one("prompt_answers.of", PromptAnswer, document_id=document, prompt_id=prompt)

"""The fields that the documents of a series have: those of their type, and those that the series adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alfrd_luigi.database import series_prompts
from alfrd_luigi.database.session import Session
from alfrd_luigi.prompts import series_schema


def fields(session: Session, id: UUID, of_type: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of the fields of a document: those of its type (`of_type`), and those that its series adds."""
    prompt = series_prompts.of_document(session, id)
    return dict(of_type) if prompt is None else series_schema.extended(of_type, prompt.fields_schema)

"""The questions that the stages ask: for each operation its facts and the JSON Schema (draft 2020-12) of its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from alfrd_luigi.language.port import Question

FREQUENCIES = ("weekly", "monthly", "quarterly", "semiannual", "annual", "irregular")

_TEXT = {"type": "string", "minLength": 1}
_NULLABLE_TEXT = {"type": ["string", "null"]}
_UNIT_INTERVAL = {"type": "number", "minimum": 0, "maximum": 1}
_SCORE = {"score": _UNIT_INTERVAL, "reasoning": {"type": "string"}, "suggested_prompt": _NULLABLE_TEXT}


def classify(prompt: str, pages: Sequence[str], types: Sequence[tuple[str, str]], tags: Sequence[str] = ()) -> Question:
    """Ask for the type of a document; `types` are (name, description), `tags` the known tags to prefer."""
    names = [name for name, _ in types]
    suggestion = _object({"name": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "description": _TEXT})
    answer = {
        "document_type": {"enum": names},
        "confidence": _UNIT_INTERVAL,
        "reasoning": {"type": "string"},
        "tags": {"type": "array", "items": _TEXT},
        "suggested_type": {"anyOf": [{"type": "null"}, suggestion]},
    }
    facts, hints = {"types": _types(types)}, {"known_tags": list(tags)}
    return Question("classify", prompt, tuple(pages), facts, _object(answer), hints)


def score_classification(
    prompt: str, pages: Sequence[str], types: Sequence[tuple[str, str]], answer: Mapping[str, Any]
) -> Question:
    """Ask how good an answer to `classify` was."""
    facts = {"types": _types(types), "answer": _plain(answer)}
    return Question("score_classification", prompt, tuple(pages), facts, _object(_SCORE))


def summarize(prompt: str, pages: Sequence[str], document_type: str, fields_schema: Mapping[str, Any]) -> Question:
    """Ask for what a document says; `fields_schema` is that of its type, each field may be answered with null."""
    answer = {
        "entity": _NULLABLE_TEXT,
        "document_date": {"type": ["string", "null"], "format": "date"},
        "total_amount": {"type": ["number", "null"]},
        "currency": {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"},
        "summary": _TEXT,
        "structured_data": _nullable_fields(fields_schema),
        "evidence": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    facts = {"document_type": document_type, "fields_schema": _plain(fields_schema)}
    return Question("summarize", prompt, tuple(pages), facts, _object(answer))


def score_summary(
    prompt: str,
    pages: Sequence[str],
    document_type: str,
    fields_schema: Mapping[str, Any],
    answer: Mapping[str, Any],
) -> Question:
    """Ask how good an answer to `summarize` was."""
    facts = {"document_type": document_type, "fields_schema": _plain(fields_schema), "answer": _plain(answer)}
    return Question("score_summary", prompt, tuple(pages), facts, _object(_SCORE))


def file(prompt: str, document: Mapping[str, Any], known_series: Sequence[Mapping[str, Any]] = ()) -> Question:
    """Ask which series a document belongs to.

    `document` has entity, document_type, document_date, summary and structured_data; each of `known_series` has
    entity, series_type, title and frequency.
    """
    series = _object(
        {
            "entity": _TEXT,
            "series_type": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
            "title": _TEXT,
            "frequency": {"enum": [*FREQUENCIES, None]},
        }
    )
    facts, hints = {"document": _plain(document)}, {"known_series": _plain(known_series)}
    return Question("file", prompt, (), facts, _object({"series": {"anyOf": [{"type": "null"}, series]}}), hints)


def summarize_file(
    prompt: str, title: str, statistics: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]
) -> Question:
    """Ask for the cover note of a file.

    `statistics` has count, total, currency, first_date, last_date, minimum, maximum and mean, all from SQL; each of
    `documents` has document_date, total_amount, currency and summary.
    """
    facts = {"title": title, "statistics": _plain(statistics), "documents": _plain(documents)}
    return Question("summarize_file", prompt, (), facts, _object({"summary": _TEXT}))


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable_fields(fields_schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: _nullable(schema) for name, schema in fields_schema.get("properties", {}).items()}
    return {**fields_schema, "properties": properties}


def _nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, dict(schema)]}


def _types(types: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "description": description} for name, description in types]


def _plain(value: Any) -> Any:
    """The value as JSON has it: dates as ISO strings, decimals as numbers."""
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value

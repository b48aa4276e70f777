"""The questions that the stages ask: for each operation its facts and the JSON Schema (draft 2020-12) of its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from alfrd_luigi.language import values
from alfrd_luigi.language.field_schemas import KINDS
from alfrd_luigi.language.port import Question

# The operations, and the most tokens in an answer to each. A scorer may suggest a whole prompt, and a summary has many
# fields.
MOST_TOKENS: Mapping[str, int] = {
    "classify": 600,
    "score_classification": 1000,
    "summarize": 3000,
    "score_summary": 1000,
    "judge_answers": 500,
    "propose_prompt": 1500,
    "file": 400,
    "extract_series": 3000,
    "design_series": 3000,
    "summarize_file": 600,
}
# The languages of summaries, by ISO 639-1 code. By default, a summary is in its document's language.
LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
}
DOCUMENT_LANGUAGE = "document"
FREQUENCIES = ("weekly", "monthly", "quarterly", "semiannual", "annual", "irregular")
# What a judge may say of two answers.
BETTER = ("first", "second", "even")

_SCORE = {
    "score": values.UNIT_INTERVAL,
    "reasoning": values.REMARK,
    "suggested_prompt": values.NULLABLE_PROMPT,
}


def classify(
    prompt: str,
    pages: Sequence[str],
    types: Sequence[tuple[str, str]],
    tags: Sequence[str] = (),
    memory: Mapping[str, Any] = MappingProxyType({}),
) -> Question:
    """Ask for the type of a document; `types` are (name, description), `tags` the known tags to prefer.

    `memory` holds the words of persons on other papers of its issuer.
    """
    names = [name for name, _ in types]
    suggestion = values.object_of({"name": values.NAME, "description": values.PROSE})
    answer = {
        "document_type": {"enum": names},
        "confidence": values.UNIT_INTERVAL,
        "reasoning": values.REMARK,
        "tags": values.TAGS,
        "suggested_type": values.nullable(suggestion),
    }
    facts, hints = {"types": _types(types)}, {"known_tags": list(tags), **_memory(memory)}
    return Question("classify", prompt, tuple(pages), facts, values.object_of(answer), hints)


def score_classification(
    prompt: str, pages: Sequence[str], types: Sequence[tuple[str, str]], answer: Mapping[str, Any]
) -> Question:
    """Ask how good an answer to `classify` was."""
    facts = {"types": _types(types), "answer": _plain(answer)}
    return Question("score_classification", prompt, tuple(pages), facts, values.object_of(_SCORE))


def summarize(
    prompt: str,
    pages: Sequence[str],
    document_type: str,
    fields_schema: Mapping[str, Any],
    language: str = DOCUMENT_LANGUAGE,
    memory: Mapping[str, Any] = MappingProxyType({}),
    *,
    operation: Literal["summarize", "extract_series"] = "summarize",
) -> Question:
    """Ask for a document's content. `fields_schema` is that of its type; the answer to each field may be null.

    `language` is that of the summary: a code of LANGUAGES, or DOCUMENT_LANGUAGE. `memory` holds the words of persons on
    other papers of its issuer or type. The operation `extract_series` asks for the fields of a series.
    """
    answer = {
        "entity": values.NULLABLE_LINE,
        "document_date": values.NULLABLE_DATE,
        "total_amount": values.NULLABLE_AMOUNT,
        "currency": values.NULLABLE_CURRENCY,
        "summary": values.PROSE,
        "structured_data": values.fields_of(fields_schema),
        "evidence": values.EVIDENCE,
    }
    facts = {"document_type": document_type, "fields_schema": _plain(fields_schema), **_language(language)}
    return Question(operation, prompt, tuple(pages), facts, values.object_of(answer), _memory(memory))


def design_series(
    prompt: str,
    pages: Sequence[str],
    document_type: str,
    fields_schema: Mapping[str, Any],
    answers: Sequence[Mapping[str, Any]],
    most_words: int,
) -> Question:
    """Ask for the fields of a series, and how they are read.

    `pages` are the whole texts of some of its documents, one each, and `answers` their values by the fields of their
    type, `fields_schema`. `most_words` is the length of the answer's prompt and notes.
    """
    field = values.object_of(
        {
            "name": values.NAME,
            "kind": {"enum": list(KINDS)},
            "label": values.NULLABLE_LABEL,
            "is_required": {"type": "boolean"},
        }
    )
    answer = {"fields": values.fields_like(field), "notes": values.REMARK, "prompt": values.PROMPT}
    facts = {
        "document_type": document_type,
        "fields_schema": _plain(fields_schema),
        "answers": _plain(answers),
        "most_words": most_words,
    }
    return Question("design_series", prompt, tuple(pages), facts, values.object_of(answer))


def score_summary(
    prompt: str,
    pages: Sequence[str],
    document_type: str,
    fields_schema: Mapping[str, Any],
    answer: Mapping[str, Any],
) -> Question:
    """Ask how good an answer to `summarize` was."""
    facts = {"document_type": document_type, "fields_schema": _plain(fields_schema), "answer": _plain(answer)}
    return Question("score_summary", prompt, tuple(pages), facts, values.object_of(_SCORE))


def judge_answers(prompt: str, asked: Question, first: Mapping[str, Any], second: Mapping[str, Any]) -> Question:
    """Ask which of two answers to `asked`, a question to `classify` or `summarize`, is better.

    The instructions and the hints of that question are not shown: only its document and what it asks for.
    """
    answer = values.object_of({"better": {"enum": list(BETTER)}, "reasoning": values.REMARK})
    facts = {"asked": asked.operation, **asked.facts, "first": _plain(first), "second": _plain(second)}
    return Question("judge_answers", prompt, asked.pages, facts, answer)


def propose_prompt(
    prompt: str,
    present: Mapping[str, Any],
    cause: str,
    misses: Sequence[Mapping[str, Any]],
    earlier: Sequence[Mapping[str, Any]] = (),
) -> Question:
    """Ask for better instructions than the present ones.

    `present` has the kind, the instructions, what they are asked for (types, or document_type and fields_schema), the
    contract and most_words. Each of `misses` has text, answer, wrong ({name: {answered, right}}) and remark; each of
    `earlier` has instructions and state.
    """
    answer = values.object_of({"prompt": values.NULLABLE_PROMPT, "reasoning": values.REMARK})
    told = {**present, "cause": cause, "misses": list(misses), "earlier": list(earlier)}
    return Question("propose_prompt", prompt, (), _plain(told), answer)


def file(prompt: str, document: Mapping[str, Any], known_series: Sequence[Mapping[str, Any]] = ()) -> Question:
    """Ask which series a document belongs to.

    `document` has entity, document_type, document_date, summary and structured_data; each of `known_series` has
    entity, series_type, title and frequency.
    """
    series = values.object_of(
        {
            "entity": values.LINE,
            "series_type": values.NAME,
            "title": values.LINE,
            "frequency": {"enum": [*FREQUENCIES, None]},
        }
    )
    facts, hints = {"document": _plain(document)}, {"known_series": _plain(known_series)}
    return Question("file", prompt, (), facts, values.object_of({"series": values.nullable(series)}), hints)


def summarize_file(
    prompt: str,
    title: str,
    statistics: Mapping[str, Any],
    documents: Sequence[Mapping[str, Any]],
    language: str = DOCUMENT_LANGUAGE,
    compared: Sequence[Mapping[str, Any]] = (),
) -> Question:
    """Ask for the cover note of a file, in `language` as in `summarize`.

    `statistics` has count, total, currency, first_date, last_date, minimum, maximum and mean, all from SQL; each of
    `documents` has document_date, total_amount, currency and summary. Each of `compared`, the fields that most of the
    documents have, is as `series_fields.Compared` without its series.
    """
    facts = {
        "title": title,
        "statistics": _plain(statistics),
        "documents": _plain(documents),
        **_language(language),
        **({"compared": _plain(compared)} if compared else {}),
    }
    return Question("summarize_file", prompt, (), facts, values.object_of({"summary": values.PROSE}))


def _memory(known: Mapping[str, Any]) -> dict[str, Any]:
    """A hint. It is no part of the key, because the memory grows, and no answer is to be paid again for that."""
    return {"memory": _plain(known)} if known else {}


def _language(code: str) -> dict[str, str]:
    return {} if code == DOCUMENT_LANGUAGE else {"summary_language": code}


def _types(types: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "description": description} for name, description in types]


def _plain(value: Any) -> Any:
    """The value in JSON's types: dates as ISO strings, decimals as numbers."""
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

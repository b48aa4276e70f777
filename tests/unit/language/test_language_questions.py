from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.language.validation import validate

TYPES = [("receipt", "Proof of payment."), ("other", "The rest.")]
FIELDS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["due_date"],
    "properties": {
        "due_date": {"type": "string", "format": "date"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "items": {"type": "array", "items": {"type": "string"}},
    },
}
CLASSIFIED = {"document_type": "receipt", "confidence": 0.9, "reasoning": "", "tags": ["x"], "suggested_type": None}
RECORD: dict[str, Any] = {
    "entity": None,
    "document_date": None,
    "total_amount": None,
    "currency": None,
    "summary": "A note.",
    "structured_data": {"due_date": None},
    "evidence": {},
}
SERIES = {"entity": "E", "series_type": "bills", "title": "E bills", "frequency": None}
ALL = [
    questions.classify("p", ["text"], TYPES, ["tag"]),
    questions.score_classification("p", ["text"], TYPES, CLASSIFIED),
    questions.summarize("p", ["text"], "receipt", FIELDS),
    questions.score_summary("p", ["text"], "receipt", FIELDS, RECORD),
    questions.file("p", {"entity": "E", "document_date": date(2024, 1, 2)}, [SERIES]),
    questions.summarize_file(
        "p", "E bills", {"count": 2, "total": Decimal("3.10")}, [{"document_date": date(2024, 1, 2)}]
    ),
]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.operation)
def test_a_question_is_json_with_a_valid_schema(question: Question) -> None:
    json.dumps(dict(question.facts))
    Draft202012Validator.check_schema(dict(question.schema))


def test_each_operation_has_one_question() -> None:
    assert [question.operation for question in ALL] == [
        "classify",
        "score_classification",
        "summarize",
        "score_summary",
        "file",
        "summarize_file",
    ]


def test_pages_become_a_tuple() -> None:
    assert questions.classify("p", ["one", "two"], TYPES).pages == ("one", "two")


def test_dates_and_decimals_become_json() -> None:
    assert ALL[4].facts["document"]["document_date"] == "2024-01-02"
    assert ALL[5].facts["statistics"]["total"] == 3.1
    assert ALL[5].facts["documents"][0]["document_date"] == "2024-01-02"


def test_types_are_named_and_described() -> None:
    assert ALL[0].facts["types"][0] == {"name": "receipt", "description": "Proof of payment."}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"document_type": "invoice"}, "document_type/enum"),
        ({"confidence": 1.5}, "confidence/maximum"),
        ({"tags": "x"}, "tags/type"),
        ({"suggested_type": {"name": "Bad Name", "description": "d"}}, "suggested_type"),
        ({"more": 1}, "additionalProperties"),
    ],
)
def test_classify_refuses(change: dict[str, Any], rule: str) -> None:
    with pytest.raises(InvalidAnswerError, match=rule):
        validate({**CLASSIFIED, **change}, ALL[0].schema)


def test_classify_accepts_a_suggestion() -> None:
    suggestion = {"name": "purchase_order", "description": "Orders."}

    validate({**CLASSIFIED, "suggested_type": suggestion}, ALL[0].schema)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"document_date": "2024-02-29", "currency": "EUR", "total_amount": -3},
        {"structured_data": {"due_date": "2024-01-01", "kind": "a", "items": ["x"]}},
        {"structured_data": {"due_date": None, "kind": None, "items": None}},
    ],
)
def test_summarize_accepts(change: dict[str, Any]) -> None:
    validate({**RECORD, **change}, ALL[2].schema)


@pytest.mark.parametrize(
    "change",
    [
        {"document_date": "2023-02-29"},
        {"document_date": "20240101"},
        {"document_date": "1 May 2024"},
        {"currency": "eur"},
        {"total_amount": "12.00"},
        {"summary": ""},
        {"structured_data": {}},
        {"structured_data": {"due_date": "soon"}},
        {"structured_data": {"due_date": None, "kind": "c"}},
        {"structured_data": {"due_date": None, "invented": 1}},
        {"evidence": {"entity": 3}},
    ],
)
def test_summarize_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidAnswerError):
        validate({**RECORD, **change}, ALL[2].schema)


@pytest.mark.parametrize("frequency", [*questions.FREQUENCIES, None])
def test_file_accepts_frequency(frequency: str | None) -> None:
    validate({"series": {**SERIES, "frequency": frequency}}, ALL[4].schema)


@pytest.mark.parametrize("change", [{"frequency": "daily"}, {"series_type": "Utility Bills"}, {"entity": ""}])
def test_file_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidAnswerError):
        validate({"series": {**SERIES, **change}}, ALL[4].schema)


def test_file_accepts_that_there_is_no_series() -> None:
    validate({"series": None}, ALL[4].schema)

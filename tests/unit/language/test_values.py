"""Beyond its bounds, prose or a list is cut, and any other value is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.extraction.entity_names import normalise_entity
from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.validation import validate
from alfrd_luigi.language.values import cut, told

CLASSIFY = questions.classify("p", ["x"], [("receipt", "Proof of payment.")]).schema
JUNK = next(shipped.fields_schema for shipped in shipped_types() if shipped.name == "junk")
SUMMARIZE = questions.summarize("p", ["x"], "junk", JUNK).schema
FILE = questions.file("p", {}).schema
CLASSIFIED = {"document_type": "receipt", "confidence": 1, "reasoning": "", "tags": [], "suggested_type": None}
RECORD: dict[str, Any] = {
    "entity": None, "document_date": None, "total_amount": None, "currency": None, "summary": "A note.",
    "structured_data": {}, "evidence": {},
}  # fmt: skip
SERIES = {"entity": "E", "series_type": "bills", "title": "E bills", "frequency": None}


@pytest.mark.parametrize(
    ("given", "length"),
    [
        (cut({**CLASSIFIED, "reasoning": "r" * 3_000_000}, CLASSIFY)["reasoning"], 10_000),
        (cut({**CLASSIFIED, "tags": ["t"] * 20_000}, CLASSIFY)["tags"], 50),
        (cut({**CLASSIFIED, "tags": ["t" * 300]}, CLASSIFY)["tags"][0], 64),
        (cut({"suggested_type": {"description": "d" * 20_000}}, CLASSIFY)["suggested_type"]["description"], 10_000),
        (cut({**RECORD, "entity": "A b" * 1_700_000}, SUMMARIZE)["entity"], 200),
        (cut({**RECORD, "summary": "w " * 500_000}, SUMMARIZE)["summary"], 10_000),
        (cut({**RECORD, "evidence": {str(each): "x" for each in range(999)}}, SUMMARIZE)["evidence"], 200),
        (cut({"series": {**SERIES, "title": "t" * 900_000}}, FILE)["series"]["title"], 200),
    ],
)  # fmt: skip
def test_prose_and_lists_are_cut(given: Any, length: int) -> None:
    assert len(given) == length


@pytest.mark.parametrize("answer", [None, "x", [], 7, {"tags": None}, {"suggested_type": "x"}, {"evidence": []}])
def test_what_has_another_form_is_left_as_it_is(answer: Any) -> None:
    assert cut(answer, CLASSIFY) == answer


@pytest.mark.parametrize(
    ("change", "schema"),
    [
        ({"suggested_type": {"name": "a" * 64, "description": "d"}}, CLASSIFY),
        ({"suggested_type": {"name": "abc\n", "description": "d"}}, CLASSIFY),
        ({"suggested_type": {"name": "été", "description": "d"}}, CLASSIFY),
        ({"series": {**SERIES, "series_type": "a" * 80}}, FILE),
        ({"series": {**SERIES, "series_type": "bill\n"}}, FILE),
        ({"currency": "USD\n"}, SUMMARIZE),
        ({"currency": "usd"}, SUMMARIZE),
        ({"total_amount": 1e15}, SUMMARIZE),
        ({"total_amount": 10**400}, SUMMARIZE),
        ({"total_amount": True}, SUMMARIZE),
        ({"document_date": "2024-03-01\n"}, SUMMARIZE),
        ({"document_date": "20240301"}, SUMMARIZE),
        ({"document_date": "2024-W01-1"}, SUMMARIZE),
        ({"document_date": "\u0662\u0660\u0662\u0664-03-01"}, SUMMARIZE),
    ],
)
def test_names_codes_dates_and_amounts_are_refused(change: dict[str, Any], schema: dict[str, Any]) -> None:
    whole = next(answer for answer in (CLASSIFIED, RECORD, {"series": None}) if set(answer) == set(schema["required"]))
    validate(whole, schema)
    with pytest.raises(InvalidAnswerError):
        validate(cut({**whole, **change}, schema), schema)


@pytest.mark.parametrize("pattern", [r"^a$", r"^[$]a$", r"a\$$"])
def test_a_pattern_ends_where_the_text_does(pattern: str) -> None:
    text = {r"^a$": "a", r"^[$]a$": "$a", r"a\$$": "a$"}[pattern]
    validate(text, {"type": "string", "pattern": pattern})
    with pytest.raises(InvalidAnswerError):
        validate(f"{text}\n", {"type": "string", "pattern": pattern})


@pytest.mark.parametrize("schema", [CLASSIFY, SUMMARIZE, FILE])
def test_bounds_are_not_told_to_a_model(schema: dict[str, Any]) -> None:
    """Servers that make a grammar of a schema cannot count so far."""
    said = json.dumps(told(schema))
    assert not [bound for bound in ("maxLength", "maxItems", "maxProperties", "$comment") if bound in said]
    assert '"minLength": 1' in said


def test_bounds_of_a_schema_of_somebodys_own_are_told() -> None:
    fields = {"type": "object", "properties": {"code": {"type": "string", "pattern": "^a$", "maxLength": 3}}}
    assert '"maxLength": 3' in json.dumps(told(questions.summarize("p", ["x"], "own", fields).schema))


def test_a_key_of_an_entity_fits_an_index() -> None:
    assert len(normalise_entity("\ufdfa" * 200).encode()) <= 2700

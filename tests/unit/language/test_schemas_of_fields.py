"""The schema of the fields that a person or a model defines: what is stored, and what is refused with its fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.language.field_schemas import KINDS, checked, of_json, of_pairs

_TEXT = {"type": "string"}


def _fault(schema: Any) -> str:
    with pytest.raises(InvalidInputError) as caught:
        checked(schema)
    assert caught.value.hint == 'It is an object such as {"properties": {"member": {"type": "string"}}}'
    return caught.value.message.removeprefix("the schema of the fields cannot be used: ")


@pytest.mark.parametrize(
    ("schema", "required"),
    [
        ({"properties": {"member": _TEXT}}, []),
        ({"properties": {"member": _TEXT}, "required": ["member"]}, ["member"]),
        ({"properties": {"member": _TEXT}, "required": []}, []),
        ({"type": "object", "properties": {"member": _TEXT}, "additionalProperties": True, "title": "Club"}, []),
    ],
)
def test_a_schema_has_these_fields_and_no_others(schema: dict[str, Any], required: list[str]) -> None:
    assert checked(schema) == {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": {"member": _TEXT},
    }


@pytest.mark.parametrize("kind", ["string", "number", "integer", "boolean", "array", "object"])
def test_a_field_has_a_type_of_json(kind: str) -> None:
    assert checked({"properties": {"a": {"type": kind}}})["properties"] == {"a": {"type": kind}}


@pytest.mark.parametrize("name", ["a", "a1", "a_b", "a" * 63])
def test_a_name_has_lower_case_letters_digits_and_underscores(name: str) -> None:
    assert list(checked({"properties": {name: _TEXT}})["properties"]) == [name]


@pytest.mark.parametrize("name", ["", "A", "1a", "_a", "a-b", "a b", "ä", "a" * 64, "a\n"])
def test_another_name_is_refused(name: str) -> None:
    assert _fault({"properties": {name: _TEXT}}) == (
        f"the name {name!r} is not of lower-case letters, digits and underscores"
    )


@pytest.mark.parametrize("name", ["entity", "document_date", "date", "total_amount", "total", "currency"])
def test_the_values_of_every_document_are_no_fields(name: str) -> None:
    assert _fault({"properties": {name: _TEXT}}) == f"{name!r} is a value of every document"


@pytest.mark.parametrize(
    "schema", [None, [], "text", 5, {}, {"properties": {}}, {"properties": []}, {"properties": None}]
)
def test_a_schema_without_fields_is_refused(schema: Any) -> None:
    assert _fault(schema) == "it has no properties"


def test_a_schema_of_another_type_is_refused() -> None:
    assert _fault({"type": "array", "properties": {"a": _TEXT}}) == "it has no properties"


@pytest.mark.parametrize("part", [None, [], "string", {}, {"type": "null"}, {"type": "text"}, {"type": ["string"]}])
def test_a_field_of_another_type_is_refused(part: Any) -> None:
    assert _fault({"properties": {"a": part}}) == (
        "the type of 'a' is none of string, number, integer, boolean, array, object"
    )


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"required": ["b"]}, "it requires a field that it does not have"),
        ({"required": ["a", "b"]}, "it requires a field that it does not have"),
        ({"required": 5}, "it is no JSON Schema (required)"),
        ({"required": [["a"]]}, "it is no JSON Schema (required/0)"),
        ({"required": None}, "it is no JSON Schema (required)"),
        ({"$defs": {"x": {"$ref": "http://example.com/x"}}}, "it refers to another schema"),
        ({"description": 5}, "it is no JSON Schema (description)"),
    ],
)
def test_a_schema_with_a_fault_is_refused(more: dict[str, Any], fault: str) -> None:
    assert _fault({"properties": {"a": _TEXT}, **more}) == fault


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ({"type": "string", "pattern": "("}, "it is no JSON Schema (properties/a/pattern)"),
        ({"type": "string", "maxLength": -1}, "it is no JSON Schema (properties/a/maxLength)"),
        ({"type": "array", "items": {"$ref": "#"}}, "it refers to another schema"),
    ],
)
def test_a_field_with_a_fault_is_refused(part: dict[str, Any], fault: str) -> None:
    assert _fault({"properties": {"a": part}}) == fault


def test_fields_may_be_written_in_pairs() -> None:
    kinds = of_pairs([f"a{number}:{kind}" for number, kind in enumerate(KINDS)])["properties"]
    assert list(kinds.values()) == list(KINDS.values())
    assert of_pairs(["paid_on:date"])["properties"] == {"paid_on": {"type": "string", "format": "date"}}


@pytest.mark.parametrize("text", ["a", "a:", "a:words", "a:text:date", ":"])
def test_a_pair_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        of_pairs(["b:text", text])
    assert caught.value.message == f"the field {text!r} is not of the form NAME:KIND"
    assert caught.value.hint == "KIND is one of text, number, integer, date, true/false"


@pytest.mark.parametrize("pairs", [[], ["A:text"], ["total:number"], [":text"]])
def test_pairs_are_checked_as_a_schema_is(pairs: list[str]) -> None:
    with pytest.raises(InvalidInputError, match="the schema of the fields cannot be used"):
        of_pairs(pairs)


def test_a_schema_may_be_a_file() -> None:
    schema = {"properties": {"a": _TEXT}}
    assert of_json(json.dumps(schema)) == of_json(json.dumps(schema).encode()) == checked(schema)


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", b"\xff", "[" * 100_000])
def test_a_file_of_another_form_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidInputError) as caught:
        of_json(text)
    assert caught.value.message.startswith("the schema of the fields is not JSON: ")
    assert caught.value.hint == "Correct the file"


def test_a_schema_that_is_nested_too_deeply_is_refused() -> None:
    depth = 900
    text = '{"properties": {"a": {"type": "array", "items": ' + '{"items": ' * depth + "{}" + "}" * depth + "}}}"
    with pytest.raises(InvalidInputError):
        of_json(text)

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from alfrd_luigi.extraction.type_rules import rules_of
from alfrd_luigi.language.catalogue import DocumentType, shipped_prompts, shipped_types

SHIPPED = {
    *("bank_statement", "credit_card", "investment", "utility_bill", "service_bill", "payroll", "employment"),
    *("tax", "government", "insurance", "medical", "property", "vehicle", "legal", "education", "event"),
    *("promotional", "junk", "other", "receipt", "invoice"),
}
FIELDS: dict[str, dict[str, Any]] = tomllib.loads((files("alfrd_luigi.extraction") / "fields.toml").read_text("utf-8"))
TYPES = pytest.mark.parametrize("document_type", shipped_types(), ids=lambda entry: entry.name)


def test_the_shipped_types_are_those_of_the_contract() -> None:
    assert sorted(entry.name for entry in shipped_types()) == sorted(SHIPPED)


@TYPES
def test_a_type_is_described(document_type: DocumentType) -> None:
    assert 5 <= len(document_type.description.split()) <= 30


@TYPES
def test_fields_are_a_strict_json_schema(document_type: DocumentType) -> None:
    schema = document_type.fields_schema

    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= set(schema["properties"])
    assert all(field["description"] for field in schema["properties"].values())


@TYPES
def test_each_field_can_be_read_offline_or_is_known_not_to(document_type: DocumentType) -> None:
    unread = {"deductible", "iban", "payment_reference", "line_items"}  # the last three: of electronic invoices

    assert set(document_type.fields_schema["properties"]) - set(FIELDS) <= unread


@TYPES
def test_choices_are_those_of_the_schema(document_type: DocumentType) -> None:
    for name, field in document_type.fields_schema["properties"].items():
        rule = FIELDS.get(name, {})
        if "enum" in field:
            answers = {*rule["choices"], rule.get("several")} - {None}
            assert answers <= set(field["enum"])


@TYPES
def test_a_summary_is_worded(document_type: DocumentType) -> None:
    assert rules_of(document_type.name)["sentences"]


def test_prompts_are_short_enough_to_evolve() -> None:
    assert all(len(prompt.text.split()) < 300 for prompt in shipped_prompts())


def test_every_kind_has_one_prompt_for_all_types() -> None:
    general = [prompt.kind for prompt in shipped_prompts() if prompt.document_type is None]

    assert sorted(general) == sorted(
        [
            "classifier",
            "summarizer",
            "classification_scorer",
            "summary_scorer",
            "series_detector",
            "series_designer",
            "file_summarizer",
            "answer_judge",
            "prompt_proposer",
        ]
    )


def test_every_type_has_a_summarizer_of_its_own() -> None:
    own = {prompt.document_type: prompt.text for prompt in shipped_prompts() if prompt.document_type is not None}

    assert own == {entry.name: entry.summarizer_prompt for entry in shipped_types()}
    assert len(set(own.values())) == len(own)


def test_prompts_call_the_document_data() -> None:
    assert all("data" in prompt.text and "instruction" in prompt.text for prompt in shipped_prompts())


def test_callers_cannot_spoil_the_catalogue() -> None:
    shipped_types()[0].fields_schema.clear()
    shipped_types().clear()

    assert len(shipped_types()) == len(SHIPPED)
    assert shipped_types()[0].fields_schema


def test_every_data_file_of_a_type_is_named_after_it() -> None:
    folders = files("alfrd_luigi.document_types").iterdir()

    assert {folder.name for folder in folders if (folder / "type.toml").is_file()} == SHIPPED

"""Answers about series: a design whose fields are the labels that all documents print, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.language.port import Question

_LABELLED = re.compile(r"^[ \t]*([^\W\d_][^:\n]{1,39}?):[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST = 8
# Fields that the rules can read on many documents, for documents that print no labels.
_USUAL = ("customer_number", "vat_number", "invoice_number", "reference_number", "order_number")


def design(question: Question) -> dict[str, Any]:
    """The answer to `design_series`."""
    known, told = question.facts["fields_schema"].get("properties", {}), set(_told(question.facts["answers"]))
    papers = [_labelled(page) for page in question.pages]
    common = [label for label in papers[0] if all(label in paper for paper in papers)]
    new = [label for label in common if _name(label) not in known and papers[0][label] not in told][:_MOST]
    fields = [_field(_name(label), label, _kind(paper[label] for paper in papers)) for label in new if _name(label)]
    usual = [_field(name, None, "text") for name in _USUAL if name not in known][:2]
    return {
        "fields": fields or usual,
        "notes": "Each value stands behind its label.",
        "prompt": "Read each further field beside its label. If the label is missing, the field is null.",
    }


def with_labelled(answer: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """The answer to `extract_series` with the values that stand beside the labels of the schema."""
    printed = {label: value for page in question.pages for label, value in _labelled(page).items()}
    properties = question.facts["fields_schema"].get("properties", {})
    found = {name: printed[part["title"]] for name, part in properties.items() if part.get("title") in printed}
    values = {name: _value(text, properties[name]) for name, text in found.items()}
    fields = {**answer["structured_data"], **{name: value for name, value in values.items() if value is not None}}
    return {**answer, "structured_data": fields, "evidence": {**answer["evidence"], **found}}


def drifted(answer: Mapping[str, Any], system: str) -> dict[str, Any]:
    """The answer with other names of fields, as a model gives that is not held to a schema: other ones each time.

    A model that is told of the fault keeps to the names.
    """
    drift = uuid4().hex[:4]
    if "fields" in answer:
        return {**answer, "fields": [{**each, "name": f"{each['name']}_{drift}"} for each in answer["fields"]]}
    if "structured_data" not in answer or "broke the schema" in system:
        return dict(answer)
    return {
        **answer,
        "structured_data": {f"{name}_{drift}": value for name, value in answer["structured_data"].items()},
    }


def _told(answers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (str(value) for answer in answers for value in answer.values())


def _labelled(page: str) -> dict[str, str]:
    return {label.strip(): value for label, value in _LABELLED.findall(page)}


def _name(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")


def _field(name: str, label: str | None, kind: str) -> dict[str, Any]:
    return {"name": name, "kind": kind, "label": label, "is_required": False}


def _kind(printed: Iterable[str]) -> str:
    values: Sequence[str] = list(printed)
    if all(map(_DATE.fullmatch, values)):
        return "date"
    return "number" if all(map(_NUMBER.fullmatch, values)) else "text"


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    if schema.get("type") == "number":
        return float(text) if _NUMBER.fullmatch(text) else None
    is_text = schema.get("type") == "string" and "enum" not in schema
    return text if is_text and ("format" not in schema or _DATE.fullmatch(text)) else None

"""The JSON Schema of fields that a person or a model defines: its kinds, how it is written, what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alfrd_luigi.assessment.field_names import HEADS
from alfrd_luigi.errors import InvalidInputError

KINDS: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    "true/false": {"type": "boolean"},
}
"""The kinds of fields, each with its JSON Schema."""
_NAME = re.compile("[a-z][a-z0-9_]{0,62}")
_TYPES = ("string", "number", "integer", "boolean", "array", "object")


def checked(schema: Any) -> dict[str, Any]:
    """The schema as it is stored: of an object with these fields and no others. Raises InvalidInputError."""
    fault = next(_faults(schema), None)
    if fault is not None:
        raise InvalidInputError(
            f"the schema of the fields cannot be used: {fault}",
            'It is an object such as {"properties": {"member": {"type": "string"}}}',
        )
    required = list(schema.get("required", ()))
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": schema["properties"],
    }


def of_pairs(texts: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of fields that are written NAME:KIND. Raises InvalidInputError."""
    properties: dict[str, Any] = {}
    for text in texts:
        name, _, kind = text.partition(":")
        if kind not in KINDS:
            raise InvalidInputError(
                f"the field {text!r} is not of the form NAME:KIND", f"KIND is one of {', '.join(KINDS)}"
            )
        properties[name] = KINDS[kind]
    return checked({"properties": properties})


def of_json(text: str | bytes) -> dict[str, Any]:
    """The JSON Schema of fields, from its text. Raises InvalidInputError."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"the schema of the fields is not JSON: {error}", "Correct the file") from None
    return checked(found)


def _faults(schema: Any) -> Iterator[str]:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict) or not properties or schema.get("type", "object") != "object":
        yield "it has no properties"
        return
    for name, part in properties.items():
        yield from _faults_of_field(name, part)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        yield f"it is no JSON Schema ({'/'.join(map(str, error.absolute_path)) or 'at its top'})"
    except RecursionError:
        yield "it is nested too deeply"
    if "$ref" in json.dumps(schema):
        yield "it refers to another schema"
    if not set(schema.get("required", ())) <= set(properties):
        yield "it requires a field that it does not have"


def _faults_of_field(name: str, part: Any) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield f"the name {name!r} is not of lower-case letters, digits and underscores"
    if name in HEADS or name in HEADS.values():
        yield f"{name!r} is a value of every document"
    if not isinstance(part, dict) or part.get("type") not in _TYPES:
        yield f"the type of {name!r} is none of {', '.join(_TYPES)}"

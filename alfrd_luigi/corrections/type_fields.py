"""The fields of a type that a person adds: as NAME:KIND, or as a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.language.field_schemas import KINDS, checked


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
    except ValueError as error:
        raise InvalidInputError(f"the schema of the fields is not JSON: {error}", "Correct the file") from None
    return checked(found)

"""The smallest value that a JSON Schema allows, for the features that this project's schemas use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DATES = {"date": "2024-01-01", "date-time": "2024-01-01T00:00:00Z"}


def least(schema: Mapping[str, Any]) -> Any:
    """The simplest value of the schema. Patterns are ignored."""
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf"):
        if schema.get(choice):
            return least(schema[choice][0])
    return _of_type(_type(schema), schema)


def _type(schema: Mapping[str, Any]) -> str:
    named = schema.get("type", "object" if "properties" in schema else "null")
    kinds = named if isinstance(named, list) else [named]
    return "null" if "null" in kinds else str(kinds[0])


def _of_type(kind: str, schema: Mapping[str, Any]) -> Any:
    match kind:
        case "object":
            parts = schema.get("properties", {})
            return {name: least(parts.get(name, {})) for name in schema.get("required", [])}
        case "array":
            return [least(schema.get("items", {}))] * int(schema.get("minItems", 0))
        case "number" | "integer":
            return schema.get("minimum", 0)
        case "string":
            return _DATES.get(schema.get("format", ""), "x" * int(schema.get("minLength", 0)))
        case "boolean":
            return False
        case _:
            return None

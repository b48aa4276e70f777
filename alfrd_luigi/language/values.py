"""The kinds of values in answers, and the bounds within which the archive accepts them.

This module is their only source. A test proves that the columns and CHECKs of the tables accept every value that is
valid here. The bounds are not sent to a model (see `told`), because servers that turn a schema into a grammar cannot
count to thousands. Prose and lists are cut at their bounds, so that a long answer is not lost. A name, date, code or
amount beyond its bound is invalid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

_CUT = "cut to its bounds"
_REFUSED = "refused beyond its bounds"
_BOUNDS = {"maxLength", "maxItems", "maxProperties", "minimum", "maximum", "propertyNames"}

# A full page has about 3,000 characters.
_PROSE = 10_000
_LINE = 200
_TAG = 64
_NAME = 63
_MOST_TAGS = 50
_MOST_ITEMS = 1_000
_MOST_EVIDENCE = 200
_MOST_FIELDS = 100
_LABEL = 60
# The largest value of numeric(16, 2).
_AMOUNT = 9_999_999_999_999.99
_PATTERN = "^[a-z][a-z0-9_]*$"


def _bounded(schema: Mapping[str, Any], beyond: str, **bounds: Any) -> Schema:
    return {**schema, **bounds, "$comment": beyond}


PROSE = _bounded({"type": "string", "minLength": 1}, _CUT, maxLength=_PROSE)
REMARK = _bounded({"type": "string"}, _CUT, maxLength=_PROSE)
LINE = _bounded({"type": "string", "minLength": 1}, _CUT, maxLength=_LINE)
NULLABLE_LINE = _bounded({"type": ["string", "null"]}, _CUT, maxLength=_LINE)
NAME = _bounded({"type": "string", "pattern": _PATTERN}, _REFUSED, maxLength=_NAME)
# A prompt is not cut, because that would change its meaning.
PROMPT = _bounded({"type": "string", "minLength": 1}, _REFUSED, maxLength=_PROSE)
NULLABLE_PROMPT = _bounded({"type": ["string", "null"]}, _REFUSED, maxLength=_PROSE)
NULLABLE_DATE = {"type": ["string", "null"], "format": "date"}
NULLABLE_CURRENCY = {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"}
NULLABLE_AMOUNT = _bounded({"type": ["number", "null"]}, _REFUSED, minimum=-_AMOUNT, maximum=_AMOUNT)
NULLABLE_LABEL = _bounded({"type": ["string", "null"]}, _REFUSED, maxLength=_LABEL)
UNIT_INTERVAL = {"type": "number", "minimum": 0, "maximum": 1}
TAGS = _bounded(
    {"type": "array", "items": _bounded({"type": "string", "minLength": 1}, _CUT, maxLength=_TAG)},
    _CUT,
    maxItems=_MOST_TAGS,
)
EVIDENCE = _bounded(
    {"type": "object", "additionalProperties": _bounded({"type": "string"}, _CUT, maxLength=_PROSE)},
    _CUT,
    maxProperties=_MOST_EVIDENCE,
)


def fields_like(field: Mapping[str, Any]) -> Schema:
    """The schema of a list that describes fields."""
    return _bounded({"type": "array", "items": dict(field)}, _REFUSED, maxItems=_MOST_FIELDS)


def object_of(properties: Mapping[str, Any]) -> Schema:
    """The schema of an object with all of these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def nullable(schema: Mapping[str, Any]) -> Schema:
    """The schema, which then accepts null too."""
    return {"anyOf": [{"type": "null"}, dict(schema)]}


def fields_of(schema: Mapping[str, Any]) -> Schema:
    """The schema of the fields of a document type, each within bounds and nullable."""
    properties = {name: nullable(_field(part)) for name, part in schema.get("properties", {}).items()}
    return {**schema, "properties": properties}


def _field(schema: Mapping[str, Any]) -> Schema:
    match schema.get("type"):
        case "string" if not {"enum", "pattern", "format"} & set(schema):
            return _bounded(schema, _CUT, maxLength=schema.get("maxLength", _PROSE))
        case "number" | "integer":
            return _bounded(schema, _REFUSED, **{"minimum": -_AMOUNT, "maximum": _AMOUNT, **schema})
        case "array":
            items = _field(schema["items"]) if isinstance(schema.get("items"), Mapping) else True
            return _bounded({**schema, "items": items}, _CUT, maxItems=schema.get("maxItems", _MOST_ITEMS))
        case "object":
            properties = {name: _field(part) for name, part in schema.get("properties", {}).items()}
            return {**schema, "properties": properties}
        case _:
            return dict(schema)


def told(schema: Any) -> Any:
    """The schema as sent to a model, without the bounds."""
    if isinstance(schema, Mapping):
        hidden = {"$comment", *_BOUNDS} if schema.get("$comment") in (_CUT, _REFUSED) else set()
        return {name: told(part) for name, part in schema.items() if name not in hidden}
    return [told(part) for part in schema] if isinstance(schema, list | tuple) else schema


def cut(value: Any, schema: Any) -> Any:
    """The value, with prose and lists cut at the bounds of the schema. The result may still be invalid."""
    if not isinstance(schema, Mapping):
        return value
    bounds = schema if schema.get("$comment") == _CUT else {}
    match value:
        case str():
            return value[: bounds.get("maxLength")]
        case list():
            return [cut(each, schema.get("items")) for each in value[: bounds.get("maxItems")]]
        case dict():
            kept = list(value.items())[: bounds.get("maxProperties")]
            return {name: cut(each, _part(schema, name)) for name, each in kept}
        case _:
            return value


def _part(schema: Mapping[str, Any], name: str) -> Any:
    part = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
    if isinstance(part, Mapping) and "anyOf" in part:  # null, or what it is otherwise
        return next((each for each in part["anyOf"] if each.get("type") != "null"), None)
    return part

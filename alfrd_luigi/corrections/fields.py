"""The values of a document that a person can set: their names, what they may be, and what depends on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from alfrd_luigi.assessment.field_names import field_name
from alfrd_luigi.database.dues import NOT_PAID
from alfrd_luigi.errors import InvalidAnswerError, InvalidInputError
from alfrd_luigi.extraction.accounts import NUMBERS, PLACES
from alfrd_luigi.language import values
from alfrd_luigi.language.validation import validate
from alfrd_luigi.stages.graph import StageName

SERIES = "series"
"""The word on the series of a document: the number of the series, or None for none (see series.py)."""
PAID = "paid"
"""The word on the payment of a document: the day of the payment, or NOT_PAID."""

_TEXT = values.nullable(values.PROSE)
_SCHEMAS: Mapping[str, values.Schema] = {
    "type": values.NAME,
    "entity": values.NULLABLE_LINE,
    "date": values.NULLABLE_DATE,
    "total": values.NULLABLE_AMOUNT,
    "currency": values.NULLABLE_CURRENCY,
    "summary": values.PROSE,
    "title": values.NULLABLE_LINE,
    "note": _TEXT,
    "paid": {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "enum": [NOT_PAID]}]},
}
_FORMS = {
    "type": "the name of a type (see: alfrd types list)",
    "date": "a day such as 2024-03-01",
    "total": "a number such as 42.00",
    "currency": "a code of three letters such as EUR",
    "paid": f"a day such as 2024-03-01, or {NOT_PAID}; to withdraw what you said: alfrd unset DOC paid",
}
# The first stage whose question contains the value. The others are contained in the file's summary only.
_REDOES: dict[str, StageName] = {"type": "summarize", "entity": "file", SERIES: "file"}
_REDOES.update({field_name(name): "file" for name in (*NUMBERS, *PLACES)})
COMPARED = {"type", "entity", "date", "total", "currency"}
"""The values by which copies of a paper are found."""
APPROVED = ("type", "entity", "date", "total", "currency")
"""The values that an approval is about, besides the fields. A title, a note or a summary is not right or wrong."""


class Field(NamedTuple):
    """A value by its name."""

    name: str
    schema: Mapping[str, Any]


def redoes(name: str) -> StageName | None:
    """The first stage that depends on a value; None if only the summary of the file does."""
    return _REDOES.get(name)


def place(name: str) -> tuple[int, str]:
    """The place of a value in a list: the heads in the order of `alfrd show`, then the fields by name."""
    heads = list(_SCHEMAS)
    return (heads.index(name) if name in heads else len(heads), name)


def find(name: str, document_type: str | None, fields_schema: Mapping[str, Any]) -> Field:
    """The value that a person calls `name`, for a document of a type with these fields. Raises InvalidInputError."""
    own = {field_name(each): schema for each, schema in values.fields_of(fields_schema)["properties"].items()}
    schema = _SCHEMAS.get(name) or own.get(name)
    if schema is None:
        fields = f"; fields of {document_type}: {', '.join(own)}" if own else ""
        raise InvalidInputError(f"a document has no value {name!r}", f"The values are {', '.join(_SCHEMAS)}{fields}")
    return Field(name, schema)


def read(field: Field, text: str) -> Any:
    """The JSON value that a person wrote; None for an empty text. Raises InvalidInputError if it does not fit."""
    value = _value(text.strip(), field.schema)
    if field.name == "currency" and isinstance(value, str):
        value = value.upper()
    check(field, value)
    return value


def check(field: Field, value: Any) -> None:
    """Raises InvalidInputError if the value does not fit."""
    try:
        validate(value, field.schema)
    except InvalidAnswerError:
        form = _FORMS.get(field.name) or _told(field.schema)
        raise InvalidInputError(f"{field.name} cannot have the value {value!r}", f"It is {form}") from None


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    if not text:
        return None
    kinds = _kinds(schema)
    if kinds <= {"string", "null"}:
        return text
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text


def _refuse(constant: str) -> None:
    """NaN and the infinities are no JSON, and no values."""
    raise ValueError(constant)


def _kinds(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that a schema accepts."""
    if "anyOf" in schema:
        return {kind for part in schema["anyOf"] for kind in _kinds(part)}
    kind = schema.get("type", "string")
    return {kind} if isinstance(kind, str) else set(kind)


def _told(schema: Mapping[str, Any]) -> str:
    part = next((each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"), schema)
    if "enum" in part:
        return f"one of {', '.join(map(str, part['enum']))}"
    if part.get("format") == "date":
        return _FORMS["date"]
    if _kinds(part) <= {"string", "null"}:
        return f"text of at most {part['maxLength']:,} characters" if "maxLength" in part else "text"
    return {"number": "a number", "integer": "a whole number", "boolean": "true or false"}.get(
        str(part.get("type")), f"JSON of the form {json.dumps(values.told(part))}"
    )

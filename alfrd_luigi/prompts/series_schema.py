"""The fields of a series: those of the type of its documents, and those that a design adds. None is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from alfrd_luigi.database import series_prompts
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidAnswerError, InvalidInputError
from alfrd_luigi.language import field_schemas

MOST_FIELDS = 20
"""The most fields that a design adds to those of the type."""
_LABEL = "title"


def designed(of_type: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The schema of a series: that of the type with the fields of a design.

    Each of `fields` has name, kind (see `field_schemas.KINDS`), label and is_required. A field of the type gets a label
    and may become required; nothing else of it changes. Raises InvalidAnswerError for a design that cannot be used.
    """
    names = [field["name"] for field in fields]
    added = [name for name in names if name not in _properties(of_type)]
    if len(set(names)) < len(names):
        raise InvalidAnswerError("a field has two descriptions")
    if not added or len(added) > MOST_FIELDS:
        raise InvalidAnswerError(f"it adds {len(added)} fields, and not from 1 to {MOST_FIELDS}")
    properties = {**_properties(of_type), **{field["name"]: _field(of_type, field) for field in fields}}
    required = [*of_type.get("required", ()), *(field["name"] for field in fields if field["is_required"])]
    return _checked({"properties": properties, "required": list(dict.fromkeys(required))})


def extended(of_type: Mapping[str, Any], of_series: Mapping[str, Any]) -> dict[str, Any]:
    """The schema by which a document is read: that of a series with the fields of the document's type as they are now.

    The type may have got fields, or other ones, since the series was designed.
    """
    own = _properties(of_series)
    present = {name: _labelled(part, own.get(name, {})) for name, part in _properties(of_type).items()}
    required = [*of_type.get("required", ()), *of_series.get("required", ())]
    return {**of_series, "properties": {**own, **present}, "required": list(dict.fromkeys(required))}


def of_document(session: Session, id: UUID, of_type: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of the fields of a document: those of its type (`of_type`), and those that its series adds."""
    prompt = series_prompts.of_document(session, id)
    return dict(of_type) if prompt is None else extended(of_type, prompt.fields_schema)


def complete(fields: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all fields of the schema; None for those that an answer left out."""
    return {name: fields.get(name) for name in _properties(schema)}


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties", {})
    return found


def _field(of_type: Mapping[str, Any], field: Mapping[str, Any]) -> dict[str, Any]:
    kind, known = field_schemas.KINDS[field["kind"]], _properties(of_type).get(field["name"])
    if known is None:
        return {**kind, **_label(field["label"])}
    if (known.get("type"), known.get("format")) != (kind["type"], kind.get("format")):
        raise InvalidAnswerError(f"it gives the field {field['name']} of the type another kind")
    return {**known, **_label(field["label"])}


def _label(printed: str | None) -> dict[str, str]:
    return {_LABEL: printed} if printed else {}


def _labelled(part: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {**part, **_label(own.get(_LABEL))}


def _checked(schema: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return field_schemas.checked(schema)
    except InvalidInputError as error:
        raise InvalidAnswerError("a field has a name that it cannot have") from error

"""What a person does at the desk: the same acts as those of the commands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask, Response, jsonify, request

from alfrd_luigi.corrections import correction
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.language.validation import validate

_SET = {
    "type": "object",
    "properties": {
        "seen": {"type": "integer"},
        "values": {"type": "object", "additionalProperties": {"type": "string"}},
        "places": {"type": "object"},
    },
    "required": ["seen", "values"],
    "additionalProperties": False,
}


def add_acts(app: Flask) -> None:
    """Answer the requests that change something."""
    app.add_url_rule("/documents/<uuid:id>/set", view_func=set_values, methods=["POST"])


def set_values(id: UUID) -> Response:
    """Set values of a document, as `alfrd set` does, with the places that the person pointed at."""
    asked = _asked(_SET)
    made = correction.set_values(
        database().session(), id, asked["values"], person(), places=asked.get("places"), seen=asked["seen"]
    )
    return jsonify(changes=[change.field for change in made.changes])


def _asked(schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON of the request. Raises InvalidInputError if it does not fit."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise InvalidInputError("the request is not a JSON object")
    validate(body, schema)
    return body

"""What a script of the desk asks for, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from alfrd_luigi.errors import InvalidAnswerError, InvalidInputError
from alfrd_luigi.language.validation import validate


def asked(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object of the request. Raises InvalidInputError if it does not fit."""
    body = request.get_json(silent=True)
    try:
        validate(body, schema)
    except InvalidAnswerError:
        raise InvalidInputError("the desk cannot read what the page sent", "Load the page again") from None
    if not isinstance(body, dict):
        raise TypeError("the schema of a request is that of an object")
    return body

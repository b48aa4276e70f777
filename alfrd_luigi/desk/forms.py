"""What a form or a script of the desk says."""

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


def given(name: str) -> str:
    """A field of the form. Raises InvalidInputError if it is empty."""
    value = request.form.get(name, "").replace("\0", "").strip()
    if not value:
        raise InvalidInputError(f"the field {name} is empty", "Fill in the field")
    return value

"""How the desk answers an act: a form gets another page, a script gets JSON."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best == "application/json"


def done(page: str, **told: Any) -> ResponseReturnValue:
    """The act is done: a form goes on to a page, a script is told."""
    return jsonify(told) if wants_json() else redirect(page, code=303)

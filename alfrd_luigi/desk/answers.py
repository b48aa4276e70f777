"""How the desk answers an act: a form gets another page, a script gets JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from alfrd_luigi.errors import AlfrdError, BusyError, ConflictError, InvalidInputError, NotFoundError, ServiceError

_STATUS: dict[type[AlfrdError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    BusyError: 423,
    InvalidInputError: 422,
    ServiceError: 503,
}


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best == "application/json"


def done(page: str, **told: Any) -> ResponseReturnValue:
    """The act is done: a form goes on to a page, a script is told."""
    return jsonify(told) if wants_json() else redirect(page, code=303)


def told_on_the_page(
    show: Callable[..., Response], act: Callable[..., ResponseReturnValue]
) -> Callable[..., ResponseReturnValue]:
    """The act; what prevents it is shown on the page of its subject, with what was typed."""

    @wraps(act)
    def view(**subject: Any) -> ResponseReturnValue:
        try:
            return act(**subject)
        except AlfrdError as error:
            if wants_json():
                raise
            return show(**subject, problem=error, typed=request.form)

    return view


def status_of(error: AlfrdError) -> int:
    """The HTTP status that says what kind of error it is."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)

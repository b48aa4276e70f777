"""The desk as a WSGI application."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from alfrd_luigi.desk.acts import add_acts
from alfrd_luigi.desk.arrivals import add_arrivals
from alfrd_luigi.desk.collections import add_collections
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.entrance import add_entrance
from alfrd_luigi.desk.guard import guard
from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.pages import add_pages
from alfrd_luigi.desk.place import Place
from alfrd_luigi.desk.review import add_review
from alfrd_luigi.desk.work import Work
from alfrd_luigi.desk.work_pages import add_work
from alfrd_luigi.errors import AlfrdError, BusyError, ConflictError, InvalidInputError, NotFoundError
from alfrd_luigi.secrecy import log_unforeseen
from alfrd_luigi.web import texts
from alfrd_luigi.web.environment import Pages

_LARGEST_FORM = 1_000_000  # bytes
_STATUS: dict[type[AlfrdError], int] = {NotFoundError: 404, ConflictError: 409, BusyError: 423, InvalidInputError: 422}


def application(place: Place, keys: Keys, locale: str) -> Flask:
    """The application of a desk at a place. Raises SettingsError for an unknown locale."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_FORM
    drawing = Drawing(Pages(locale))
    guard(app, place, keys)
    add_entrance(app, place, keys)
    add_pages(app, drawing)
    add_collections(app, drawing)
    work = Work()
    add_acts(app)
    add_arrivals(app, work)
    add_work(app, work)
    add_review(app, drawing)
    _add_errors(app, drawing)
    return app


def _add_errors(app: Flask, drawing: Drawing) -> None:
    """Show errors as pages, with a status that a script can read."""

    @app.errorhandler(AlfrdError)
    def ours(error: AlfrdError) -> Response:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
        return drawing.problem(error.message, error.hint, status)

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log_unforeseen(app.logger, f"the desk's page {request.path}", error)
        return drawing.problem(texts.text("desk.unforeseen"), texts.text("desk.report"), 500)

    @app.errorhandler(HTTPException)
    def theirs(error: HTTPException) -> Any:
        return drawing.problem(error.description or error.name, "", error.code or 500)

"""The desk as a WSGI application."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from alfrd_luigi.desk.acts import add_acts
from alfrd_luigi.desk.answers import status_of
from alfrd_luigi.desk.arrivals import add_arrivals
from alfrd_luigi.desk.collections import add_collections
from alfrd_luigi.desk.downloads import add_downloads
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.guard import guard
from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.ledger import add_ledger
from alfrd_luigi.desk.pages import add_pages
from alfrd_luigi.desk.pictures import add_pictures
from alfrd_luigi.desk.place import Place
from alfrd_luigi.desk.prompts import add_prompts
from alfrd_luigi.desk.review import add_review
from alfrd_luigi.desk.work import Work
from alfrd_luigi.desk.work_pages import add_work
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.secrecy import log_unforeseen
from alfrd_luigi.web import texts
from alfrd_luigi.web.environment import Pages

_LARGEST_FORM = 1_000_000  # bytes


class _Number(IntegerConverter):
    """A number in an address; none is larger than the database's."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


def application(place: Place, keys: Keys, locale: str) -> Flask:
    """The application of a desk at a place. Raises SettingsError for an unknown locale."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_FORM
    app.url_map.converters["int"] = _Number
    drawing = Drawing(Pages(locale))
    guard(app, place, keys)
    add_pages(app, drawing)
    add_pictures(app)
    add_downloads(app)
    add_collections(app, drawing)
    add_ledger(app, drawing)
    add_prompts(app, drawing)
    work = Work()
    add_acts(app, drawing)
    add_arrivals(app, drawing, work)
    add_work(app, drawing, work)
    add_review(app, drawing)
    _add_errors(app, drawing)
    return app


def _add_errors(app: Flask, drawing: Drawing) -> None:
    """Show errors as pages, with a status that a script can read."""

    @app.errorhandler(AlfrdError)
    def ours(error: AlfrdError) -> Response:
        return drawing.problem(error.message, error.hint, status_of(error))

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log_unforeseen(app.logger, f"the desk's page {request.path}", error)
        return drawing.problem(texts.text("desk.unforeseen"), texts.text("desk.report"), 500)

    @app.errorhandler(HTTPException)
    def theirs(error: HTTPException) -> Any:
        return drawing.problem(error.description or error.name, "", error.code or 500)

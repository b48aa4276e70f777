"""The pages of the desk, with the rows as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from uuid import UUID

from flask import Flask, Response, request

from alfrd_luigi.database import deletions, listings, revisions
from alfrd_luigi.database import documents as rows
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.desk.answers import status_of
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.links import DeskLinks
from alfrd_luigi.errors import AlfrdError, NotFoundError
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.graph import STAGES
from alfrd_luigi.views import documents, holdups, home, lists, outlook, review, search, why
from alfrd_luigi.views.lists import Part
from alfrd_luigi.web import data_scripts, document_page, resources
from alfrd_luigi.web.document_page import Shown

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def add_pages(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of pages, and of what they load."""
    # The entrance has no link to it.
    app.add_url_rule("/favicon.ico", view_func=static, defaults={"name": "icon.svg"})
    app.add_url_rule("/static/<name>", view_func=static)
    of_part = partial(rows_of_part, drawing=drawing)
    app.add_url_rule("/data/documents-<int:year>-<int:number>.js", "rows_of_part", of_part)

    @app.get("/")
    def show_home() -> Response:
        session = database().session()
        seen = outlook.outlook(session).glance(date.today())
        return drawing.draw("home", "home", view=home.home(session), outlook=seen, inbox=settings().inbox_dir)

    @app.get("/due")
    def show_due() -> Response:
        return drawing.draw("due", "due", outlook=outlook.outlook(database().session()))

    @app.get("/documents")
    def show_documents() -> Response:
        return drawing.draw("documents", "documents", years=lists.years(listings.years(database().session())))

    @app.get("/search")
    def show_search() -> Response:
        words = request.args.get("q", "").strip()
        view = search.search(database().session(), words) if words else None
        return drawing.draw("search", "search", words=words, view=view)

    @app.get("/bin")
    def show_bin() -> Response:
        days = settings().bin_days
        return drawing.draw("bin", "bin", days=days, rows=deletions.listing(database().session(), days))

    @app.get("/documents/years/<int:year>")
    @app.get("/documents/years/<int:year>/<int:number>")
    def show_year(year: int, number: int | None = None) -> Response:
        part = _part(database().session(), year, number)
        return drawing.draw("year", "documents", part=part, rows=lists.rows(database().session(), part))

    @app.get("/documents/<uuid:id>")
    def show_document(id: UUID) -> Response:
        return document(drawing, id)


def document(
    drawing: Drawing, id: UUID, problem: AlfrdError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """The page of a document. It shows why something could not be done, and keeps what was typed."""
    session, links = database().session(), DeskLinks()
    with session.snapshot():
        view = documents.document(session, rows.find(session, str(id)))
        explained, holdup = why.why(session, view), holdups.holdup(session, id)
        seen = revisions.last_id(session, id)
        fields = review.whole_form(session, id)
    pictures = {each.number: Shown(links.picture(id, each.number), None, None) for each in document_page.drawable(view)}
    values = document_page.values(view, explained, pictures, _href)
    form = {
        "holdup": holdup,
        "seen": seen,
        "fields": fields,
        "problem": problem,
        "typed": typed or {},
        "stages": STAGES,
    }
    return drawing.draw("document", "documents", status_of(problem) if problem else 200, **values, **form)


def _href(file: rows.File) -> str:
    return DeskLinks().original(file.document_id, file.position)


def _part(session: Session, year: int, number: int | None) -> Part:
    """A part of the list of a year; None is its newest."""
    found = [part for part in lists.parts(session, [year]) if number in (part.page, part.number)]
    if not found:
        raise NotFoundError(f"the year {year} has no such list", "Look at the list of documents")
    return found[-1]


def static(name: str) -> Response:
    """A style sheet, a script or an icon."""
    content = resources.static().get(name)
    if content is None:
        raise NotFoundError(f"there is no file {name!r}")
    return Response(content, mimetype=_TYPES[name.rsplit(".", 1)[-1]])


def rows_of_part(year: int, number: int, drawing: Drawing) -> Response:
    """The documents of a part of a year's list, as a script."""
    session = database().session()
    part = _part(session, year, number)
    rows = data_scripts.documents(part.data, lists.rows(session, part), drawing.formats)
    return Response(rows, mimetype="text/javascript")

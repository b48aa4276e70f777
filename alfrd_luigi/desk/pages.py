"""The pages of the desk, with the rows as they are now."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Response

from alfrd_luigi.database import deletions, listings, revisions
from alfrd_luigi.database import documents as rows
from alfrd_luigi.database.connection import database
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.graph import STAGES
from alfrd_luigi.views import documents, home, review
from alfrd_luigi.web import data_scripts, resources

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def add_pages(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of pages, and of what they load."""
    app.add_url_rule("/static/<name>", view_func=static)
    app.add_url_rule("/data/documents-<int:year>.js", view_func=rows_of_year)

    @app.get("/")
    def show_home() -> Response:
        return drawing.draw("home", "home", view=home.home(database().session()), inbox=settings().inbox_dir)

    @app.get("/documents")
    def show_documents() -> Response:
        years = listings.years(database().session())
        return drawing.draw("documents", "documents", years=years, loaded=years)

    @app.get("/bin")
    def show_bin() -> Response:
        days = settings().bin_days
        return drawing.draw("bin", "bin", days=days, rows=deletions.listing(database().session(), days))

    @app.get("/documents/years/<int:year>")
    def show_year(year: int) -> Response:
        found = listings.documents(database().session(), year=year)
        return drawing.draw("year", "documents", year=year, rows=found)

    @app.get("/documents/<uuid:id>")
    def show_document(id: UUID) -> Response:
        session = database().session()
        with session.snapshot():
            view = documents.document(session, rows.find(session, str(id)))
            seen = revisions.last_id(session, id)
            fields = review.whole_form(session, id)
        return drawing.draw(
            "document", "documents", view=view, seen=seen, fields=fields, stages=STAGES, pictures={}, originals=[]
        )


def static(name: str) -> Response:
    """A style sheet, a script or an icon."""
    content = resources.static().get(name)
    if content is None:
        raise NotFoundError(f"there is no file {name!r}")
    return Response(content, mimetype=_TYPES[name.rsplit(".", 1)[-1]])


def rows_of_year(year: int) -> Response:
    """The documents of a year, as a script."""
    found = listings.documents(database().session(), year=year)
    return Response(data_scripts.documents(f"documents-{year}-1", found), mimetype="text/javascript")

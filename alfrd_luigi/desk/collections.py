"""The desk's pages of series, files, types, issuers and runs, with the rows as they are now."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Flask, Response

from alfrd_luigi.database import activity
from alfrd_luigi.database import issuers as rows
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.series import get as series_of
from alfrd_luigi.database.types import get as type_of
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.views import issuers, runs, series, types
from alfrd_luigi.views.series_pages import SeriesPage, pages
from alfrd_luigi.web import data_scripts


def add_collections(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of these pages."""
    app.add_url_rule("/data/series/<int:id>.js", "members", partial(members, drawing=drawing))
    _add_series(app, drawing)
    _add_types(app, drawing)
    _add_issuers(app, drawing)
    _add_runs(app, drawing)


def members(id: int, drawing: Drawing) -> Response:
    """The documents of a series, as a script."""
    rows = data_scripts.series(id, _one_series(id).view.members, drawing.formats)
    return Response(rows, mimetype="text/javascript")


def _add_series(app: Flask, drawing: Drawing) -> None:
    @app.get("/series")
    def show_all_series() -> Response:
        return drawing.draw("series", "series", rows=series.listing(database().session()))

    @app.get("/series/<int:id>")
    def show_series(id: int) -> Response:
        return drawing.draw("one_series", "series", **_one_series(id)._asdict())

    @app.get("/files")
    def show_files() -> Response:
        rows = series.files(series.listing(database().session()))
        return drawing.draw("files", "files", rows=rows, letters=series.LETTERS)


def _one_series(id: int) -> SeriesPage:
    """A series with documents. Raises NotFoundError."""
    session = database().session()
    found = next(pages(session, [id]), None)
    if found is None:
        raise NotFoundError(f"series {series_of(session, id).title!r} has no documents", "Look at the other series")
    return found


def _add_types(app: Flask, drawing: Drawing) -> None:
    @app.get("/types")
    def show_types() -> Response:
        return drawing.draw("types", "types", view=types.everything(database().session()))

    @app.get("/types/<name>")
    def show_type(name: str) -> Response:
        session = database().session()
        view = types.view(session, type_of(session, name).name)
        (page,) = types.pages(session, [view])
        return drawing.draw("type", "types", page=page, view=view)


def _add_issuers(app: Flask, drawing: Drawing) -> None:
    @app.get("/issuers")
    def show_issuers() -> Response:
        return drawing.draw("issuers", "issuers", rows=rows.listing(database().session()))

    @app.get("/issuers/<uuid:id>")
    def show_issuer(id: UUID) -> Response:
        session = database().session()
        found = rows.find(session, str(id)).id
        return drawing.draw("issuer", "issuers", view=issuers.view(session, found))


def _add_runs(app: Flask, drawing: Drawing) -> None:
    @app.get("/runs")
    def show_runs() -> Response:
        return drawing.draw("runs", "runs", view=runs.runs(database().session()))

    @app.get("/runs/<id>")
    def show_run(id: str) -> Response:
        session = database().session()
        row = activity.run(session, id)
        if row is None:
            raise NotFoundError(f"there is no run {id!r}", "Look at the list of runs")
        return drawing.draw("run", "runs", view=runs.run(session, row, runs.slot_limits()))

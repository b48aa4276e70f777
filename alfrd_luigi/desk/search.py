"""The desk's page of a search."""

from __future__ import annotations

from flask import Flask, Response, request

from alfrd_luigi.database.connection import database
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.views.search import search


def add_search(app: Flask, drawing: Drawing) -> None:
    """Answer the address of a search."""

    @app.get("/search")
    def show_search() -> Response:
        words = request.args.get("q", "").strip()
        view = search(database().session(), words) if words else None
        return drawing.draw("search", "search", words=words, view=view)

"""The desk's downloads: a document as a searchable PDF."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote
from uuid import UUID

from flask import Flask, Response

from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.downloads.download import Notes, download


def add_downloads(app: Flask) -> None:
    """Answer the addresses of downloads."""
    app.add_url_rule("/documents/<uuid:id>/searchable", view_func=searchable)


def searchable(id: UUID) -> Response:
    """A document as a PDF with its text. What is a text is given as it is."""
    session = database().session()
    part = download(session, [documents.find(session, str(id))], searchable=True, notes=Notes())
    made = BytesIO()
    part.write(made)
    response = Response(made.getvalue(), mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(part.name, safe='')}"
    return response

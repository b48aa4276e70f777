"""The files of documents at the desk: originals as they came, and searchable PDFs."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote
from uuid import UUID

from flask import Flask, Response
from werkzeug.wsgi import FileWrapper

from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.downloads.download import Notes, download
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.web.document_page import OPENED

# Nothing in a file can run, whatever a browser takes it for. A browser's viewer of PDFs does not start in a sandbox; it
# is a plugin to the policy.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; sandbox"
_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def add_downloads(app: Flask) -> None:
    """Answer the addresses of files."""
    app.add_url_rule("/files/<uuid:id>/<int:position>", view_func=original)
    app.add_url_rule("/documents/<uuid:id>/searchable", view_func=searchable)


def original(id: UUID, position: int) -> Response:
    """A file of a document as it came. What a browser could run is saved, not shown."""
    session = database().session()
    file = next((each for each in documents.files(session, id) if each.position == position), None)
    if file is None:
        raise NotFoundError(f"document {id} has no file {position}", "Look at its page")
    is_opened = file.media_type in OPENED
    with OwnedPageStore(page_store(), session).fetch(file.key, file.sha256) as path:
        opened = path.open("rb")  # it can be read although its name may be gone
    mimetype = file.media_type if is_opened else "application/octet-stream"
    response = Response(FileWrapper(opened), mimetype=mimetype, direct_passthrough=True)
    response.content_length = file.size
    response.headers["Content-Disposition"] = f"{'inline' if is_opened else 'attachment'}; {_named(file.name)}"
    response.headers["Content-Security-Policy"] = _OF_PDF if file.media_type == "application/pdf" else _ALONE
    return response


def searchable(id: UUID) -> Response:
    """A document as a PDF with its text. What is a text is given as it is."""
    session = database().session()
    part = download(session, [documents.find(session, str(id))], searchable=True, notes=Notes())
    made = BytesIO()
    part.write(made)
    response = Response(made.getvalue(), mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; {_named(part.name)}"
    return response


def _named(name: str) -> str:
    """The name of a file in a header. See RFC 6266."""
    return f"filename*=UTF-8''{quote(name.rsplit('/', 1)[-1], safe='')}"

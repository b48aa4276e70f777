"""Pictures and words of pages, for the pages of the desk.

A picture that the report has is sent as it is. Others are made when they are asked for; the newest stay in memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from flask import Flask, Response

from alfrd_luigi.database import documents, listings
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.settings import settings
from alfrd_luigi.web import data_scripts, sheets
from alfrd_luigi.web.sheets import Sheet

_SECONDS = 20.0
_MOST_BYTES = 100_000_000
# A browser can start six requests at a time. Those that wait for pictures must leave threads for the others.
_AT_ONCE = 3


class _Kept:
    """The newest pictures, up to a number of bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes = 0
        self._pictures: OrderedDict[tuple[UUID, str], bytes] = OrderedDict()

    def get(self, key: tuple[UUID, str]) -> bytes | None:
        with self._lock:
            found = self._pictures.get(key)
            if found is not None:
                self._pictures.move_to_end(key)
            return found

    def keep(self, key: tuple[UUID, str], picture: bytes) -> None:
        with self._lock:
            self._bytes += len(picture) - len(self._pictures.pop(key, b""))
            self._pictures[key] = picture
            while self._bytes > _MOST_BYTES:
                self._bytes -= len(self._pictures.popitem(last=False)[1])


class _Pictures(NamedTuple):
    kept: _Kept
    makers: threading.Semaphore

    def of(self, session: Session, id: UUID, sheet: Sheet) -> bytes:
        """The picture of a page. Raises PermanentError if it cannot be drawn, and the errors of the page store."""
        key = (id, sheet.picture)
        found = self.kept.get(key) or _reported(id, sheet)
        if found is None:
            with self.makers:  # another request may have made it meanwhile
                found = self.kept.get(key) or _made(session, sheet)
            self.kept.keep(key, found)
        return found


def add_pictures(app: Flask) -> None:
    """Answer the requests for what pages show: pictures and words."""
    pictures = _Pictures(_Kept(), threading.Semaphore(_AT_ONCE))
    app.add_url_rule("/data/words/<uuid:id>.js", view_func=words)

    @app.get("/pictures/<uuid:id>/<int:number>")
    def picture(id: UUID, number: int) -> Response:
        session = database().session()
        return Response(pictures.of(session, id, _sheet(session, id, number)), mimetype="image/webp")


def words(id: UUID) -> Response:
    """The words of a document, as a script."""
    pages = listings.pages(database().session(), [id], with_words=True)
    return Response(data_scripts.words(id, pages), mimetype="text/javascript")


def _sheet(session: Session, id: UUID, number: int) -> Sheet:
    turns = {page.number: page.turn for page in listings.pages(session, [id], with_words=False)}
    found = next((each for each in sheets.sheets(documents.files(session, id), turns) if each.number == number), None)
    if found is None:
        raise NotFoundError(f"page {number} of document {id} has no picture", "Open the original file")
    return found


def _reported(id: UUID, sheet: Sheet) -> bytes | None:
    """The picture that the report has."""
    with suppress(OSError):
        return (settings().report_dir / sheets.folder(id) / sheet.picture).read_bytes() or None
    return None


def _made(session: Session, sheet: Sheet) -> bytes:
    file = sheet.file
    with OwnedPageStore(page_store(), session).fetch(file.key, file.sha256) as path:
        made = shared_decoder().picture(path, file.media_type, sheet.place, sheet.turn, _SECONDS)
    if made is None:
        raise NotFoundError(f"page {sheet.number} of document {file.document_id} is a text", "Open the original file")
    return made.data

"""The words of a picture: its own, otherwise those that the local engine reads, otherwise a fixed line."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import DecodedPage, LayerPage, PageImage
from alfrd_luigi.errors import InvalidInputError, PermanentError, SettingsError
from alfrd_luigi.ocr import layout
from alfrd_luigi.ocr.engines import engine
from alfrd_luigi.ocr.port import Word
from alfrd_luigi.standin.pictures import Head
from alfrd_luigi.standin.refusals import RefusedError

UNREAD = "A page that nobody here can read"
_CONFIDENCE = 0.99

Rows = Sequence[Sequence[Word]]


def rows_of(text: str) -> Rows:
    """The words of a text in its lines, placed as by a typewriter."""
    lines = text.splitlines()
    width, height = max(map(len, lines), default=1) or 1, len(lines)
    return [row for number, line in enumerate(lines) if (row := _row(line, number, width, height))]


def recognised(data: bytes, head: Head) -> Rows:
    """The words of a file with one page. Raises RefusedError for one that cannot be opened, or has more pages."""
    with tempfile.NamedTemporaryFile(suffix=".page") as file:
        file.write(data)
        file.flush()
        try:
            page = _page(Path(file.name), head.media_type)
        except (InvalidInputError, PermanentError):
            raise RefusedError("BadDocumentException", "Request has a document that cannot be read.") from None
    match page:
        case PageImage():
            return _read(page)
        case LayerPage(words):
            return layout.rows(words)
        case _:
            raise RefusedError("UnsupportedDocumentException", "Request has unsupported document format")


def _page(path: Path, media_type: str) -> DecodedPage:
    if shared_decoder().inspect(path).pages > 1:
        raise RefusedError("UnsupportedDocumentException", "Request has a document of more than one page")
    return next(shared_decoder().pages(path, media_type))


def _read(page: PageImage) -> Rows:
    try:
        return layout.rows(engine("local").read(page).words)
    except SettingsError:  # no engine is installed
        return rows_of(UNREAD)


def _row(line: str, number: int, width: int, height: int) -> list[Word]:
    words, start = [], 0
    for text in line.split():
        start = line.index(text, start)
        end = start + len(text)
        words.append(
            Word(text, (start / width, (number + 0.1) / height, end / width, (number + 0.9) / height), _CONFIDENCE)
        )
        start = end
    return words

"""The decoder of this process, with the limits of the settings."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.invoice import EmbeddedInvoice
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import Contents, DecodedPage, FileInfo, Picture, SearchablePdf, SourceFile, Turn
from alfrd_luigi.settings import settings


@cache
def decoder() -> Decoder:
    """The decoder of this process, created at first use."""
    made = Decoder(megabytes=settings().decode_memory_mb, limits=Limits(pages=settings().max_pages))
    atexit.register(made.close)
    return made


def inspect(path: Path, seconds: float | None = None) -> FileInfo:
    """Describe the file, after decoding all of it. Raises InvalidInputError if it cannot become a document.

    Raises OverdueError after `seconds`.
    """
    return decoder().inspect(path, seconds)


def contents(path: Path, media_type: str, seconds: float | None = None) -> Contents:
    """What an inspected container holds. Raises InvalidInputError if it cannot be unpacked.

    Raises OverdueError after `seconds`, and TransientError if the child was killed from outside.
    """
    return decoder().contents(path, media_type, seconds)


def part(path: Path, media_type: str, index: int, seconds: float | None = None) -> bytes:
    """A file in an inspected container. Raises RefusalError if it cannot be unpacked, OverdueError after `seconds`.

    Raises TransientError if the child was killed from outside.
    """
    return decoder().part(path, media_type, index, seconds)


def pages(path: Path, media_type: str, encoding: Encoding | None = None) -> Iterator[DecodedPage]:
    """The pages of an inspected file, one at a time. Raises PermanentError if one cannot be decoded.

    A picture is returned as pixels, or, with an encoding, as a file that conforms to it.
    """
    return decoder().pages(path, media_type, encoding, text_layer=settings().pdf_text_layer)


def picture(
    path: Path, media_type: str, index: int, turn: Turn = "upright", seconds: float | None = None
) -> Picture | None:
    """A small picture of a page of an inspected image or PDF for people, None if the page is a text.

    It is turned upright if the writing on the page runs in the direction `turn`. Raises PermanentError if the page
    cannot be drawn, OverdueError after `seconds`, and TransientError if the child was killed from outside.
    """
    return decoder().picture(path, media_type, index, turn, seconds)


def searchable(files: Sequence[SourceFile], layers: bytes) -> SearchablePdf:
    """The inspected images and PDFs as one PDF, with words as invisible text; `layers` as for `Decoder.searchable`.

    Raises PermanentError if it cannot be made, and TransientError if the process that made it was killed from outside.
    """
    return decoder().searchable(files, layers)


def embedded_invoice(path: Path, media_type: str) -> EmbeddedInvoice | None:
    """The invoice that an inspected PDF has as an attachment, or that an XML file is. None if there is none.

    Raises TransientError if the process that opened it was killed from outside.
    """
    return decoder().embedded_invoice(path, media_type)

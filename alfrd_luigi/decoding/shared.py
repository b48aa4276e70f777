"""The decoder of this process, with the limits that the settings give."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import DecodedPage, FileInfo
from alfrd_luigi.settings import settings


@cache
def decoder() -> Decoder:
    """The one of this process, made when first asked for."""
    made = Decoder(megabytes=settings().decode_memory_mb, limits=Limits(pages=settings().max_pages))
    atexit.register(made.close)
    return made


def inspect(path: Path, seconds: float | None = None) -> FileInfo:
    """What the file is, decoded to its end; raises InvalidInputError if it cannot become a document.

    Raises OverdueError when that takes longer than `seconds`.
    """
    return decoder().inspect(path, seconds)


def pages(path: Path, media_type: str, encoding: Encoding | None = None) -> Iterator[DecodedPage]:
    """The pages of an inspected file, one at a time; raises PermanentError if one cannot be decoded.

    A picture comes as pixels, or, with an encoding, as a file that keeps to it.
    """
    return decoder().pages(path, media_type, encoding, text_layer=settings().pdf_text_layer)

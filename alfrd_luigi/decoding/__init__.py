"""Untrusted files -> pages. Whatever opens a file runs in a child process with a memory and a time limit."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import (
    Box,
    DecodedPage,
    EncodedPage,
    FileInfo,
    LayerPage,
    PageImage,
    TextPage,
    Word,
)
from alfrd_luigi.settings import settings

__all__ = [
    "Box",
    "DecodedPage",
    "Decoder",
    "EncodedPage",
    "Encoding",
    "FileInfo",
    "LayerPage",
    "Limits",
    "PageImage",
    "TextPage",
    "Word",
    "inspect",
    "pages",
    "shared",
]


@cache
def shared() -> Decoder:
    """The decoder of this process, with the limits that the settings give."""
    limits = Limits(pages=settings().max_pages)
    decoder = Decoder(megabytes=settings().decode_memory_mb, limits=limits)
    atexit.register(decoder.close)
    return decoder


def inspect(path: Path) -> FileInfo:
    """What the file is, decoded to its end; raises InvalidInputError if it cannot become a document."""
    return shared().inspect(path)


def pages(path: Path, media_type: str, encoding: Encoding | None = None) -> Iterator[DecodedPage]:
    """The pages of an inspected file, one at a time; raises PermanentError if one cannot be decoded.

    A picture comes as pixels, or, with an encoding, as a file that keeps to it.
    """
    return shared().pages(path, media_type, encoding, text_layer=settings().pdf_text_layer)

"""A document's files -> the text of its pages, in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alfrd_luigi import decoding
from alfrd_luigi.ocr import layout
from alfrd_luigi.ocr.port import OcrEngine, PageText, Word


def read_document(files: Sequence[tuple[Path, str]], engine: OcrEngine) -> list[PageText]:
    """The pages of the files, each a path and a media type, in the order given.

    The engine is only asked for pages that are pictures. Raises PermanentError when a file cannot be decoded, and
    what the engine raises.
    """
    return [
        read_page(page, engine)
        for path, media_type in files
        for page in decoding.pages(path, media_type, engine.encoding)
    ]


def read_page(page: decoding.DecodedPage, engine: OcrEngine) -> PageText:
    """The text of a decoded page."""
    match page:
        case decoding.TextPage(text):
            return PageText(text, (), 1.0 if text.strip() else None, "plain_text")
        case decoding.LayerPage(words):
            return PageText(layout.text_of(words), words, confidence(words), "text_layer")
        case decoding.PageImage() | decoding.EncodedPage():
            words = engine.read(page).words
            return PageText(layout.text_of(words), words, confidence(words), "ocr")


def confidence(words: Sequence[Word]) -> float | None:
    """The mean confidence, each word as heavy as it is long; None without words."""
    length = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / length if length else None

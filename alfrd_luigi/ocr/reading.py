"""Reads a document's files: the text of its pages, in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alfrd_luigi import current_work
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import DecodedPage, DoubtfulPage, EncodedPage, LayerPage, PageImage, TextPage, Turn
from alfrd_luigi.decoding.rotation import added as turned_twice
from alfrd_luigi.decoding.rotation import shown
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.ocr import layout, verification
from alfrd_luigi.ocr.port import OcrEngine, PageText, Reading, Source, Word
from alfrd_luigi.ocr.verification import upright
from alfrd_luigi.settings import settings

# All pages are kept in memory until they are stored: a document of 500 dense pages has about three million characters.
MOST_CHARACTERS = 30_000_000
# The memory of a word in characters of text: its box and its confidence need more than its letters.
_CHARACTERS_PER_WORD = 60


def read_document(files: Sequence[tuple[Path, str]], engine: OcrEngine) -> list[PageText]:
    """The pages of the files, each given as a path and a media type, in order.

    The engine is called only for pages that are pictures. Raises PermanentError if a file cannot be decoded, and the
    errors of the engine.
    """
    if any(media_type.startswith("image/") for _, media_type in files):
        engine.prepare()
    read: list[PageText] = []
    size = 0
    for path, media_type in files:
        for page in shared_decoder().pages(path, media_type, engine.encoding, text_layer=settings().pdf_text_layer):
            current_work.at_page(len(read) + 1)
            read.append(read_page(page, engine))
            size += len(read[-1].text) + len(read[-1].words) * _CHARACTERS_PER_WORD
            if size > MOST_CHARACTERS:
                raise PermanentError("the document holds more text than can be kept", "Split it into smaller documents")
    return read


def read_page(page: DecodedPage, engine: OcrEngine) -> PageText:
    """The text of a decoded page."""
    match page:
        case TextPage(text):
            return PageText(text, (), 1.0 if text.strip() else None, "plain_text")
        case LayerPage():
            return _of_layer(page)
        case DoubtfulPage():
            return _of_doubtful(page, engine)
        case PageImage() | EncodedPage():
            return _of_reading(engine.read(page))


def _of_layer(page: LayerPage, added: tuple[Word, ...] = ()) -> PageText:
    """The text of a layer with the words that recognition adds, and last the asides, each in its own direction."""
    parts = [(page.turn, (*upright(page.words, page.turn), *added))]
    parts += [(turn, upright(words, turn)) for turn, words in page.asides]
    texts, words = [], []
    for turn, part in parts:
        text, ordered = layout.arranged(part)
        texts.append(text)
        words += [word._replace(box=shown(word.box, turn)) for word in ordered]
    source: Source = "text_layer_and_ocr" if added else "text_layer"
    return PageText("\n".join(filter(None, texts)), tuple(words), confidence(words), source)


def _of_doubtful(page: DoubtfulPage, engine: OcrEngine) -> PageText:
    layer, reading = verification.joined(page, engine)
    if layer is None:
        return _of_reading(reading or Reading(()), page.layer.turn)
    return _of_layer(layer, reading.words if reading else ())


def _of_reading(reading: Reading, before: Turn = "upright") -> PageText:
    """The text of a picture, which was turned before it was read if the writing on the page runs in this direction."""
    text, words = layout.arranged(reading.words)
    turn = turned_twice(before, reading.turn) if reading.turn is not None else None
    return PageText(text, words, confidence(words), "ocr", reading.unread, turn)


def confidence(words: Sequence[Word]) -> float | None:
    """The mean confidence, weighted by the length of the words; None without words."""
    length = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / length if length else None

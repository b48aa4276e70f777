"""The one port to text recognition: a picture of a page in, words with boxes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from alfrd_luigi.decoding.model import Box, PageImage, Word

__all__ = ["Box", "OcrEngine", "PageImage", "PageText", "Word"]


@dataclass(frozen=True)
class PageText:
    """The text of one page, lines in reading order.

    `confidence` is the mean of its words, each as heavy as it is long; 1.0 for plain text, which has no words; None
    for an empty page.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float | None
    source: Literal["text_layer", "ocr", "plain_text"]


class OcrEngine(Protocol):
    """What reads a picture. Engines are shared between threads, so `read` must be thread-safe."""

    name: str

    def read(self, image: PageImage) -> tuple[Word, ...]:
        """Words in any order; raises TransientError or PermanentError."""
        ...

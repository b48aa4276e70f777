"""The one port to text recognition: a picture of a page in, words with boxes out."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from alfrd_luigi.decoding.limits import Encoding
from alfrd_luigi.decoding.model import Box, EncodedPage, PageImage, Word
from alfrd_luigi.services.usage import Usage

__all__ = ["Box", "EncodedPage", "Encoding", "OcrEngine", "PageImage", "PageText", "Reading", "Word"]

Picture = PageImage | EncodedPage


class PageText(NamedTuple):
    """The text of one page, lines in reading order.

    `confidence` is the mean of its words, each as heavy as it is long; 1.0 for plain text, which has no words; None
    for an empty page.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float | None
    source: Literal["text_layer", "ocr", "plain_text"]


class Reading(NamedTuple):
    """The words of a picture in any order, and what the call used."""

    words: tuple[Word, ...]
    usage: Usage = Usage()


class OcrEngine(Protocol):
    """What reads a picture. Engines are shared between threads, so `read` must be thread-safe.

    `service` names the service that is called and paid, None where pages are read on this machine; `encoding` says
    which files it takes, None for pixels.
    """

    name: str
    service: str | None
    encoding: Encoding | None

    def prepare(self) -> None:
        """A picture is on its way: begin to load what the first one needs, and return at once."""
        ...

    def read(self, picture: Picture) -> Reading:
        """Make one attempt; raises TransientError, PermanentError, or SettingsError where no document is at fault."""
        ...

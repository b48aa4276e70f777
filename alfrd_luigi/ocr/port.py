"""The port to text recognition: takes a picture of a page, returns words with boxes."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from alfrd_luigi.decoding.limits import Encoding
from alfrd_luigi.decoding.model import Box, EncodedPage, PageImage, Word
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage

__all__ = ["Box", "EncodedPage", "Encoding", "OcrEngine", "PageImage", "PageText", "Reading", "Word"]

Picture = PageImage | EncodedPage


class PageText(NamedTuple):
    """The text of one page, with lines in reading order.

    `confidence` is the mean of its words, weighted by length. It is 1.0 for plain text, which has no words, and None
    for an empty page.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float | None
    source: Literal["text_layer", "ocr", "plain_text"]


class Reading(NamedTuple):
    """The words of a picture in any order, and the usage of the call."""

    words: tuple[Word, ...]
    usage: Usage = Usage()


class OcrEngine(Protocol):
    """An engine that reads pictures. Threads share engines, so `read` must be thread-safe.

    `service` is the paid service that is called, or None if pages are read on this machine. `encoding` describes the
    files that it accepts, None for pixels. `libraries` are those that the first picture loads.
    """

    name: str
    service: PaidService | None
    libraries: tuple[str, ...]
    encoding: Encoding | None

    def prepare(self) -> None:
        """Begin to load what the first picture needs, and return at once."""
        ...

    def read(self, picture: Picture) -> Reading:
        """Make one attempt. Raises TransientError, PermanentError, or SettingsError if no document is at fault."""
        ...

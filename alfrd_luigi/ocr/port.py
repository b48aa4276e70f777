"""The port to text recognition: takes a picture of a page, returns words with boxes."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from alfrd_luigi.decoding.limits import Encoding
from alfrd_luigi.decoding.model import Box, EncodedPage, PageImage, Turn, Word
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage

__all__ = ["Box", "EncodedPage", "Encoding", "OcrEngine", "PageImage", "PageText", "Reading", "Source", "Word"]

Picture = PageImage | EncodedPage


Source = Literal["text_layer", "ocr", "text_layer_and_ocr", "plain_text"]


class PageText(NamedTuple):
    """The text of one page, with lines in reading order, and its words in the order of the text.

    `confidence` is the mean of its words, weighted by length. It is 1.0 for plain text, which has no words, and None
    for an empty page. `unread` is the share of its lines, from 0 to 1, that could not be read; None if it is not known.
    `turn` is the direction of writing on the page as its file shows it, if the boxes are on the page turned upright;
    "upright" if they are on the page as it is shown, None if that is not known.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float | None
    source: Source
    unread: float | None = None
    turn: Turn | None = "upright"


class Reading(NamedTuple):
    """The words of a picture in any order, and the usage of the call.

    `unread` is the share of the page's lines, from 0 to 1, that the engine found and could not read, mostly because it
    does not know the script. It is 0 if the share is as small as on an ordinary page, None if the engine cannot tell.
    `turn` is the direction of writing on the picture. The boxes are on the picture turned upright. None: not known.
    """

    words: tuple[Word, ...]
    usage: Usage = Usage()
    unread: float | None = None
    turn: Turn | None = "upright"


class OcrEngine(Protocol):
    """An engine that reads pictures. Threads share engines, so `read` must be thread-safe.

    `service` is the paid service that is called, or None if pages are read on this machine. `encoding` describes the
    files that it accepts, None for pixels. `libraries` are those that the first picture loads.
    """

    name: str
    service: PaidService | None
    libraries: tuple[str, ...]
    encoding: Encoding | None

    def check(self) -> None:
        """Raise SettingsError if something else than its `libraries` is missing on this machine. Fast."""
        ...

    def prepare(self) -> None:
        """Begin to load what the first picture needs, and return at once."""
        ...

    def read(self, picture: Picture) -> Reading:
        """Make one attempt. Raises TransientError, PermanentError, or SettingsError if no document is at fault."""
        ...

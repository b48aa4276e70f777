"""The parts of a decoded file: pixels and text only, so that no imaging library is needed here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]
# A container holds files, which may be documents.
Kind = Literal["image", "pdf", "text", "container"]
# The direction of writing on a page that is not turned yet.
Turn = Literal["upright", "down", "upside_down", "up"]
Doubt = Literal["words", "ink"]


class Word(NamedTuple):
    """A word or a short run of text. `box` is (left, top, right, bottom) as fractions of the page, 0 to 1."""

    text: str
    box: Box
    confidence: float


class PageImage(NamedTuple):
    """A decoded page: `pixels` is raw 8-bit RGB, row by row, width * height * 3 bytes."""

    width: int
    height: int
    pixels: bytes


class EncodedPage(NamedTuple):
    """A page as an image file: `data` is of `media_type`, upright, and `width` by `height` pixels."""

    media_type: str
    data: bytes
    width: int
    height: int


class Picture(NamedTuple):
    """A small picture of a page for people: a WebP file of `width` by `height` pixels."""

    data: bytes
    width: int
    height: int


class SourceFile(NamedTuple):
    """An inspected file, with the number of its pages."""

    path: Path
    media_type: str
    pages: int


class SearchablePdf(NamedTuple):
    """A PDF with its number of pages. `left` is the number of files whose pages got no text."""

    data: bytes
    pages: int
    left: int


class FileInfo(NamedTuple):
    """The description of a file, from its content. `pages` is 1 or more."""

    media_type: str
    kind: Kind
    pages: int


class TextPage(NamedTuple):
    """A page of a plain text file."""

    text: str


class Aside(NamedTuple):
    """Words that run in another direction than the rest of their page, such as an imprint along its edge."""

    turn: Turn
    words: tuple[Word, ...]


class Refusal(NamedTuple):
    """Why a file is not taken: the end of a sentence that begins with its name, and what to do."""

    predicate: str
    hint: str


class Part(NamedTuple):
    """A file in a container. `name` is as it is written there: it may be a path, or anything."""

    name: str
    refused: Refusal | None = None


class Contents(NamedTuple):
    """What a container holds. `note` is what it says about its parts; with `has_body` it has a text of its own."""

    parts: tuple[Part, ...]
    note: str = ""
    has_body: bool = False


class LayerPage(NamedTuple):
    """A PDF page with a usable text layer: its words in the order of the file, which may differ from reading order.

    `turn` is the direction of its words. All boxes are on the page as it is shown.
    """

    words: tuple[Word, ...]
    turn: Turn = "upright"
    asides: tuple[Aside, ...] = ()


class Doubted(NamedTuple):
    """In the child process, what becomes a DoubtfulPage: its picture is not a message yet."""

    layer: LayerPage
    picture: Image
    doubts: frozenset[Doubt]


class DoubtfulPage(NamedTuple):
    """A PDF page whose text layer may differ from what the page shows, and its picture, turned upright.

    `doubts` says why: "words" (they may not be the printed ones) and "ink" (there is print that the layer lacks).
    """

    layer: LayerPage
    picture: PageImage | EncodedPage
    doubts: frozenset[Doubt]


DecodedPage = TextPage | LayerPage | DoubtfulPage | PageImage | EncodedPage

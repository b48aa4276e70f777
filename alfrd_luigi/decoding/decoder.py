"""Files -> what they are, and their pages, with all opening of files done in child processes."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from alfrd_luigi.decoding import formats, wire
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import DecodedPage, EncodedPage, FileInfo, LayerPage, PageImage, TextPage, Word
from alfrd_luigi.decoding.process import DecodingProcess
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.errors import InvalidInputError, PermanentError
from alfrd_luigi.names import printable

# Two: so that one slow file does not hold up every other. Decoding is a small part of a page's time.
CHILDREN = 2


class Decoder:
    """Decodes files in a few child processes; may be shared between threads.

    `megabytes` bounds the address space of a child, `seconds` the time of one request: the check of a whole file, or
    the decoding of one page. What exceeds them ends that child alone.
    """

    def __init__(self, megabytes: int = 1536, seconds: float = 120, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._children = [DecodingProcess(megabytes, seconds) for _ in range(CHILDREN)]
        self._idle: queue.LifoQueue[DecodingProcess] = queue.LifoQueue()
        for child in self._children:
            self._idle.put(child)

    def inspect(self, path: Path) -> FileInfo:
        """What the file is, decoded to its end; raises InvalidInputError if it cannot become a document."""
        with _telling(path, InvalidInputError):
            header, _ = self._ask(path, operation="inspect")
        media_type = str(header["media_type"])
        return FileInfo(media_type, formats.kind_of(media_type), int(header["pages"]))

    def pages(
        self, path: Path, media_type: str, encoding: Encoding | None = None, *, text_layer: bool = True
    ) -> Iterator[DecodedPage]:
        """The pages of an inspected file, one at a time; raises PermanentError if one cannot be decoded.

        A picture comes as pixels, or, with an encoding, as a file that keeps to it. Without `text_layer` every page of
        a PDF is a picture.
        """
        wanted = {"encoding": encoding and asdict(encoding), "text_layer": text_layer}
        index, total = 0, 1
        while index < total:
            with _telling(path, PermanentError):
                header, body = self._ask(path, operation="page", media_type=media_type, index=index, **wanted)
                page = _page(header, body, encoding)
            yield page
            index, total = index + 1, int(header["pages"])

    def close(self) -> None:
        """End the child processes; the next request starts one again."""
        for child in self._children:
            child.close()

    def _ask(self, path: Path, **request: object) -> wire.Message:
        child = self._idle.get()
        try:
            return child.ask({"path": str(path.absolute()), "limits": asdict(self._limits), **request})
        finally:
            self._idle.put(child)


@contextmanager
def _telling(path: Path, error: type[InvalidInputError | PermanentError]) -> Iterator[None]:
    """Turn a refusal into an error that names the file; its name is escaped, for it may hold line breaks."""
    try:
        yield
    except RefusalError as refusal:
        raise error(f"{printable(path.name)} {refusal.predicate}", refusal.hint) from refusal


def _page(header: wire.Header, body: bytes, encoding: Encoding | None) -> DecodedPage:
    """The page in an answer; raises RefusalError if the answer contradicts itself, or is not what was asked for."""
    if "text" in header:
        return TextPage(str(header["text"]))
    if "words" in header:
        return LayerPage(tuple(_word(word) for word in header["words"]))
    width, height = int(header["width"]), int(header["height"])
    if encoding is not None and 0 < len(body) <= encoding.bytes and max(width, height) <= encoding.side:
        return EncodedPage(str(header["media_type"]), body, width, height)
    if encoding is not None or len(body) != width * height * 3:
        raise RefusalError("makes the decoder fail", "Scan or export it again")
    return PageImage(width, height, body)


def _word(word: wire.Header) -> Word:
    left, top, right, bottom = (float(edge) for edge in word["box"])
    return Word(str(word["text"]), (left, top, right, bottom), float(word["confidence"]))

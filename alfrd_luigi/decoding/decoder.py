"""Inspects files and decodes their pages. Child processes do all opening of files."""

from __future__ import annotations

import atexit
import queue
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from alfrd_luigi.decoding import answers, wire
from alfrd_luigi.decoding.invoice import EmbeddedInvoice
from alfrd_luigi.decoding.limits import MOST_CONTENT, Encoding, Limits, PictureSize
from alfrd_luigi.decoding.model import Contents, DecodedPage, FileInfo, Picture, SearchablePdf, SourceFile, Turn
from alfrd_luigi.decoding.process import DecodingProcess, KilledError
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.errors import InvalidInputError, PermanentError, TransientError
from alfrd_luigi.names import printable
from alfrd_luigi.settings import settings

# Two, so that one slow file does not block all others. Decoding is a small part of a page's time. The second child is
# started only when a caller has waited this many seconds: most files take less time than starting a process.
CHILDREN = 2
_PATIENCE = 0.2


class Decoder:
    """Decodes files in a few child processes. Threads may share it.

    `megabytes` limits the address space of a child, `seconds` the time of one request: the check of a whole file, or
    the decoding of one page. A request that exceeds a limit ends only its child. All pages of one file together may
    take `file_seconds`.
    """

    def __init__(
        self, megabytes: int = 1536, seconds: float = 120, limits: Limits | None = None, file_seconds: float = 1800
    ) -> None:
        self._limits = limits or Limits()
        self._file_seconds = file_seconds
        self._children = [DecodingProcess(megabytes, seconds) for _ in range(CHILDREN)]
        self._idle: queue.SimpleQueue[DecodingProcess] = queue.SimpleQueue()
        self._unused: queue.SimpleQueue[DecodingProcess] = queue.SimpleQueue()
        self._idle.put(self._children[0])
        for child in self._children[1:]:
            self._unused.put(child)

    def inspect(self, path: Path, seconds: float | None = None) -> FileInfo:
        """Describe the file, after decoding all of it. Raises InvalidInputError if it cannot become a document.

        Raises OverdueError after `seconds`. The decoder's own time limit refuses the file.
        """
        with _telling(path, InvalidInputError):
            return answers.file_info(self._inspected(path, seconds), self._limits)

    def contents(self, path: Path, media_type: str, seconds: float | None = None) -> Contents:
        """What an inspected container holds. Raises InvalidInputError if it cannot be unpacked.

        Raises OverdueError after `seconds`, and TransientError if the child was killed from outside.
        """
        with _telling(path, InvalidInputError):
            header, _ = self._ask(path, operation="contents", media_type=media_type, **_within(seconds))
            return answers.contents(header, self._limits)

    def part(self, path: Path, media_type: str, index: int, seconds: float | None = None) -> bytes:
        """A file in an inspected container. Raises RefusalError if it cannot be unpacked, OverdueError after `seconds`.

        Raises TransientError if the child was killed from outside.
        """
        try:
            return self._ask(path, operation="part", media_type=media_type, index=index, **_within(seconds))[1]
        except KilledError as death:
            raise TransientError(*_killed(path)) from death

    def pages(
        self, path: Path, media_type: str, encoding: Encoding | None = None, *, text_layer: bool = True
    ) -> Iterator[DecodedPage]:
        """The pages of an inspected file, one at a time. Raises PermanentError if one cannot be decoded.

        Raises TransientError if the child was killed from outside, because a retry may succeed. A picture is returned
        as pixels, or, with an encoding, as a file that conforms to it. Without `text_layer`, every page of a PDF is a
        picture.
        """
        wanted = {"encoding": encoding and encoding._asdict(), "text_layer": text_layer}
        index, total, seconds = 0, 1, 0.0
        while index < total:
            started = time.monotonic()
            with _telling(path, PermanentError):
                self._check_time(seconds)
                header, body = self._ask(path, operation="page", media_type=media_type, index=index, **wanted)
                page, total = answers.page(header, body, encoding), answers.total(header, self._limits)
            index, seconds = index + 1, seconds + time.monotonic() - started
            yield page

    def picture(
        self, path: Path, media_type: str, index: int, turn: Turn = "upright", seconds: float | None = None
    ) -> Picture | None:
        """A small picture of a page of an inspected image or PDF for people, None if the page is a text.

        It is turned upright if the writing on the page runs in the direction `turn`. Raises PermanentError if the page
        cannot be drawn, OverdueError after `seconds`, and TransientError if the child was killed from outside.
        """
        size = PictureSize()
        asked = {"media_type": media_type, "index": index, "turn": turn, "size": size._asdict(), **_within(seconds)}
        with _telling(path, PermanentError):
            return answers.picture(self._ask(path, operation="picture", **asked)[1], size)

    def searchable(self, files: Sequence[SourceFile], layers: bytes) -> SearchablePdf:
        """The inspected images and PDFs as one PDF, with words as invisible text.

        `layers` is JSON: for each file a list with an entry for each page, which is null or has `turn` and `words`,
        each with its text and edges. Raises PermanentError if it cannot be made, and TransientError if the child was
        killed from outside.
        """
        asked = [
            {"path": str(file.path.absolute()), "media_type": file.media_type, "pages": file.pages} for file in files
        ]
        with _telling(files[0].path, PermanentError):
            if len(layers) > MOST_CONTENT:
                raise RefusalError("has too many words for a text layer", "Get the original instead")
            header, body = self._ask(files[0].path, operation="searchable", files=asked, content=layers)
            return answers.searchable(header, body, self._limits)

    def embedded_invoice(self, path: Path, media_type: str) -> EmbeddedInvoice | None:
        """The invoice that an inspected PDF has as an attachment, or that an XML file is. None if there is none.

        A file that makes the child fail has an invoice that cannot be used. Raises TransientError if the child was
        killed from outside, because a retry may succeed.
        """
        with _telling(path, PermanentError):
            try:
                header, _ = self._ask(path, operation="invoice", media_type=media_type)
                return answers.embedded_invoice(header)
            except RefusalError as refusal:
                return EmbeddedInvoice("", None, refusal.predicate)

    def close(self) -> None:
        """End the child processes. The next request starts one again."""
        for child in self._children:
            child.close()

    def _inspected(self, path: Path, seconds: float | None) -> wire.Header:
        wanted = {"operation": "inspect", **_within(seconds)}
        with suppress(KilledError):
            return self._ask(path, **wanted)[0]
        # The machine may be at fault: retry once. More retries could block the inbox for good.
        try:
            return self._ask(path, **wanted)[0]
        except KilledError as error:
            problem = "cannot be opened: the process that opened it was killed twice"
            raise RefusalError(problem, "Free some memory, then put it back in the inbox") from error

    def _check_time(self, seconds: float) -> None:
        if seconds > self._file_seconds:
            raise RefusalError(f"takes more than {self._file_seconds:g} s to decode", "Split it into smaller files")

    def _ask(self, path: Path, **request: Any) -> wire.Message:
        child, content = self._free_child(), request.pop("content", b"")
        try:
            asked = {"path": str(path.absolute()), "limits": self._limits._asdict(), **request}
            return child.ask(asked, self._most_header(request), self._most_body(request), content)
        finally:
            self._idle.put(child)

    def _free_child(self) -> DecodingProcess:
        with suppress(queue.Empty):
            return self._idle.get(timeout=_PATIENCE)
        with suppress(queue.Empty):
            return self._unused.get_nowait()
        return self._idle.get()

    def _most_header(self, request: Mapping[str, Any]) -> int:
        if request["operation"] == "contents":
            return self._limits.most_contents_bytes
        return self._limits.most_header_bytes

    def _most_body(self, request: Mapping[str, Any]) -> int:
        """The maximum size in bytes of a part, a PDF, a picture, a page as an encoding makes it, or its pixels."""
        if request["operation"] in ("part", "searchable"):
            return self._limits.part_bytes
        if request["operation"] == "picture":
            return int(request["size"]["bytes"])
        encoding = request.get("encoding")
        return int(encoding["bytes"]) if encoding else self._limits.most_pixel_bytes


@cache
def shared_decoder() -> Decoder:
    """The decoder of this process with the limits of the settings, created at first use."""
    made = Decoder(megabytes=settings().decode_memory_mb, limits=Limits(pages=settings().max_pages))
    atexit.register(made.close)
    return made


@contextmanager
def _telling(path: Path, error: type[InvalidInputError | PermanentError]) -> Iterator[None]:
    """Turn a refusal into an error that names the file. Its name is escaped because it may contain line breaks."""
    try:
        yield
    except RefusalError as refusal:
        raise error(f"{printable(path.name)} {refusal.predicate}", refusal.hint) from refusal
    except KilledError as death:
        raise TransientError(*_killed(path)) from death


def _killed(path: Path) -> tuple[str, str]:
    problem = f"{printable(path.name)} was not decoded: the process that opened it was killed"
    return problem, "Free some memory; a later run tries again"


def _within(seconds: float | None) -> dict[str, float]:
    return {} if seconds is None else {"seconds": max(seconds, 0.001)}

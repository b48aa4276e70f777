"""The child's answers -> what they say. A file may have taken the child over, so that nothing in them is believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from alfrd_luigi.decoding import formats, wire
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import DecodedPage, EncodedPage, FileInfo, LayerPage, PageImage, TextPage, Word
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.names import printable

_MOST_REASON = 300  # characters; no reason of ours is as long
_ODD = (LookupError, TypeError, ValueError, ArithmeticError)


def failing() -> RefusalError:
    """Why a file is refused at which the child did not do what it should."""
    return RefusalError("makes the decoder fail", "Scan or export it again")


def check_refused(header: wire.Header) -> None:
    """Raises RefusalError when the child refuses the file, in the child's words, on one line."""
    if "refused" in header:
        predicate, hint = (printable(str(header.get(part, "")))[:_MOST_REASON] for part in ("refused", "hint"))
        raise RefusalError(predicate, hint)


def file_info(header: wire.Header, limits: Limits) -> FileInfo:
    """What a file is; raises RefusalError for what cannot be."""
    with _doubted():
        media_type = str(header["media_type"])
        formats.NAMES[media_type]
        return FileInfo(media_type, formats.kind_of(media_type), total(header, limits))


def total(header: wire.Header, limits: Limits) -> int:
    """The number of pages of the file; raises RefusalError for what cannot be."""
    with _doubted():
        pages = int(header["pages"])
    if not 1 <= pages <= limits.pages:
        raise failing()
    return pages


def page(header: wire.Header, body: bytes, encoding: Encoding | None) -> DecodedPage:
    """The page in an answer; raises RefusalError if the answer contradicts itself, or is not what was asked for."""
    with _doubted():
        if "text" in header:
            return TextPage(str(header["text"]))
        if "words" in header:
            return LayerPage(tuple(_word(word) for word in header["words"]))
        return _picture(header, body, encoding)


def _picture(header: wire.Header, body: bytes, encoding: Encoding | None) -> DecodedPage:
    width, height = int(header["width"]), int(header["height"])
    if encoding is not None and 0 < len(body) <= encoding.bytes and max(width, height) <= encoding.side:
        return EncodedPage(str(header["media_type"]), body, width, height)
    if encoding is not None or len(body) != width * height * 3:
        raise failing()
    return PageImage(width, height, body)


def _word(word: Sequence[Any]) -> Word:
    text, box, confidence = word
    left, top, right, bottom = (_part(edge) for edge in box)
    return Word(str(text), (left, top, right, bottom), _part(confidence))


def _part(value: float) -> float:
    # Written so that "not a number" is refused as well.
    if not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)


@contextmanager
def _doubted() -> Iterator[None]:
    try:
        yield
    except _ODD as error:
        raise failing() from error

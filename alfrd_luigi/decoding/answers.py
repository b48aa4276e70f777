"""Validates the child's answers. A file may have taken control of the child, so nothing in them is trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, get_args

from alfrd_luigi.decoding import formats, webp, wire
from alfrd_luigi.decoding.invoice import EmbeddedInvoice, from_json
from alfrd_luigi.decoding.limits import MOST_NAME, Encoding, Limits, PictureSize
from alfrd_luigi.decoding.model import (
    Aside,
    Contents,
    DecodedPage,
    Doubt,
    DoubtfulPage,
    EncodedPage,
    FileInfo,
    LayerPage,
    PageImage,
    Part,
    Picture,
    Refusal,
    SearchablePdf,
    TextPage,
    Turn,
    Word,
)
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.names import printable

_MOST_REASON = 300  # characters; our own reasons are shorter
_TURNS: tuple[Turn, ...] = get_args(Turn)
_DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
_PDF = b"%PDF-"
_ODD = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


def failing() -> RefusalError:
    """The reason for refusing a file that made the child fail."""
    return RefusalError("makes the decoder fail", "Scan or export it again")


def check_refused(header: wire.Header) -> None:
    """Raise RefusalError if the child refuses the file, with the child's reason on one line."""
    if "refused" in header:
        predicate, hint = (_one_line(header.get(part, "")) for part in ("refused", "hint"))
        raise RefusalError(predicate, hint)


def file_info(header: wire.Header, limits: Limits) -> FileInfo:
    """The description of a file. Raises RefusalError for an impossible one."""
    with _doubted():
        media_type = str(header["media_type"])
        formats.NAMES[media_type]
        kind = "container" if header["is_container"] else formats.kind_of(media_type)
        return FileInfo(media_type, kind, total(header, limits))


def contents(header: wire.Header, limits: Limits) -> Contents:
    """What a container holds. Raises RefusalError for an impossible answer."""
    with _doubted():
        parts = tuple(_part_of(*part) for part in header["parts"])
        note, has_body = str(header["note"])[: limits.note_characters], bool(header["has_body"])
    if len(parts) > limits.parts:
        raise failing()
    return Contents(parts, note, has_body)


def _part_of(name: Any, refused: Any) -> Part:
    if refused is None:
        return Part(str(name)[:MOST_NAME])
    predicate, hint = (printable(str(said))[:_MOST_REASON] for said in refused)
    return Part(str(name)[:MOST_NAME], Refusal(predicate, hint))


def total(header: wire.Header, limits: Limits) -> int:
    """The number of pages of the file. Raises RefusalError for an impossible one."""
    with _doubted():
        pages = int(header["pages"])
    if not 1 <= pages <= limits.pages:
        raise failing()
    return pages


def page(header: wire.Header, body: bytes, encoding: Encoding | None) -> DecodedPage:
    """The page in an answer. Raises RefusalError if the answer is inconsistent, or is not what was requested."""
    with _doubted():
        if "text" in header:
            return TextPage(str(header["text"]))
        if "doubts" in header:
            return DoubtfulPage(_layer(header), _picture(header, body, encoding), _doubts(header))
        return _layer(header) if "words" in header else _picture(header, body, encoding)


def picture(body: bytes, size: PictureSize) -> Picture | None:
    """The picture of a page; None if the page is a text. Raises RefusalError if it is not what was requested."""
    if not body:
        return None
    found = webp.size(body)
    if found is None or found[0] > size.width or found[1] > size.height or len(body) > size.bytes:
        raise failing()
    return Picture(body, *found)


def searchable(header: wire.Header, body: bytes, limits: Limits) -> SearchablePdf:
    """The PDF of a document. Raises RefusalError if it is none."""
    with _doubted():
        pages, left = int(header["pages"]), int(header["left"])
    if not body.startswith(_PDF) or pages < 1 or left < 0 or len(body) > limits.part_bytes:
        raise failing()
    return SearchablePdf(body, pages, left)


def embedded_invoice(header: wire.Header) -> EmbeddedInvoice | None:
    """The invoice in a file, None if there is none. Raises RefusalError for an impossible one."""
    with _doubted():
        found = header["embedded"]
        if found is None:
            return None
        file, problem = (_one_line(found[part]) for part in ("file", "problem"))
        return EmbeddedInvoice(file, from_json(found["invoice"]) if found["invoice"] else None, problem)


def _one_line(text: str) -> str:
    return printable(str(text))[:_MOST_REASON]


def _layer(header: wire.Header) -> LayerPage:
    asides = tuple(Aside(_turn(turn), _words(words)) for turn, words in header["asides"])
    return LayerPage(_words(header["words"]), _turn(header["turn"]), asides)


def _turn(given: str) -> Turn:
    return _TURNS[_TURNS.index(given)]


def _doubts(header: wire.Header) -> frozenset[Doubt]:
    return frozenset(_DOUBTS[_DOUBTS.index(given)] for given in header["doubts"])


def _picture(header: wire.Header, body: bytes, encoding: Encoding | None) -> PageImage | EncodedPage:
    width, height = int(header["width"]), int(header["height"])
    if min(width, height) < 1:
        raise failing()
    if encoding is not None and 0 < len(body) <= encoding.bytes and max(width, height) <= encoding.side:
        return EncodedPage(str(header["media_type"]), body, width, height)
    if encoding is not None or len(body) != width * height * 3:
        raise failing()
    return PageImage(width, height, body)


def _words(words: Sequence[Any]) -> tuple[Word, ...]:
    return tuple(_word(word) for word in words)


def _word(word: Sequence[Any]) -> Word:
    text, box, confidence = word
    left, top, right, bottom = (_part(edge) for edge in box)
    return Word(str(text), (left, top, right, bottom), _part(confidence))


def _part(value: float) -> float:
    # The comparison also refuses "not a number".
    if not 0 <= value <= 1:
        raise ValueError(value)
    return float(value)


@contextmanager
def _doubted() -> Iterator[None]:
    try:
        yield
    except _ODD as error:
        raise failing() from error

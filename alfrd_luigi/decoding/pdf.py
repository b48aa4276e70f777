"""PDF files through PDFium: verified, or one page as the words of its text layer, or as an RGB picture.

Runs only in the child process (PDFium is not thread-safe, and a malformed file can crash it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL.Image import Image
from pypdfium2 import raw

from alfrd_luigi.decoding import formats, images, layer, placeholder, plain_text, screen, spaced_letters
from alfrd_luigi.decoding.annotations import with_annotations
from alfrd_luigi.decoding.layer import LayerWord
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Doubted, LayerPage, TextPage, Turn
from alfrd_luigi.decoding.placeholder import Attached
from alfrd_luigi.decoding.refusal import RefusalError

POINTS_PER_INCH = 72
_DAMAGED = ("is a damaged PDF", "Export or scan it again")
# By PDFium's last error. For "no such file" see `_forget_last_error`.
_REFUSALS = {
    raw.FPDF_ERR_PASSWORD: ("is an encrypted PDF", "Remove its password and add it again"),
    raw.FPDF_ERR_SECURITY: ("is a PDF with an unknown encryption", "Export it again without"),
    raw.FPDF_ERR_FILE: ("is a PDF without pages", "Export it again from the program that made it"),
}

Page = LayerPage | Doubted | TextPage | Image


def count(path: Path, limits: Limits) -> int:
    """The number of pages, each of which can be loaded. Raises RefusalError if they are a placeholder."""
    with opened(path) as document:
        placeholder.check_form(document)
        attached = placeholder.attached(document, limits)
        total = sum(_count_attached(each, limits) for each in attached) if attached else len(document)
        if total > limits.pages:
            raise RefusalError(f"has {total} pages; {limits.pages} is the limit", "Split it into smaller files")
        _load(document)
    return total


def page(path: Path, index: int, limits: Limits, *, text_layer: bool) -> tuple[int, Page]:
    """The number of pages, and one of them: its text layer if that is requested and usable, otherwise its picture.

    A layer that may differ from what the page shows comes with the picture. If the pages are only the cover of attached
    files, the pages are those of the files.
    """
    with opened(path) as document:
        attached = placeholder.attached(document, limits)
        if not attached:
            return len(document), _page(document, index, limits, text_layer=text_layer)
        pages = [(each, number) for each in attached for number in range(_count_attached(each, limits))]
        return len(pages), _attached_page(*pages[index], limits, text_layer=text_layer)


def _page(document: pypdfium2.PdfDocument, index: int, limits: Limits, *, text_layer: bool) -> Page:
    sheet = with_annotations(document, index)
    found = _layer(sheet, limits) if text_layer else None
    return found or _render(sheet, limits, "upright")


def _load(document: pypdfium2.PdfDocument) -> None:
    for index in range(len(document)):
        document[index].close()


def _count_attached(file: Attached, limits: Limits) -> int:
    with _telling(file):
        match formats.kind_of(file.media_type):
            case "pdf":
                with opened(file.content) as document:
                    _check_nested(document, limits)
                    _load(document)
                    return len(document)
            case "image":
                return images.count(BytesIO(file.content), file.media_type, limits)
            case _:
                return len(plain_text.checked(plain_text.pages_of(file.content), limits))


def _attached_page(file: Attached, number: int, limits: Limits, *, text_layer: bool) -> Page:
    with _telling(file):
        match formats.kind_of(file.media_type):
            case "pdf":
                with opened(file.content) as document:
                    return _page(document, number, limits, text_layer=text_layer)
            case "image":
                return images.page(BytesIO(file.content), file.media_type, number, limits)[1]
            case _:
                return TextPage(plain_text.checked(plain_text.pages_of(file.content), limits)[number])


def _check_nested(document: pypdfium2.PdfDocument, limits: Limits) -> None:
    placeholder.check_form(document)
    if placeholder.attached(document, limits):
        raise RefusalError("is itself a cover of attached files", placeholder.ALONE)


@contextmanager
def _telling(file: Attached) -> Iterator[None]:
    """Say which of the attached files a refusal is about."""
    try:
        yield
    except RefusalError as refusal:
        raise RefusalError(f"has an attached file, {file.name}, which {refusal.predicate}", refusal.hint) from refusal


def _forget_last_error() -> None:
    """Set the last error to "no such file".

    PDFium keeps the error of an earlier file until there is another one, and sets none for a file without pages.
    """
    raw.FPDF_LoadDocument(b"\0", None)


@contextmanager
def opened(file: Path | bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, open while the context lasts. Raises RefusalError."""
    _forget_last_error()
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise RefusalError(*_REFUSALS.get(raw.FPDF_GetLastError(), _DAMAGED)) from error
    try:
        yield document
    finally:
        document.close()


def _layer(sheet: pypdfium2.PdfPage, limits: Limits) -> LayerPage | Doubted | None:
    """The layer, with the page's picture if it is doubtful; None if it is not text."""
    words: Sequence[LayerWord] = layer.words(sheet, limits)
    is_scan = screen.is_scan(sheet)
    if not is_scan:  # a scanner's boxes are too rough for it
        width, height = sheet.get_size()
        words = spaced_letters.joined(words, width / height)
    if not layer.serves(words, is_scan=is_scan):
        return None
    seen, doubts = screen.screened(sheet, words, is_scan=is_scan)
    if len(seen) < len(words) and not layer.serves(seen, is_scan=is_scan):
        return None
    found = layer.page_of(seen)
    return Doubted(found, _render(sheet, limits, found.turn), doubts) if doubts else found


def _render(sheet: pypdfium2.PdfPage, limits: Limits, turn: Turn) -> Image:
    """The page as a picture, turned upright if its writing runs in this direction."""
    full = limits.dots_per_inch / POINTS_PER_INCH
    width, height = sheet.get_size()
    scale = full * limits.scale(width * full, height * full)
    picture: Image = sheet.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    return images.turned_upright(picture, turn)

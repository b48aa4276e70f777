"""PDF files through PDFium: verified, or one page as the words of its text layer, or as an RGB picture.

Runs only in the child process (PDFium is not thread-safe, and a malformed file can crash it).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from alfrd_luigi.decoding import layer
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import LayerPage
from alfrd_luigi.decoding.refusal import RefusalError

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_PER_INCH = 72
_DAMAGED = ("is a damaged PDF", "Export or scan it again")
# By PDFium's last error. For "no such file" see `_forget_last_error`.
_REFUSALS = {
    raw.FPDF_ERR_PASSWORD: ("is an encrypted PDF", "Remove its password and add it again"),
    raw.FPDF_ERR_SECURITY: ("is a PDF with an unknown encryption", "Export it again without"),
    raw.FPDF_ERR_FILE: ("is a PDF without pages", "Export it again from the program that made it"),
}
# A picture that covers more than this part of the page makes it a scan.
SCAN_COVERAGE = 0.5


def count(path: Path, limits: Limits) -> int:
    """The number of pages, each of which PDFium can load."""
    with opened(path) as document:
        total = len(document)
        if total > limits.pages:
            raise RefusalError(f"has {total} pages; {limits.pages} is the limit", "Split it into smaller files")
        for index in range(total):
            document[index].close()
    return total


def page(path: Path, index: int, limits: Limits, *, text_layer: bool) -> tuple[int, LayerPage | Image]:
    """The number of pages, and one of them: its text layer if that is requested and usable, otherwise its picture."""
    with opened(path) as document:
        sheet = _with_form_fields(document, index)
        found = _serving_layer(sheet, limits) if text_layer else None
        return len(document), found or _render(sheet, limits)


def _forget_last_error() -> None:
    """Set the last error to "no such file".

    PDFium keeps the error of an earlier file until there is another one, and sets none for a file without pages.
    """
    raw.FPDF_LoadDocument(b"\0", None)


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """The document, open while the context lasts. Raises RefusalError."""
    _forget_last_error()
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise RefusalError(*_REFUSALS.get(raw.FPDF_GetLastError(), _DAMAGED)) from error
    try:
        yield document
    finally:
        document.close()


def _with_form_fields(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """The page with its form fields rendered into it: otherwise a text layer does not contain them."""
    if document.get_formtype() == raw.FORMTYPE_NONE:
        return document[index]
    document.init_forms()
    sheet = document[index]
    sheet.flatten()
    sheet.close()
    return document[index]


def _serving_layer(sheet: pypdfium2.PdfPage, limits: Limits) -> LayerPage | None:
    words = layer.words(sheet, limits)
    return LayerPage(words) if layer.serves(words, is_scan=_coverage(sheet) > SCAN_COVERAGE) else None


def _coverage(sheet: pypdfium2.PdfPage) -> float:
    """The part of the page that its largest picture covers."""
    width, height = sheet.get_size()
    areas = [0.0]
    for picture in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = picture.get_bounds()
        areas.append((right - left) * (top - bottom))
    return float(max(areas) / max(1.0, width * height))


def _render(sheet: pypdfium2.PdfPage, limits: Limits) -> Image:
    full = limits.dots_per_inch / POINTS_PER_INCH
    width, height = sheet.get_size()
    scale = full * limits.scale(width * full, height * full)
    picture: Image = sheet.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    return picture

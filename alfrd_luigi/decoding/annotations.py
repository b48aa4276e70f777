"""What is written on a page of a PDF afterwards: form fields, stamps, text boxes. Runs only in the child process."""

from __future__ import annotations

import ctypes
import re
import textwrap
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

# Annotations that are not part of the printed page.
_UNPRINTED = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_FONT_SIZE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s+Tf")
_USUAL_SIZE, _LARGEST_SIZE = 12.0, 200.0
_MOST_CHARACTERS = 20_000
# In multiples of the size: the distance of lines, and the width of a letter.
_LEADING, _LETTER = 1.2, 0.5


class _TextBox(NamedTuple):
    """A text box that leaves its drawing to the reader of the file. The place is in points, from the bottom left."""

    text: str
    size: float
    left: float
    top: float
    width: float


def annotations_of(sheet: pypdfium2.PdfPage) -> Iterator[Any]:
    """The annotations of a page, each until the next one is taken."""
    for index in range(raw.FPDFPage_GetAnnotCount(sheet)):
        annotation = raw.FPDFPage_GetAnnot(sheet, index)
        try:
            yield annotation
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def with_annotations(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """The page with its form fields and annotations drawn into it: otherwise a text layer does not contain them."""
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    sheet = document[index]
    if all(raw.FPDFAnnot_GetSubtype(each) in _UNPRINTED for each in annotations_of(sheet)):
        return sheet
    boxes = list(_undrawn(sheet))
    raw.FPDFPage_Flatten(sheet, raw.FLAT_NORMALDISPLAY)
    sheet.close()
    sheet = document[index]
    for box in boxes:
        _draw(document, sheet, box)
    if boxes:
        raw.FPDFPage_GenerateContent(sheet)
    return sheet


def _undrawn(sheet: pypdfium2.PdfPage) -> Iterator[_TextBox]:
    """The text boxes without a drawing of their own, which PDFium leaves out."""
    for each in annotations_of(sheet):
        is_text = raw.FPDFAnnot_GetSubtype(each) == raw.FPDF_ANNOT_FREETEXT
        if is_text and not raw.FPDFAnnot_HasKey(each, b"AP") and not raw.FPDFAnnot_GetFlags(each) & _UNSEEN:
            rectangle = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(each, rectangle)
            size = _size(_string(each, b"DA"))
            left, right = sorted((rectangle.left, rectangle.right))
            top = max(rectangle.top, rectangle.bottom)
            yield _TextBox(_string(each, b"Contents"), size, left, top, right - left)


def _string(annotation: Any, key: bytes) -> str:
    size = min(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0), 2 * _MOST_CHARACTERS)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _size(appearance: str) -> float:
    found = _FONT_SIZE.search(appearance)
    return min(float(found[1]), _LARGEST_SIZE) if found and float(found[1]) else _USUAL_SIZE


def _draw(document: pypdfium2.PdfDocument, sheet: pypdfium2.PdfPage, box: _TextBox) -> None:
    across = max(1, int(box.width / (_LETTER * box.size)))
    lines = [line for part in box.text.splitlines() for line in textwrap.wrap(part, across) or [""]]
    for number, line in enumerate(lines):
        text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", box.size)
        raw.FPDFText_SetText(text, _wide(line))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, box.left, box.top - (1 + _LEADING * number) * box.size)
        raw.FPDFPage_InsertObject(sheet, text)


def _wide(text: str) -> Any:
    content = (text + "\0").encode("utf-16-le", "replace")
    return ctypes.cast(ctypes.create_string_buffer(content, len(content)), ctypes.POINTER(raw.FPDF_WCHAR))

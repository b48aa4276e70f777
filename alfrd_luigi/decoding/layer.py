"""The text layer of a PDF page: its words with boxes, and whether it is usable.

Runs only in the child process.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Sequence
from itertools import groupby

import pypdfium2
from pypdfium2 import raw

from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Box, Word

# A layer with fewer letters and digits says less than the picture: it is a stamp or a page number.
LEAST_CHARACTERS = 25
# On a scan, a short layer is more likely the scanning program's mark than the text of the paper.
LEAST_CHARACTERS_ON_SCAN = 150
# Dotted lines and rules are not words, so some punctuation is acceptable. A font with a broken encoding gives mostly
# that.
LEAST_SHARE_READABLE = 0.5
# Characters without a meaning: replacement, private use, unassigned, control, surrogate.
MOST_SHARE_UNKNOWN = 0.05
_UNKNOWN = {"Co", "Cn", "Cc", "Cs"}
# PDFium's character for a hyphen at the end of a line.
_LINE_END_HYPHEN = "\ufffe"
# The grid to which PDFium rounds positions on the page.
_GRID = 100_000


def serves(words: Sequence[Word], *, is_scan: bool) -> bool:
    """Whether the layer is real text, and long enough to replace recognition."""
    text = "".join(word.text for word in words)
    readable = sum(character.isalnum() for character in text)
    unknown = sum(character == "\ufffd" or unicodedata.category(character) in _UNKNOWN for character in text)
    least = LEAST_CHARACTERS_ON_SCAN if is_scan else LEAST_CHARACTERS
    if readable < least:
        return False
    return readable >= LEAST_SHARE_READABLE * len(text) and unknown <= MOST_SHARE_UNKNOWN * len(text)


def words(sheet: pypdfium2.PdfPage, limits: Limits) -> tuple[Word, ...]:
    """The words of the layer in the order of the file; none if there are more than a page may have."""
    text_page = sheet.get_textpage()
    try:
        if text_page.count_chars() > limits.characters:
            return ()
        found = _words(sheet, text_page)
        return found if len(found) <= limits.words else ()
    finally:
        text_page.close()


def _words(sheet: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> tuple[Word, ...]:
    characters = [_character(text_page, index) for index in range(text_page.count_chars())]
    runs = groupby(range(len(characters)), key=lambda index: characters[index].isspace())
    found = [
        Word(_clean(characters, run), _on_page(sheet, _around(text_page, run)), 1.0)
        for run in (list(indices) for is_space, indices in runs if not is_space)
    ]
    return tuple(word for word in found if word.text)


def _character(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    code = raw.FPDFText_GetUnicode(text_page, index)
    return chr(code) if 0 < code < 0x110000 else " "


def _clean(characters: Sequence[str], run: Sequence[int]) -> str:
    """The run's text without surrogates and control characters, which a text column cannot store."""
    text = "".join(characters[index] for index in run).replace(_LINE_END_HYPHEN, "-").replace("\x02", "-")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(character for character in whole if unicodedata.category(character) != "Cc")


def _around(text_page: pypdfium2.PdfTextPage, run: Sequence[int]) -> Box:
    """The box around the characters in points, from the bottom left: left, bottom, right, top."""
    boxes = [text_page.get_charbox(index, loose=True) for index in run]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))


def _on_page(sheet: pypdfium2.PdfPage, box: Box) -> Box:
    """The box as fractions of the page as shown: with the page's rotation and crop applied."""
    corners = [_to_grid(sheet, box[0], box[1]), _to_grid(sheet, box[2], box[3])]
    across, down = ([min(1.0, max(0.0, value / _GRID)) for value in values] for values in zip(*corners, strict=True))
    return (min(across), min(down), max(across), max(down))


def _to_grid(sheet: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(sheet, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value

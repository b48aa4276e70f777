"""The text layer of a PDF page: its words with boxes and directions, and signs that it is not what the page shows.

Runs only in the child process.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from alfrd_luigi.decoding import characters
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Aside, Box, LayerPage, Turn, Word
from alfrd_luigi.decoding.rotation import turn_of

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
_REPLACEMENT = "\ufffd"
_SPACES = " \t\n\v\f\r\x85\xa0\u2028\u2029\u3000"
# PDFium's characters for a hyphen at the end of a line. The next line follows without a space.
_LINE_END_HYPHENS = {"\ufffe", "\x02"}
_HYPHEN, _LINE_END = "-", "\n"
# Letters that are shaped for print, such as the ligature "fi", and the Arabic letters in each of their forms.
_PRESENTATION_FORMS = (range(0xFB00, 0xFE00), range(0xFE70, 0xFEFF))
# Arabic, Hebrew and other writing from right to left: a word begins at its right and still stands upright.
_RIGHT_TO_LEFT = {"R", "AL"}
# No word begins with these. PDFium puts them first if a word from right to left stands in a line from left to right.
_FINAL_MARKS = ":;,!?\u060c\u061b\u061f"
# The grid to which PDFium rounds positions on the page.
_GRID = 100_000
# The places of the characters of a shorter word do not tell its direction.
_TELLING = 3


class LayerWord(NamedTuple):
    """A word of the layer with its box on the page as shown, and the direction in which it runs.

    `unknown` is the number of its characters that have no meaning. `is_unmapped` says that the font does not tell what
    its first character is.
    """

    word: Word
    turn: Turn
    unknown: int
    is_unmapped: bool


def serves(found: Sequence[LayerWord], *, is_scan: bool) -> bool:
    """Whether the layer is real text, and long enough to replace recognition."""
    text = "".join(each.word.text for each in found)
    readable = sum(character.isalnum() for character in text)
    unknown = sum(each.unknown for each in found)
    least = LEAST_CHARACTERS_ON_SCAN if is_scan else LEAST_CHARACTERS
    if readable < least:
        return False
    return readable >= LEAST_SHARE_READABLE * len(text) and unknown <= MOST_SHARE_UNKNOWN * (len(text) + unknown)


def words(sheet: pypdfium2.PdfPage, limits: Limits) -> tuple[LayerWord, ...]:
    """The words of the layer in the order of the file; none if there are more than a page may have."""
    text_page = sheet.get_textpage()
    try:
        if text_page.count_chars() > limits.characters:
            return ()
        found = _words(sheet, text_page)
        return found if len(found) <= limits.words else ()
    finally:
        text_page.close()


def page_of(found: Sequence[LayerWord]) -> LayerPage:
    """The layer as a page: it has the direction of most of its writing, and words that run in another are asides."""
    turn = _turn_of_most(found)
    groups: dict[Turn, list[Word]] = {}
    for each in found:
        groups.setdefault(each.turn, []).append(each.word)
    main = tuple(groups.pop(turn, ()))
    return LayerPage(main, turn, tuple(Aside(other, tuple(words)) for other, words in groups.items()))


def _turn_of_most(found: Sequence[LayerWord]) -> Turn:
    """The direction of most of the writing, weighted by length."""
    weights: Counter[Turn] = Counter()
    for each in found:
        weights[each.turn] += len(each.word.text)
    return max(weights, key=weights.__getitem__) if weights else "upright"


def _words(sheet: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> tuple[LayerWord, ...]:
    characters = [_character(text_page, index) for index in range(text_page.count_chars())]
    place = _Place(sheet, text_page, any(map(_is_right_to_left, characters)))
    found = [_word(characters, run, place) for run in _runs(characters)]
    return tuple(each for each in found if each.word.text)


def _character(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    code = raw.FPDFText_GetUnicode(text_page, index)
    character = chr(code) if code < 0x110000 else _REPLACEMENT
    if character in _LINE_END_HYPHENS and raw.FPDFText_IsHyphen(text_page, index) == 1:
        return _HYPHEN + _LINE_END
    return character


def _runs(characters: Sequence[str]) -> Iterator[list[int]]:
    """The indices of each word's characters."""
    run: list[int] = []
    for index, character in enumerate(characters):
        if character not in _SPACES:
            run.append(index)
        if run and character[-1] in _SPACES:
            yield run
            run = []
    if run:
        yield run


def _word(characters: Sequence[str], run: Sequence[int], place: _Place) -> LayerWord:
    given = "".join(characters[index] for index in run).rstrip(_LINE_END)
    whole = given if given.isascii() else given.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = whole if whole.isprintable() else "".join(c for c in whole if unicodedata.category(c) != "Cc")
    text = _normal(text)
    box, turn = place.of_run(run, is_telling=place.is_telling(text))
    return LayerWord(Word(text, box, 1.0), turn, _unknown(whole), place.is_unmapped(run[0]))


def _unknown(text: str) -> int:
    """The number of characters without a meaning. A single one is a bullet of a symbol font."""
    if text.isascii() and text.isprintable():
        return 0
    found = sum(character == _REPLACEMENT or unicodedata.category(character) in _UNKNOWN for character in text)
    return 0 if len(text) == 1 and unicodedata.category(text) == "Co" else found


def _normal(text: str) -> str:
    """The text composed (NFC), with letters instead of their forms for print, and its marks at the end."""
    if text.isascii():
        return text
    plain = "".join(
        unicodedata.normalize("NFKC", character)
        if any(ord(character) in forms for forms in _PRESENTATION_FORMS)
        else character
        for character in text
    )
    composed = unicodedata.normalize("NFC", characters.seen(plain))
    marks = len(composed) - len(composed.lstrip(_FINAL_MARKS))
    if marks and _is_right_to_left(composed[marks : marks + 1]):
        return composed[marks:] + composed[:marks]
    return composed


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


class _Place:
    """Where characters are on the page as shown: with the page's rotation and crop applied."""

    def __init__(self, sheet: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, has_right_to_left: bool) -> None:
        self._text_page = text_page
        self._has_right_to_left = has_right_to_left
        self._size = sheet.get_size()
        self._origin = _to_grid(sheet, 0, 0)
        # PDFium's own conversion is linear, so two more points say the rest. It is called for points that are this far
        # apart because it rounds.
        far = 1000.0
        (right, up), (x, y) = (_to_grid(sheet, far, 0), _to_grid(sheet, 0, far)), self._origin
        self._across = ((right[0] - x) / far, (up[0] - x) / far)
        self._down = ((right[1] - y) / far, (up[1] - y) / far)

    def is_telling(self, text: str) -> bool:
        """Whether the places of the first and last character of a word tell its direction.

        PDFium may give numbers and signs among words from right to left in the order of these.
        """
        if len(text) < _TELLING or _is_right_to_left(text):
            return False
        return not self._has_right_to_left or any(map(str.isalpha, text))

    def of_run(self, run: Sequence[int], *, is_telling: bool) -> tuple[Box, Turn]:
        """The box of the characters as fractions of the page, and the direction in which they run.

        The places of the first and last character tell the direction. If they do not, the angle of the first one does.
        """
        boxes = [self._box(index) for index in run]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        box = self._on_page((min(lefts), min(bottoms), max(rights), max(tops)))
        if not is_telling:
            angle = raw.FPDFText_GetCharAngle(self._text_page, run[0])
            return box, self._turn(math.cos(angle), -math.sin(angle))
        (x0, y0), (x1, y1) = _centre(boxes[0]), _centre(boxes[-1])
        return box, self._turn(x1 - x0, y1 - y0)

    def _turn(self, x: float, y: float) -> Turn:
        """The direction on the page as shown, for one in its coordinates."""
        width, height = self._size
        across = self._across[0] * x + self._across[1] * y
        down = self._down[0] * x + self._down[1] * y
        return turn_of(across * width, down * height)

    def is_unmapped(self, index: int) -> bool:
        return bool(raw.FPDFText_HasUnicodeMapError(self._text_page, index) == 1)

    def _box(self, index: int) -> Box:
        """The box of a character in points, from the bottom left: left, bottom, right, top."""
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._text_page, index, box)
        return (box.left, box.bottom, box.right, box.top)

    def _on_page(self, box: Box) -> Box:
        corners = [self._point(box[0], box[1]), self._point(box[2], box[3])]
        across, down = ([min(1.0, max(0.0, value)) for value in values] for values in zip(*corners, strict=True))
        return (min(across), min(down), max(across), max(down))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across = self._origin[0] + self._across[0] * x + self._across[1] * y
        down = self._origin[1] + self._down[0] * x + self._down[1] * y
        return across / _GRID, down / _GRID


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _to_grid(sheet: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(sheet, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value

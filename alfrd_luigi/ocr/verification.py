"""Settles whether the text layer of a doubtful page is what the page shows, and joins it with recognition.

If the words are doubted, a sample is recognised: some lines of the picture. An engine that is paid by the page reads
the whole page instead, which costs as much as a sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from alfrd_luigi.decoding.model import Box, DoubtfulPage, LayerPage, PageImage, Turn, Word
from alfrd_luigi.decoding.rotation import shown, turned
from alfrd_luigi.ocr import bands, layout
from alfrd_luigi.ocr.bands import Band
from alfrd_luigi.ocr.legibility import is_foreign
from alfrd_luigi.ocr.port import OcrEngine, Picture, Reading

# The number of the layer's lines in a sample, and the part of a line's height that is added above and below it.
_SAMPLED_LINES = 8
_AROUND_LINE = 0.4
# The layer is right if recognition finds this share of the sample's pairs of letters and digits in it. Recognition
# reads .95 and more of clean print.
_LEAST_SHARE_FOUND = 0.85
# With fewer letters and digits, a sample proves nothing.
_FEWEST_CHARACTERS = 12
# Of the pairs of digits alone. If the layer has other digits, about a fourth is found by chance.
_LEAST_SHARE_OF_DIGITS, _FEWEST_DIGITS = 0.6, 8
# A recognised word is a repetition if the layer's words cover this part of it.
_COVERED = 0.4


def upright(words: Iterable[Word], turn: Turn) -> tuple[Word, ...]:
    """Words of a page that is shown with this rotation, with boxes on the upright page."""
    return tuple(word._replace(box=turned(word.box, turn)) for word in words)


def joined(page: DoubtfulPage, engine: OcrEngine) -> tuple[LayerPage | None, Reading | None]:
    """The layer, if it is right, and what recognition adds to it, with boxes on the upright page; None: not needed.

    Without a layer, the reading is that of the whole page.
    """
    whole = engine.read(page.picture) if not isinstance(page.picture, PageImage) else None
    if "words" in page.doubts and not _is_right(page, engine, whole):
        return None, whole or engine.read(page.picture)
    if "ink" not in page.doubts:
        return page.layer, None
    return page.layer, _added(page, engine, whole)


def _is_right(page: DoubtfulPage, engine: OcrEngine, whole: Reading | None) -> bool:
    if whole is not None or not isinstance(page.picture, PageImage):
        return whole is not None and _confirms(whole, page.layer.words)
    lines = _sampled(layout.rows(upright(page.layer.words, page.layer.turn)))
    sample = bands.joined(_extent(line, page.picture.height) for line in lines)
    reading = engine.read(bands.cut(page.picture, sample))
    return _confirms(reading, [word for line in lines for word in line])


def _confirms(reading: Reading, layer: Sequence[Word]) -> bool:
    """Whether the reading agrees with the layer, or cannot judge it because both are of a script that is not read."""
    return _agree(layer, reading.words) or (bool(reading.unread) and is_foreign(" ".join(word.text for word in layer)))


def _added(page: DoubtfulPage, engine: OcrEngine, whole: Reading | None) -> Reading:
    """What recognition reads outside the layer's words."""
    boxes = [word.box for word in upright(_all_words(page.layer), page.layer.turn)]
    reading = whole or _rest(page.picture, boxes, engine)
    return reading._replace(words=tuple(word for word in reading.words if not _is_covered(word.box, boxes)))


def _rest(picture: Picture, boxes: Sequence[Box], engine: OcrEngine) -> Reading:
    """What is read of the picture without the boxes. A few words on a blank page would not be found in it."""
    if not isinstance(picture, PageImage):
        return engine.read(picture)
    rest = _without(picture, boxes)
    if not (printed := bands.printed(rest)):
        return Reading(())
    reading = engine.read(bands.cut(rest, printed))
    turn = reading.turn or "upright"
    places = [bands.placed(shown(word.box, turn), printed, picture.height) for word in reading.words]
    words = tuple(word._replace(box=place) for word, place in zip(reading.words, places, strict=True))
    return reading._replace(words=words, turn="upright")


def _all_words(layer: LayerPage) -> Iterable[Word]:
    yield from layer.words
    for aside in layer.asides:
        yield from aside.words


def _sampled(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """The longest lines, from the top down."""
    by_length = sorted(range(len(lines)), key=lambda index: -sum(len(word.text) for word in lines[index]))
    return [lines[index] for index in sorted(by_length[:_SAMPLED_LINES])]


def _extent(line: Sequence[Word], height: int) -> Band:
    """The rows of pixels of a line."""
    top, bottom = min(word.box[1] for word in line), max(word.box[3] for word in line)
    around = _AROUND_LINE * (bottom - top)
    return max(0, int((top - around) * height)), min(height, int((bottom + around) * height) + 1)


def _without(picture: PageImage, boxes: Iterable[Box]) -> PageImage:
    """The picture with white boxes."""
    pixels, row = bytearray(picture.pixels), picture.width * 3
    for left, top, right, bottom in boxes:
        start, end = int(left * picture.width) * 3, (int(right * picture.width) + 1) * 3
        white = b"\xff" * (min(end, row) - start)
        for y in range(int(top * picture.height), min(picture.height, int(bottom * picture.height) + 1)):
            pixels[y * row + start : y * row + start + len(white)] = white
    return picture._replace(pixels=bytes(pixels))


def _agree(layer: Sequence[Word], recognised: Sequence[Word]) -> bool:
    """Whether recognition reads what the layer says. Where it reads nothing in particular, the layer is right."""
    claimed, found = _pairs(layer), _pairs(recognised)
    if claimed.total() < _FEWEST_CHARACTERS:
        return False
    digits = Counter({pair: count for pair, count in claimed.items() if pair.isdigit()})
    if digits.total() >= _FEWEST_DIGITS and _share(digits, found) < _LEAST_SHARE_OF_DIGITS:
        return False
    return _share(claimed, found) >= _LEAST_SHARE_FOUND


def _share(claimed: Counter[str], found: Counter[str]) -> float:
    return (claimed & found).total() / claimed.total()


def _pairs(words: Sequence[Word]) -> Counter[str]:
    """How often each pair of neighbouring letters and digits occurs. The order of the words does not matter."""
    pairs: Counter[str] = Counter()
    for word in words:
        text = "".join(character for character in word.text.casefold() if character.isalnum())
        pairs.update(text[index : index + 2] for index in range(max(1, len(text) - 1)))
    return pairs


def _is_covered(box: Box, boxes: Sequence[Box]) -> bool:
    area = _area(box)
    return sum(_area(_overlap(box, other)) for other in boxes) >= _COVERED * area if area else True


def _overlap(one: Box, other: Box) -> Box:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    return (left, top, max(left, min(one[2], other[2])), max(top, min(one[3], other[3])))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])

"""Converts Textract's answer to words. Nothing in it is trusted: missing or odd values are an error of the service.

https://docs.aws.amazon.com/textract/latest/dg/API_Block.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alfrd_luigi.decoding.model import Turn
from alfrd_luigi.decoding.rotation import turn_of, turned
from alfrd_luigi.errors import ServiceError
from alfrd_luigi.ocr.port import Word

# A larger number is no coordinate or confidence of a page.
_ABSURD = 1000.0


def words_of(response: Mapping[str, Any], width: int, height: int) -> tuple[tuple[Word, ...], Turn]:
    """The words of a page of that many pixels, with boxes on the upright page, and the direction of its writing.

    Raises ServiceError for an answer that does not have Textract's form.
    """
    found = [(_word(block), _turn(block, width, height)) for block in _word_blocks(response)]
    turn = _of_most(found)
    words = (word for word, _ in found if word.text)
    if turn == "upright":
        return tuple(words), turn
    return tuple(word._replace(box=turned(word.box, turn)) for word in words), turn


def _word_blocks(response: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    # A blank page has one block, the page itself.
    blocks = response.get("Blocks")
    if not isinstance(blocks, list):
        raise _broken("no blocks")
    for block in blocks:
        kind = _mapping(block, "a block").get("BlockType")
        if not isinstance(kind, str):
            raise _broken("a block of no kind")
        if kind == "WORD":
            yield block


def _word(block: Mapping[str, Any]) -> Word:
    text = block.get("Text")
    if not isinstance(text, str):
        raise _broken("a word without text")
    box = _mapping(_geometry(block).get("BoundingBox"), "the box of a word")
    left, right = _edges(_number(box.get("Left"), "Left"), _number(box.get("Width"), "Width"))
    top, bottom = _edges(_number(box.get("Top"), "Top"), _number(box.get("Height"), "Height"))
    confidence = _part(_number(block.get("Confidence"), "Confidence") / 100)
    return Word(_clean(text), (left, top, right, bottom), confidence)


def _edges(begin: float, length: float) -> tuple[float, float]:
    """The start and the end on the page. A length may be negative."""
    one, other = _part(begin), _part(begin + length)
    return (one, other) if one <= other else (other, one)


def _turn(block: Mapping[str, Any], width: int, height: int) -> Turn | None:
    """The rotation of the word. Its polygon, which may be missing, starts where the writing starts."""
    corners = _geometry(block).get("Polygon")
    if not isinstance(corners, Sequence) or len(corners) < 2:
        return None
    (x0, y0), (x1, y1) = _point(corners[0]), _point(corners[1])
    return turn_of((x1 - x0) * width, (y1 - y0) * height)


def _of_most(found: Sequence[tuple[Word, Turn | None]]) -> Turn:
    """The rotation of more than half of the words, weighted by length. Otherwise none: the page is upright."""
    weights: Counter[Turn] = Counter()
    for word, turn in found:
        if turn is not None:
            weights[turn] += len(word.text)
    return next((turn for turn, weight in weights.items() if weight > weights.total() / 2), "upright")


def _geometry(block: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(block.get("Geometry"), "the place of a word")


def _point(corner: Any) -> tuple[float, float]:
    point = _mapping(corner, "a corner")
    return _number(point.get("X"), "X"), _number(point.get("Y"), "Y")


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _broken(f"{what} in no form that is known")
    return value


def _number(value: Any, what: str) -> float:
    # JSON has no other numbers. The comparison also refuses "not a number".
    if type(value) not in (float, int) or not -_ABSURD <= value <= _ABSURD:
        raise _broken(f"no usable {what} of a word")
    return float(value)


def _part(value: float) -> float:
    return value if 0.0 <= value <= 1.0 else min(1.0, max(0.0, value))


def _clean(text: str) -> str:
    """The word without control characters and surrogates, which PostgreSQL does not accept."""
    text = " ".join(text.split())
    return text if text.isprintable() else "".join(filter(str.isprintable, text))


def _broken(what: str) -> ServiceError:
    return ServiceError(f"textract sent a broken answer: {what}", "connection")

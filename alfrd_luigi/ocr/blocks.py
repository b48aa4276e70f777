"""Textract's answer -> words. Nothing in it is relied upon: what is missing or odd is an error of the service.

https://docs.aws.amazon.com/textract/latest/dg/API_Block.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from alfrd_luigi.errors import ServiceError
from alfrd_luigi.ocr.port import Word
from alfrd_luigi.ocr.turning import Turn, turn_of, turned

# Beyond this, a number is no part of a page.
_ABSURD = 1000.0


def words_of(response: Mapping[str, Any], width: int, height: int) -> tuple[Word, ...]:
    """The words of a page of that many pixels, with boxes as they are when the page is upright.

    Raises ServiceError for an answer that is not of Textract's form.
    """
    found = [(_word(block), _turn(block, width, height)) for block in _word_blocks(response)]
    turn = _of_most(found)
    return tuple(replace(word, box=turned(word.box, turn)) for word, _ in found if word.text)


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
    left, top, width, height = (_number(box.get(name), name) for name in ("Left", "Top", "Width", "Height"))
    across, down = sorted(map(_part, (left, left + width))), sorted(map(_part, (top, top + height)))
    confidence = _part(_number(block.get("Confidence"), "Confidence") / 100)
    return Word(_clean(text), (across[0], down[0], across[1], down[1]), confidence)


def _turn(block: Mapping[str, Any], width: int, height: int) -> Turn | None:
    """How the word lies; its polygon, which may be missing, begins where the writing does, and goes along it."""
    corners = _geometry(block).get("Polygon")
    if not isinstance(corners, Sequence) or len(corners) < 2:
        return None
    (x0, y0), (x1, y1) = (_point(corner) for corner in corners[:2])
    return turn_of((x1 - x0) * width, (y1 - y0) * height)


def _of_most(found: Sequence[tuple[Word, Turn | None]]) -> Turn:
    """The turn of more than half of the words, each as heavy as it is long; else none: the page is upright."""
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


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _broken(f"{what} in no form that is known")
    return value


def _number(value: Any, what: str) -> float:
    # Written so that "not a number" is refused as well.
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_ABSURD <= value <= _ABSURD:
        raise _broken(f"no usable {what} of a word")
    return float(value)


def _part(value: float) -> float:
    return min(1.0, max(0.0, value))


def _clean(text: str) -> str:
    """The word without control characters and halves of surrogate pairs, which PostgreSQL does not take."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _broken(what: str) -> ServiceError:
    return ServiceError(f"textract sent a broken answer: {what}", "connection")

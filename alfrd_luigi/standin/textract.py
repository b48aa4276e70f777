"""DetectDocumentText: the words of a picture, with Textract's limits and response format."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from alfrd_luigi.ocr.port import Box, Word
from alfrd_luigi.standin import page_reading
from alfrd_luigi.standin.answers import Answered
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.page_reading import Rows
from alfrd_luigi.standin.pictures import Head, head_of
from alfrd_luigi.standin.refusals import RefusedError

TARGET = "Textract.DetectDocumentText"

# https://docs.aws.amazon.com/textract/latest/dg/limits-document.html
_MOST_BYTES = 10 * 1024 * 1024
_LONGEST_SIDE = 10_000

Block = dict[str, Any]

# The change that a fault makes to each block. Faults of language models change nothing.
_SPOILT: dict[Fault | None, Block] = {"wrong_type": {"Confidence": "high"}, "extra_field": {"Unexpected": True}}


def detect(request: dict[str, Any], fault: Fault | None) -> Answered:
    """The response to a request. Raises RefusedError like Textract."""
    data = _data(request)
    head = _head(data)
    if head.text is not None:
        return _answered_of(head.text, fault)
    return _answered(page_reading.recognised(data, head), fault)


@lru_cache(maxsize=2048)
def _answered_of(text: str, fault: Fault | None) -> Answered:
    """Cached, because a page has hundreds of blocks."""
    return _answered(page_reading.rows_of(text), fault)


def _answered(rows: Rows, fault: Fault | None) -> Answered:
    blocks = [{**block, **_SPOILT.get(fault, {})} for block in _blocks(rows)]
    body = {"DetectDocumentTextModelVersion": "1.0", "DocumentMetadata": {"Pages": 1}, "Blocks": blocks}
    return Answered(json.dumps(body))


def _data(request: dict[str, Any]) -> bytes:
    try:
        data = base64.b64decode(request["Document"]["Bytes"], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raise RefusedError("InvalidParameterException", "Request has invalid parameters") from None
    if not data:
        raise RefusedError("InvalidParameterException", "Request has invalid parameters")
    if len(data) > _MOST_BYTES:
        raise RefusedError("DocumentTooLargeException", "Request has document bytes that exceed the limit.")
    return data


def _head(data: bytes) -> Head:
    try:
        head = head_of(data)
    except ValueError:
        raise RefusedError("BadDocumentException", "Request has a document that cannot be read.") from None
    if head is None:
        raise RefusedError("UnsupportedDocumentException", "Request has unsupported document format")
    if max(head.width, head.height) > _LONGEST_SIDE:
        raise RefusedError("InvalidParameterException", "Request has invalid image size")
    return head


def _blocks(rows: Rows) -> list[Block]:
    """The page, followed by each line and its words. Blocks refer to the blocks below them."""
    numbers = count(1)
    page: Block = {"BlockType": "PAGE", "Geometry": _geometry((0.0, 0.0, 1.0, 1.0)), "Id": _id(0)}
    below: list[Block] = []
    lines: list[str] = []
    for row in rows:
        line = _block("LINE", next(numbers), " ".join(word.text for word in row), _around(row), _mean(row))
        words = [_block("WORD", next(numbers), word.text, word.box, word.confidence) for word in row]
        line["Relationships"] = [_children([word["Id"] for word in words])]
        lines.append(line["Id"])
        below += [line, *({**word, "TextType": "PRINTED"} for word in words)]
    if lines:
        page["Relationships"] = [_children(lines)]
    return [page, *below]


def _block(kind: str, number: int, text: str, box: Box, confidence: float) -> Block:
    return {
        "BlockType": kind,
        "Confidence": round(confidence * 100, 4),
        "Text": text,
        "Geometry": _geometry(box),
        "Id": _id(number),
    }


def _id(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def _children(ids: Sequence[str]) -> dict[str, Any]:
    return {"Type": "CHILD", "Ids": list(ids)}


def _around(row: Sequence[Word]) -> Box:
    lefts, tops, rights, bottoms = zip(*(word.box for word in row), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _mean(row: Sequence[Word]) -> float:
    return sum(word.confidence for word in row) / len(row)


def _geometry(box: Box) -> dict[str, Any]:
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return {
        "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
        "Polygon": [{"X": x, "Y": y} for x, y in corners],
    }

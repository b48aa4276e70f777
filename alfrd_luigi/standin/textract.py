"""DetectDocumentText: the words of a picture, with Textract's limits and in its form."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from PIL import Image, UnidentifiedImageError

from alfrd_luigi.decoding.model import PageImage
from alfrd_luigi.ocr import engines
from alfrd_luigi.ocr.port import Word
from alfrd_luigi.standin import pictures
from alfrd_luigi.standin.answers import RefusedError

_MOST_BYTES = 10 * 1024 * 1024
_LONGEST_SIDE = 10_000
_CONFIDENCE = 0.99


def detect(request: dict[str, Any]) -> dict[str, Any]:
    """The response to a request; raises RefusedError as Textract refuses."""
    data = _data(request)
    if len(data) > _MOST_BYTES:
        raise RefusedError("DocumentTooLargeException", "Request has document bytes that exceed the limit.")
    try:
        picture = Image.open(BytesIO(data), formats=["PNG", "JPEG"])
    except (UnidentifiedImageError, OSError, ValueError):
        raise RefusedError("UnsupportedDocumentException", "Request has unsupported document format") from None
    if max(picture.size) > _LONGEST_SIDE:
        raise RefusedError("InvalidParameterException", "Request has invalid image size")
    blocks = list(_blocks(_words(picture)))
    return {"DetectDocumentTextModelVersion": "1.0", "DocumentMetadata": {"Pages": 1}, "Blocks": blocks}


def _data(request: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(request["Document"]["Bytes"], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raise RefusedError("InvalidParameterException", "Request has invalid parameters") from None


def _words(picture: Image.Image) -> Sequence[Word]:
    text = pictures.text_in(picture)
    if text is not None:
        return list(_laid_out(text.splitlines()))
    pixels = picture.convert("RGB")
    return engines.engine("local").read(PageImage(pixels.width, pixels.height, pixels.tobytes())).words


def _laid_out(lines: Sequence[str]) -> Iterator[Word]:
    """Words as a typewriter would place them."""
    width, height = max(map(len, lines), default=1) or 1, len(lines)
    for row, line in enumerate(lines):
        start = 0
        for text in line.split():
            start = line.index(text, start)
            end = start + len(text)
            yield Word(text, (start / width, (row + 0.1) / height, end / width, (row + 0.9) / height), _CONFIDENCE)
            start = end


def _blocks(words: Sequence[Word]) -> Iterator[dict[str, Any]]:
    ids = [str(uuid5(NAMESPACE_OID, f"word {number}")) for number in range(len(words))]
    children = [{"Type": "CHILD", "Ids": ids}] if ids else []
    page = str(uuid5(NAMESPACE_OID, "page"))
    yield {"BlockType": "PAGE", "Id": page, "Geometry": _geometry((0, 0, 1, 1)), "Relationships": children}
    for id, word in zip(ids, words, strict=True):
        yield {
            "BlockType": "WORD",
            "Id": id,
            "Text": word.text,
            "TextType": "PRINTED",
            "Confidence": word.confidence * 100,
            "Geometry": _geometry(word.box),
        }


def _geometry(box: tuple[float, float, float, float]) -> dict[str, Any]:
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return {
        "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
        "Polygon": [{"X": x, "Y": y} for x, y in corners],
    }

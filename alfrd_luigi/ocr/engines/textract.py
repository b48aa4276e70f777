"""AWS Textract: DetectDocumentText, a page a call, with the page's bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from alfrd_luigi.errors import ServiceError
from alfrd_luigi.ocr.port import Box, EncodedPage, Encoding, Picture, Reading, Word
from alfrd_luigi.services import aws
from alfrd_luigi.services.usage import Usage

_SERVICE = "textract"
# The limits of synchronous operations: docs.aws.amazon.com/textract/latest/dg/limits-document.html. A page rendered
# larger than this is not read any better.
_ENCODING = Encoding(most_bytes=10 * 1024 * 1024, longest_side=10_000, side=3000)


class TextractEngine:
    """Thread-safe, as its client is."""

    name = "textract"
    service: str | None = "textract"
    encoding: Encoding | None = _ENCODING

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine. The boxes of a page that lies on its side or upside down are those of the turned page."""
        if not isinstance(picture, EncodedPage):
            raise TypeError("Textract reads files")
        client = aws.client(_SERVICE)
        with aws.translated(_SERVICE):
            response = client.detect_document_text(Document={"Bytes": picture.data})
        return Reading(_words(response), Usage(pages=1))


def create() -> TextractEngine:
    """The engine; its client is made with the first page."""
    return TextractEngine()


def _words(response: Mapping[str, Any]) -> tuple[Word, ...]:
    try:
        blocks = [block for block in response["Blocks"] if block["BlockType"] == "WORD"]
        turns = Counter(_quarter_turns(block) for block in blocks).most_common(1)
        return tuple(_word(block, turns[0][0]) for block in blocks)
    # botocore passes on what is left of an answer that was cut off or garbled.
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ServiceError("textract sent a broken answer", "connection") from error


def _word(block: Mapping[str, Any], turns: int) -> Word:
    box = block["Geometry"]["BoundingBox"]
    left, top = float(box["Left"]), float(box["Top"])
    found = (left, top, left + float(box["Width"]), top + float(box["Height"]))
    return Word(str(block["Text"]), _turned(found, turns), _fraction(float(block["Confidence"]) / 100))


def _quarter_turns(block: Mapping[str, Any]) -> int:
    """How often the page was turned clockwise by 90 degrees: a word's polygon begins at its own top left."""
    first, second = block["Geometry"]["Polygon"][:2]
    across, down = second["X"] - first["X"], second["Y"] - first["Y"]
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 1 if down > 0 else 3


def _turned(box: Box, turns: int) -> Box:
    """The box on the page turned back anticlockwise so many times."""
    for _ in range(turns):
        left, top, right, bottom = box
        box = (top, 1 - right, bottom, 1 - left)
    left, top, right, bottom = map(_fraction, box)
    return (left, top, right, bottom)


def _fraction(value: float) -> float:
    return min(1.0, max(0.0, value))

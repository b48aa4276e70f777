"""The values of a document with their places on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from alfrd_luigi.assessment.field_names import answer_name
from alfrd_luigi.database.document_details import DocumentDetails
from alfrd_luigi.views.line_items import is_table

# What may separate the digits of an amount.
_SEPARATORS = re.compile(r"[\s.,'\u2019]")
# Words of a line are no farther apart than this share of the width of the page.
_GAP = 0.03
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Box(NamedTuple):
    """The edges of words on a page, as fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


class Value(NamedTuple):
    """A value by the name that `alfrd set` uses. `whose` is person, engine or invoice; `evidence` is the quoted text.

    `page` and `boxes` say where it stands, `page` is None if that is not known.
    """

    name: str
    content: Any
    whose: str | None
    confidence: float | None
    is_uncertain: bool
    page: int | None
    boxes: tuple[Box, ...]
    evidence: str | None


def values(row: DocumentDetails) -> Iterator[Value]:
    """The values of a document that are no tables."""
    heads = {"type": row.document_type, "entity": row.entity, "date": row.document_date, "total": row.total_amount}
    fields = {f"field.{name}": each for name, each in (row.structured_data or {}).items() if not is_table(each)}
    for name, content in {**heads, **fields}.items():
        place = (row.places or {}).get(name)
        evidence = (row.evidence or {}).get(answer_name(name))
        yield Value(
            name,
            _content(content, evidence or ""),
            row.words_of.get(name),
            (row.confidences or {}).get(name),
            name in row.uncertain or (name == "total" and "currency" in row.uncertain),
            place and place["page"],
            tuple(joined(Box(*box) for box in place["boxes"])) if place else (),
            evidence,
        )


def _content(value: Any, evidence: str) -> Any:
    """The value of a field. In JSON a day is a text, and an amount a number: one that is printed with its cents."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if isinstance(value, float) and f"{value:.2f}".replace(".", "") in _SEPARATORS.sub("", evidence):
        return Decimal(f"{value:.2f}")
    return value


def joined(boxes: Iterable[Box]) -> Iterator[Box]:
    """The boxes, with one for neighbouring words of a line."""
    joined: Box | None = None
    for box in boxes:
        if joined is not None and _are_neighbours(joined, box):
            joined = Box(
                joined.left, min(joined.top, box.top), max(joined.right, box.right), max(joined.bottom, box.bottom)
            )
            continue
        if joined is not None:
            yield joined
        joined = box
    if joined is not None:
        yield joined


def _are_neighbours(box: Box, following: Box) -> bool:
    overlap = min(box.bottom, following.bottom) - max(box.top, following.top)
    is_in_line = overlap > min(box.bottom - box.top, following.bottom - following.top) / 2
    return is_in_line and -_GAP < following.left - box.right < _GAP

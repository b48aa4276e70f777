"""Compares values that are known from elsewhere with what a document's pages say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alfrd_luigi.assessment.printing import ISO_DATE, Print
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity

_CENT = 0.005


def contradictions(values: Mapping[str, Any], reading: Mapping[str, Any], pages: Sequence[str]) -> dict[str, Any]:
    """The values of `reading`, which was read from the pages, that contradict the known `values`, by name.

    A reading may be wrong itself. It contradicts a value that the pages do not print; and a total that they print, if
    it is none of the other known amounts, for which it may have been mistaken.
    """
    printed = Print(tuple(pages))
    return {
        name: read
        for name, read in reading.items()
        if read is not None and name in values and not _agrees(name, read, values, printed)
    }


def _agrees(name: str, read: Any, values: Mapping[str, Any], printed: Print) -> bool:
    value = values[name]
    match value:
        case int() | float():
            return _same_amount(read, value) or (_may_be_mistaken(name, read, values) and printed.has_amount(value))
        case str() if ISO_DATE.fullmatch(value):
            return bool(read == value) or date.fromisoformat(value) in printed.days
        case str() if name == "currency":
            return bool(read == value) or value in printed.currencies
        case str() if name == "entity":
            return same_entity(read, value) or printed.has_name(value) or printed.has_name(normalise_entity(value))
        case _:
            return printed.has_name(value)


def _may_be_mistaken(name: str, read: float, values: Mapping[str, Any]) -> bool:
    """Whether another amount may have been read for this one: for a total, one that is known."""
    return name != "total_amount" or _is_among(read, values)


def _same_amount(one: float, other: float) -> bool:
    """Without the sign: a credit note may print its amounts with or without."""
    return abs(abs(one) - abs(other)) < _CENT


def _is_among(read: float, values: Mapping[str, Any]) -> bool:
    return any(_same_amount(read, known) for known in _amounts(values))


def _amounts(values: Mapping[str, Any]) -> Iterator[float]:
    for value in values.values():
        match value:
            case int() | float():
                yield value
            case list():
                yield from (amount for item in value for amount in _amounts(item))

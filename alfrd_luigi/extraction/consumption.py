"""Finds the quantity that a utility supplied, with its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alfrd_luigi.extraction.amounts.money import decimal_point
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import Cell, TextLine
from alfrd_luigi.extraction.quantities import QUANTITY, quantity

# Units as printed and as recorded. Electricity is first, because it is the larger part of a bill that has both.
_UNITS = {
    "kwh": "kWh",
    "therms": "therms",
    "therm": "therms",
    "ccf": "CCF",
    "hcf": "HCF",
    "mcf": "MCF",
    "gallons": "gallons",
    "gal": "gallons",
    "m3": "m3",
    "m³": "m3",
    "cubic meters": "m3",
    "cubic feet": "cubic feet",
}
_QUANTITY = rf"(?<![\d.,$£€/])({QUANTITY})(?!,)"
_TOTAL = re.compile(r"\b(?:used|consumption|consumed|total|whole)\b", re.IGNORECASE)
# Prices, averages and the consumption of an earlier period are not the quantity.
_NOT_USED = re.compile(r"\bper\b|/\s*day|\bavg\b|average|last year|previous|rate|@|[$£€]\s*\d+\.\d{3,}", re.IGNORECASE)


@dataclass(frozen=True)
class Consumption:
    """A quantity in a unit."""

    quantity: float
    unit: str


@dataclass(frozen=True)
class _Quantity:
    """A number with its words. `is_total` means that its line is a total."""

    value: float
    words: str
    is_total: bool


def find_consumption(lines: Sequence[TextLine]) -> Extract[Consumption] | None:
    """The consumption of the period; None if no line states it clearly, or several lines state different parts."""
    point = decimal_point([line.text for line in lines])
    for unit, name in _UNITS.items():
        candidates = [*_beside(lines, unit, point), *_below(lines, unit, point)]
        stated = [each for each in candidates if each.is_total] or candidates
        if len({each.value for each in stated}) == 1:
            return Extract(Consumption(stated[0].value, name), stated[0].words)
    return None


def _beside(lines: Sequence[TextLine], unit: str, point: str | None) -> Iterator[_Quantity]:
    """Numbers before their unit, or after it and a colon: "833 kWh", "kWh consumption this period: 12760"."""
    before = re.compile(rf"{_QUANTITY}\s*{unit}\b", re.IGNORECASE)
    after = re.compile(rf"\b{unit}\b[a-z ]*:\s*{_QUANTITY}", re.IGNORECASE)
    for line in lines:
        match = after.search(line.text) or before.search(line.text)
        if match and not _NOT_USED.search(line.text):
            yield _Quantity(quantity(match[1], point), match[0], bool(_TOTAL.search(line.text)))


def _below(lines: Sequence[TextLine], unit: str, point: str | None) -> Iterator[_Quantity]:
    """Numbers in a column whose heading is the unit."""
    for line, below in pairwise(lines):
        column = _headed(line.cells, unit)
        if column is not None and len(below.cells) == len(line.cells) and not _NOT_USED.search(line.text):
            match = re.fullmatch(_QUANTITY, below.cells[column].text)
            if match:
                yield _Quantity(quantity(match[1], point), below.text, bool(_TOTAL.search(line.text)))


def _headed(cells: Sequence[Cell], unit: str) -> int | None:
    heading = re.compile(rf"\b{unit}\b", re.IGNORECASE)
    return next((index for index, cell in enumerate(cells) if heading.search(cell.text)), None)

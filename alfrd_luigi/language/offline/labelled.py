"""Text that stands behind, beside or below a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from alfrd_luigi.language.offline.amounts.entries import Entry, read_entries
from alfrd_luigi.language.offline.found import Found
from alfrd_luigi.language.offline.lines import Line

_ACCENTS = {"a": "[aàáâäã]", "c": "[cç]", "e": "[eéèêë]", "i": "[iíìï]", "n": "[nñ]", "o": "[oóòôöõ]", "u": "[uúùûü]"}
# A household's papers know no sum of a billion.
_IMPLAUSIBLE = Decimal(10**9)
_UNIT_PRICE_AHEAD = re.compile(r"(?:@|\bat)\s?$", re.IGNORECASE)
_UNIT_PRICE_BEHIND = re.compile(r"\s?(?:/|per\b|each\b)", re.IGNORECASE)
_SEPARATORS = " \t:.#=-\u2013"


@dataclass(frozen=True)
class LabelledAmount:
    """An amount, its label as printed, and the name of the kind (amounts/labels.py) that the label makes of it."""

    value: float
    label: str
    kind: str | None
    words: str


def find_labelled(lines: Sequence[Line], labels: Sequence[str]) -> Iterator[Found[str]]:
    """What may be the value of a label, the most telling label and the nearest place first.

    The places are: the rest of the label's own cell, the next cell of its line, the cell below it. `words` holds
    label and value as they stand in the text, or the value's line where it is not the label's.
    """
    for label in labels:
        for index, line in enumerate(lines):
            match = _pattern(label).search(line.text)
            if match:
                below = lines[index + 1] if index + 1 < len(lines) else None
                yield from _places(line, match, below)


def _places(line: Line, match: re.Match[str], below: Line | None) -> Iterator[Found[str]]:
    column = sum(cell.start <= match.start() for cell in line.cells) - 1
    cell = line.cells[column]
    rest = line.text[match.end() : cell.end].strip(_SEPARATORS)
    if rest:
        yield Found(rest, line.text[match.start() : cell.end])
    if column + 1 < len(line.cells) and not rest:
        beside = line.cells[column + 1]
        yield Found(beside.text.strip(_SEPARATORS), line.text[match.start() : beside.end])
    if below is not None and below.page == line.page and column < len(below.cells):
        yield Found(below.cells[column].text.strip(_SEPARATORS), below.cells[column].text)


def find_announced(lines: Sequence[Line], labels: Sequence[str]) -> Iterator[Found[str]]:
    """Free text behind, beside or below a label, which has to open its cell and to stand before a colon or alone.

    Free text has no form that could be checked, so the place has to be certain.
    """
    for label in labels:
        for index, line in enumerate(lines):
            below = lines[index + 1] if index + 1 < len(lines) else None
            for column, cell in enumerate(line.cells):
                match = _pattern(label).match(cell.text)
                rest = cell.text[match.end() :].lstrip() if match else "-"
                if rest.startswith(":") or not rest:
                    yield from _announced(line, column, rest, below)


def _announced(line: Line, column: int, rest: str, below: Line | None) -> Iterator[Found[str]]:
    cell = line.cells[column]
    value = rest.strip(_SEPARATORS)
    beside = line.cells[column + 1] if column + 1 < len(line.cells) else None
    if value:
        yield Found(value, cell.text)
    elif beside and (rest or not (cell.text.isupper() and beside.text.isupper())):
        yield Found(beside.text, line.text[cell.start : beside.end])
    elif below is not None and below.page == line.page and column < len(below.cells):
        yield Found(below.cells[column].text, below.cells[column].text)


def labelled_amounts(lines: Sequence[Line]) -> list[LabelledAmount]:
    """The amounts with labels of their own, in reading order.

    Prices per unit ("12 units @ $708/unit  $8,496.00") give their label on to the amount behind them. Sentences and
    the tables that split an amount by tax rate are left out.
    """
    found: list[LabelledAmount] = []
    given: Entry | None = None
    for entry in filter(_is_readable, read_entries(lines)):
        unit_price = given if given is not None and given.line is entry.line else None
        if _is_unit_price(entry):
            given = entry
        elif entry.column == 1 or unit_price:
            found.append(_labelled(entry, unit_price or entry))
    return found


def _labelled(entry: Entry, labelled: Entry) -> LabelledAmount:
    kind = labelled.kind.name if labelled.kind else None
    words = entry.line.text[labelled.start : entry.money.end].strip()
    return LabelledAmount(float(entry.money.value), labelled.label, kind, words)


def _is_readable(entry: Entry) -> bool:
    return not (entry.in_tax_summary or entry.in_prose) and is_plausible(entry.money.value)


def is_plausible(amount: Decimal) -> bool:
    """Whether an amount is one, and not a code or a barcode's digits that text recognition ran together."""
    return abs(amount) < _IMPLAUSIBLE


def _is_unit_price(entry: Entry) -> bool:
    before, after = entry.line.text[: entry.money.start], entry.line.text[entry.money.end :]
    return bool(_UNIT_PRICE_AHEAD.search(before) or _UNIT_PRICE_BEHIND.match(after))


def find_amount(
    amounts: Sequence[LabelledAmount], labels: Sequence[str], kinds: Sequence[str] | None
) -> Found[float] | None:
    """The first amount with the most telling of the labels, and of one of the kinds where kinds are given."""
    for label in labels:
        for amount in amounts:
            if _pattern(label).search(amount.label) and (kinds is None or amount.kind in kinds):
                return Found(amount.value, amount.words)
    return None


@cache
def _pattern(label: str) -> re.Pattern[str]:
    """Finds a label whatever its case, its accents and the signs between its words; it ends where a word ends."""
    words = ("".join(_ACCENTS.get(char, re.escape(char)) for char in word) for word in label.split())
    before = r"(?<!\w)" if label[0].isalnum() else ""
    after = r"(?![^\W\d_])" if label[-1].isalpha() else ""
    return re.compile(before + r"[\s.\-:/]{0,3}".join(words) + after, re.IGNORECASE)

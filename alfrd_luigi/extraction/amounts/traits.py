"""What a document's headings tell about its amounts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.labels import AmountKind, amount_kind
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.letter_forms import find_salutation
from alfrd_luigi.extraction.lines import TextLine, skeleton

# A heading is short. That of a credit note is above the amounts.
_HEADING_WORDS = 6
_HEADING_LINES = 30
_LONG_NAME = 11
_PERCENTAGE = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")


class Traits(NamedTuple):
    """What a document shows beside its amounts.

    It may be a credit note, have the sums of the year in its last column, and a currency. `rates` are its
    percentages. A cheque or a ticket says that it is one, and names one amount. `headings` are its short texts. A
    letter has a salutation, or the heading of a demand: what it demands is due from its reader.
    """

    credit_note: bool = False
    year_to_date: bool = False
    rates: frozenset[Decimal] = frozenset()
    has_currency: bool = True
    names_one: bool = False
    headings: Sequence[str] = ()
    is_letter: bool = False

    def name(self, kind: AmountKind) -> bool:
        """Whether one of the headings is a label of this kind. Asked of every paper, it takes a quarter of the time."""
        return any(amount_kind(heading) is kind for heading in self.headings)


def read_traits(lines: Sequence[TextLine]) -> Traits:
    """The traits of a document that stand in its headings."""
    texts = [(line, cell.text) for line in lines for cell in line.cells if len(cell.text.split()) <= _HEADING_WORDS]
    headings = [(line, skeleton(text)) for line, text in texts]
    return Traits(
        any(_names_credit_note(heading) for line, heading in headings if line.number < _HEADING_LINES),
        any(heading.endswith(_names("year_to_date")) for _, heading in headings),
        frozenset(Decimal(rate.replace(",", ".")) for line in lines for rate in _PERCENTAGE.findall(line.text)),
        names_one=any(name in heading for _, heading in headings for name in (*_names("cheque"), *_names("ticket"))),
        headings=[text for _, text in texts],
        is_letter=find_salutation(lines) < math.inf or any(text.startswith(_names("demand")) for _, text in headings),
    )


def _names_credit_note(heading: str) -> bool:
    """Whether a heading is the name of a credit note. A short name begins many others ("Refund policy")."""
    return heading in _names("credit_note") or any(
        heading.startswith(name) and (len(name) >= _LONG_NAME or heading.removeprefix(name) in _names("number"))
        for name in _names("credit_note")
    )


@cache
def _names(trait: str) -> tuple[str, ...]:
    return tuple(skeleton(phrase) for phrase in phrases("amounts", trait))

"""The labelled amounts of a document, and a search for one by its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.label_search import label_pattern
from alfrd_luigi.extraction.lines import TextLine

# A household's papers contain no amount of a billion.
_IMPLAUSIBLE = Decimal(10**9)
_UNIT_PRICE_AHEAD = re.compile(r"(?:@|\bat)\s?$", re.IGNORECASE)
_UNIT_PRICE_BEHIND = re.compile(r"\s?(?:/|per\b|each\b)", re.IGNORECASE)


@dataclass(frozen=True)
class LabelledAmount:
    """An amount, its label as printed, and the name of the label's kind (see amounts/labels.py)."""

    value: float
    label: str
    kind: str | None
    words: str


def labelled_amounts(lines: Sequence[TextLine]) -> list[LabelledAmount]:
    """The amounts that have their own label, in reading order.

    The label of a price per unit ("12 units @ $708/unit  $8,496.00") belongs to the amount after it. Sentences, and
    tables that split an amount by tax rate, are omitted.
    """
    found: list[LabelledAmount] = []
    given: AmountMention | None = None
    for mention in filter(_is_readable, read_amounts(lines)):
        unit_price = given if given is not None and given.line is mention.line else None
        if _is_unit_price(mention):
            given = mention
        elif mention.column == 1 or unit_price:
            found.append(_labelled(mention, unit_price or mention))
    return found


def _labelled(mention: AmountMention, labelled: AmountMention) -> LabelledAmount:
    kind = labelled.kind.name if labelled.kind else None
    words = mention.line.text[labelled.start : mention.money.end].strip()
    return LabelledAmount(float(mention.money.value), labelled.label, kind, words)


def _is_readable(mention: AmountMention) -> bool:
    return not (mention.in_tax_summary or mention.in_prose) and is_plausible(mention.money.value)


def is_plausible(amount: Decimal) -> bool:
    """Whether an amount is not a code, or the digits of a barcode that OCR ran together."""
    return abs(amount) < _IMPLAUSIBLE


def _is_unit_price(mention: AmountMention) -> bool:
    before, after = mention.line.text[: mention.money.start], mention.line.text[mention.money.end :]
    return bool(_UNIT_PRICE_AHEAD.search(before) or _UNIT_PRICE_BEHIND.match(after))


def find_amount(
    amounts: Sequence[LabelledAmount], labels: Sequence[str], kinds: Sequence[str] | None
) -> Extract[float] | None:
    """The first amount with the most specific of the labels and, if `kinds` is given, of one of these kinds."""
    for label in labels:
        for amount in amounts:
            if label_pattern(label).search(amount.label) and (kinds is None or amount.kind in kinds):
                return Extract(amount.value, amount.words)
    return None

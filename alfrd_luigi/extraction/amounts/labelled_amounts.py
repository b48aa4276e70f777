"""The labelled amounts of a document, and a search for one by its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.mentions import read_amounts
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.label_search import label_pattern
from alfrd_luigi.extraction.lines import TextLine, fold

# A household's papers contain no amount of a billion.
_IMPLAUSIBLE = Decimal(10**9)
_UNIT_PRICE_AHEAD = re.compile(r"(?:@|\bat)\s?$", re.IGNORECASE)
# A part of the amount beside it, in brackets: "incl. 19 % tax (9.98 €)", "(incl. 19 % tax 9.98 €)".
_WITHIN = r"\b(?:incl|inkl|davon|darin|dont|di cui|waarvan|incluid)\w*\b"
_PART_AHEAD = re.compile(rf"(?:\([^()]*{_WITHIN}|{_WITHIN}[^()]*\()[^()]*$", re.IGNORECASE)
# Of another time than the document's: "Previous statement balance", "Last year's premium".
_EARLIER = re.compile(
    r"(?<!since )(?<!since your )\b(?:previous|prior|last (?:year|bill|statement|month)|alte[rns]?\b|vorherig|vorjahr|"
    r"ancien|precedent|anterior|vorig)"
)
_NEAR, _REACH = 2, 120
_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?(?=\s?%)")
_DAY_AHEAD = re.compile(r"\W*\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\W*")
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

    The label of a price per unit ("12 units @ $708/unit  $8,496.00"), or of an amount and a part of it ("Total incl.
    tax (9.98)  62.48"), belongs to the amount after it. Sentences, and tables that split an amount by tax rate, are
    omitted.
    """
    found: list[LabelledAmount] = []
    given: AmountMention | None = None
    for mention in filter(_is_readable, read_amounts(lines)):
        before = given if given is not None and given.line is mention.line else None
        part = _PART_AHEAD.search(_ahead(mention))
        if part and not before:
            found.append(_part(mention, part[0]))
        if part or _is_unit_price(mention):
            given = mention
        elif mention.column == 1 or before:
            found.append(_labelled(mention, before or mention))
    return found


def _ahead(mention: AmountMention) -> str:
    """What is printed before the amount, and the bracket around it, which its money contains as a sign."""
    text, start = mention.line.text, mention.money.start
    end = start + 1 if text[start] == "(" else start
    return text[max(end - _REACH, 0) : end]


def _part(mention: AmountMention, words: str) -> LabelledAmount:
    """A part, by the words before it that say so. It has no sign: the bracket around it is none."""
    amount = mention.line.text[mention.money.start : mention.money.end].strip("( ")
    value = float(abs(mention.money.value))
    return LabelledAmount(value, words.strip(" ("), AmountKind.TAX.name, f"{words}{amount}".strip(" ("))


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
    amounts: Sequence[LabelledAmount], labels: Sequence[str], kinds: Sequence[str] | None, *, earlier: bool
) -> Extract[float] | None:
    """The first amount with the most specific of the labels and, if `kinds` is given, of one of these kinds.

    Amounts of an earlier time ("previous balance") count only if `earlier`. None for several at different rates.
    """
    possible = [each for each in amounts if kinds is None or each.kind in kinds]
    for label in labels:
        found = [each for each in possible if _is_of(each, label, earlier=earlier)]
        if found:
            whole = _whole(found)
            return Extract(whole.value, whole.words) if whole else None
    return None


def _whole(amounts: Sequence[LabelledAmount]) -> LabelledAmount | None:
    """The first amount. Of the parts of a tax at different rates, the only one that is not zero; else None."""
    rates = {rate[0].replace(",", "."): each for each in amounts if (rate := _RATE.search(each.label))}
    parts = {each.value: each for each in rates.values() if each.value}
    if len(rates) < 2 or not parts:
        return amounts[0]
    return next(iter(parts.values())) if len(parts) == 1 else None


def _is_of(amount: LabelledAmount, label: str, *, earlier: bool) -> bool:
    around = _around(label, amount.label)
    return around is not None and (earlier or not _EARLIER.search(around))


def _around(label: str, text: str) -> str | None:
    """The words beside a label in the text before an amount; None if the label is not there.

    In a movement of an account, nothing but its day may be before it.
    """
    day = _DAY_AHEAD.match(text)
    match = label_pattern(label).match(text, day.end()) if day else label_pattern(label).search(text)
    return match and fold(" ".join((*text[: match.start()].split()[-_NEAR:], "|", *text[match.end() :].split())))

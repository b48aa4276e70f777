"""The instalments of a total: equal parts of it that are due at several dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from decimal import Decimal

from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.lines import fold

# The usual numbers of instalments of a year's amount.
_PARTS = (2, 3, 4, 6, 8, 10, 11, 12)
# A date or an ordinal number, which names an instalment.
_TERM = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}\b|\b[1-9](?:st|nd|rd|th|a|er|e)\b|"
    r"\b(?:first|second|third|fourth|erste|zweite|dritte|vierte|premier|deuxieme|troisieme|quatrieme|prima|seconda|terza|"
    r"quarta|primer|segundo|tercer|cuarto|eerste|tweede|derde|vierde)\b"
)
_CENT = Decimal("0.01")


def instalments(mentions: Sequence[AmountMention], totals: Set[Decimal]) -> set[tuple[Decimal, Decimal]]:
    """Each total that is not due itself and of which a due amount is an equal part, with that part."""
    parts = {each.money.value for each in mentions if each.kind is AmountKind.DUE and not each.in_prose}
    schedule = _schedule(mentions)
    return {
        (whole, part)
        for whole in totals - parts
        for part in parts
        if part > 0 and any(abs(part * count - whole) <= _CENT * count and schedule[part] < count for count in _PARTS)
    }


def _schedule(mentions: Sequence[AmountMention]) -> Mapping[Decimal, int]:
    """The number of different dates or ordinal numbers with which the document prints each amount."""
    terms: dict[Decimal, set[str]] = defaultdict(set)
    for mention in mentions:
        words = f"{mention.label} {mention.line.text[: mention.money.start]}"
        terms[mention.money.value].update(each[0] for each in _TERM.finditer(fold(words)))
    return defaultdict(int, {value: len(found) for value, found in terms.items()})

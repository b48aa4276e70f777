"""The labels of dates and their kinds, in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import skeleton


class DateKind(Enum):
    """The role of a date in its document."""

    ISSUED = auto()
    """The date of the document itself, named explicitly."""
    DATE = auto()
    """A bare "date"."""
    AS_OF = auto()
    """The day to which a statement refers."""
    NEARBY = auto()
    """The day of an order, a payment or a delivery, usually close to the document's own date."""
    PERIOD = auto()
    OTHER = auto()
    """Due dates, birthdays, expiries: never the document's own."""


def _phrases() -> dict[str, DateKind]:
    """The kinds by the skeletons of their labels in all languages. A label of several kinds belongs to the first."""
    known: dict[str, DateKind] = {}
    for kind in DateKind:
        for phrase in phrases("dates", kind.name.lower()):
            known.setdefault(skeleton(phrase), kind)
    return known


_BY_SKELETON: Mapping[str, DateKind] = _phrases()
_LONGEST_FIRST = sorted(_BY_SKELETON, key=len, reverse=True)
_SHORTEST_CONTAINED = 6
# Words such as "on" and "for" are labels only if they are alone, not at the end of a part of a sentence.
_SHORT_LABEL = 2
_SHORTEST_IN_SENTENCE = 3


@lru_cache(maxsize=4096)
def date_kind(label: str) -> DateKind | None:
    """The kind of a date with this label, by the longest known phrase in its last words; None if there is none."""
    compact = skeleton(label)
    if compact in _BY_SKELETON:
        return _BY_SKELETON[compact]
    words = {skeleton(word) for word in label.split()}
    shortest = 1 if len(words) <= _SHORT_LABEL else _SHORTEST_IN_SENTENCE
    found = next((key for key in _LONGEST_FIRST if _occurs(key, words, compact) and len(key) >= shortest), None)
    if found:
        return _BY_SKELETON[found]
    return DateKind.DATE if compact.endswith(("date", "datum")) else None


def _occurs(key: str, words: set[str], compact: str) -> bool:
    return key in words or (len(key) >= _SHORTEST_CONTAINED and key in compact)

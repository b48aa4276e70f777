"""Names of months in several languages, from dateparser's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import chain

from alfrd_luigi.extraction.lines import fold

_LANGUAGES = ["en", "nl", "de", "fr", "es", "it", "pt", "sv", "da", "nb", "ms", "id", "pl"]
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORTEST = 3
_SHORTEST_MISREAD = 5


@cache
def _names(language: str) -> Mapping[str, int]:
    """Month numbers by folded name and abbreviation. A table takes milliseconds to load, and most papers need one."""
    table = import_module(f"dateparser.data.date_translation_data.{language}").info
    names: dict[str, int] = {"sept": 9, "sett": 9}
    for number, month in enumerate(_ENGLISH, start=1):
        for name in map(fold, table[month]):
            if len(name) >= _SHORTEST:
                names.setdefault(name.rstrip("."), number)
    return names


@cache
def _long_names() -> Sequence[str]:
    every = chain.from_iterable(map(_names, _LANGUAGES))
    return [name for name in dict.fromkeys(every) if len(name) >= _SHORTEST_MISREAD]


def _named(name: str) -> int | None:
    """The month number in the first of `_LANGUAGES` that has this name."""
    return next((names[name] for names in map(_names, _LANGUAGES) if name in names), None)


@lru_cache(maxsize=2048)
def month_number(word: str) -> int | None:
    """The month that a word names. A long name may have one wrong letter ("0ctober", "Januery")."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    name = fold(word).rstrip(".").translate(str.maketrans("015", "ols"))
    exact = _named(name)
    if exact or len(name) < _SHORTEST_MISREAD:
        return exact
    close = process.extractOne(name, _long_names(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return _named(close[0]) if close else None

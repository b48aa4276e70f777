"""Names of months in the languages of the documents that arrive, from dateparser's tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from alfrd_luigi.language.offline.lines import fold

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


@lru_cache(maxsize=1)
def month_names() -> Mapping[str, int]:
    """Folded month names and abbreviations to 1..12; where languages disagree, the first of `_LANGUAGES` wins."""
    names: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        table = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, month in enumerate(_ENGLISH, start=1):
            for name in map(fold, table[month]):
                if len(name) >= _SHORTEST:
                    names.setdefault(name.rstrip("."), number)
    return names


@lru_cache(maxsize=2048)
def month_number(word: str) -> int | None:
    """The month that a word names; one wrong letter in a long name is forgiven ("0ctober", "Januery")."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    name = fold(word).rstrip(".").translate(str.maketrans("015", "ols"))
    exact = month_names().get(name)
    if exact or len(name) < _SHORTEST_MISREAD:
        return exact
    long_names = [known for known in month_names() if len(known) >= _SHORTEST_MISREAD]
    close = process.extractOne(name, long_names, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return month_names()[close[0]] if close else None

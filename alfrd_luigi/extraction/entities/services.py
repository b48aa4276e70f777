"""Lines that say what the one above them does: a profession, or a list of services."""

from __future__ import annotations

import re
from functools import lru_cache

from alfrd_luigi.extraction.entities.companies import has_legal_form
from alfrd_luigi.extraction.entities.vocabulary import is_generic, occurrences, occurs, single_words, words_of

_ITEM_END = re.compile(r"\s*[\u00b7\u2022|\u2219*]\s*|\s[\-\u2013\u2014/]\s|,\s")
_FEWEST_ITEMS = 3
_MOST_ITEM_WORDS = 4


@lru_cache(maxsize=4096)
def is_service(text: str) -> bool:
    """Whether a text is a profession with what belongs to it, or a list of three services or more."""
    if any(map(str.isdigit, text)) or "@" in text or ":" in text or has_legal_form(text):
        return False
    return _is_profession(text) or _is_list(text)


@lru_cache(maxsize=4096)
def describes(text: str) -> bool:
    """Whether a text begins with the word of a trade and goes on in lower case: "Instalaciones electricas"."""
    words = words_of(text)
    later = [word for word in words[1:] if word.form not in single_words("connecting")]
    plain = bool(later) and all(text[word.start].islower() for word in later)
    return plain and text[words[0].start].isupper() and any(span.first == 0 for span in occurrences("trade", text))


def _is_profession(text: str) -> bool:
    """Whether a profession is all of a text, or nothing that can be a name follows it."""
    professions = list(occurrences("profession", text))
    if not professions or not _names_nothing(text[: professions[0].start]):
        return False
    rest = text[professions[0].end :].lstrip()
    follows = words_of(rest)[:1]
    alone = not follows or not rest[0].isalpha() or rest[follows[0].start].islower()
    return alone or _names_nothing(rest) or len(professions) > 1


def _names_nothing(text: str) -> bool:
    return is_generic(text) or all(word.form in single_words("connecting") for word in words_of(text))


def _is_list(text: str) -> bool:
    """Whether signs separate a text into short items. Commas do so if one item is of a trade or profession."""
    items = _ITEM_END.split(text)
    if len(items) < _FEWEST_ITEMS or any(not 0 < len(words_of(item)) <= _MOST_ITEM_WORDS for item in items):
        return False
    return "," not in text or any(occurs(kind, text) for kind in ("trade", "profession"))

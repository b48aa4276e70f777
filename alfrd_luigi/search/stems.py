"""Stems of words in six languages. `snowballstemmer` is imported at the first stem."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

LANGUAGES = {"de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch"}
"""The languages with stems, by ISO 639-1 code: the names of their algorithms."""


def stem(word: str, language: str) -> str:
    """The stem of a folded word in one of `LANGUAGES`."""
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> BaseStemmer:
    import snowballstemmer

    return snowballstemmer.stemmer(LANGUAGES[language])

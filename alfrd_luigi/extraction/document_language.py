"""Finds the language of a document by its most common words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from alfrd_luigi.extraction.languages import ENGLISH, by_code
from alfrd_luigi.extraction.lines import fold

_WORD = re.compile(r"[a-z]+")
# Fewer words say nothing: a till receipt in English may have a foreign name.
_LEAST = 2.0


def language_of(pages: Sequence[str]) -> str:
    """The ISO 639-1 code of the language with the most words in the text, English if there are too few."""
    counts = Counter(_WORD.findall(fold("\n".join(pages))))
    scores = dict.fromkeys(by_code("language"), 0.0)
    for word in counts.keys() & _languages_of_words().keys():
        languages = _languages_of_words()[word]
        for language in languages:
            scores[language] += counts[word] / len(languages)
    # The first of equals is English.
    best = max(scores, key=lambda code: (scores[code], code == ENGLISH))
    return best if scores[best] >= _LEAST else ENGLISH


@cache
def _languages_of_words() -> Mapping[str, list[str]]:
    languages: dict[str, list[str]] = {}
    for code, content in by_code("language").items():
        for word in content["words"].replace("\n", " ").split(","):
            languages.setdefault(word.strip(), []).append(code)
    return languages

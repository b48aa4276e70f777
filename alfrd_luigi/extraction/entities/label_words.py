"""The words of headings and labels: all those by which the other rules find types, dates, amounts and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from alfrd_luigi.extraction.entities.vocabulary import single_words, words_of
from alfrd_luigi.extraction.field_rules import labels_of_fields
from alfrd_luigi.extraction.languages import ENGLISH, by_code
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.type_rules import all_rules

_WORD = re.compile(r"[^\W_]+")
_LABELS = ("amounts", "dates")
_PHRASES = ("heading", "words")


@lru_cache(maxsize=4096)
def consists_of_labels(name: str) -> bool:
    """Whether a text consists of such words of one language, as the headings of papers and columns do.

    So do one in ten of the other texts that score high on 380 papers, and one in a hundred of the names.
    """
    forms = [word.form for word in words_of(name)]
    telling = [form for form in forms if len(form) > 1 and form not in single_words("connecting")]
    return bool(telling) and any(
        all(form in known or form.removesuffix("s") in known for form in telling) for known in _vocabularies()
    )


@cache
def _vocabularies() -> tuple[frozenset[str], ...]:
    # All phrases at once: `words_of` takes five times as long for each.
    return tuple(
        frozenset(_WORD.findall(fold("\n".join(_phrases(code))))) for code in sorted(by_code("types") | {ENGLISH: {}})
    )


def _phrases(code: str) -> Iterator[str]:
    labels = (by_code(sort).get(code, {}).values() for sort in _LABELS)
    types = all_rules() if code == ENGLISH else by_code("types")[code]
    yield from chain(labels_of_fields(code), *labels, *map(_phrases_of, types.values()))


def _phrases_of(rules: Mapping[str, Any]) -> Iterator[str]:
    return (phrase for kind in _PHRASES for phrase in rules.get(kind, ()))

"""What our archive calls a type or a value that a person named in paperless-ngx, where that is clear from the name.

The words are those by which the offline engine knows types and fields on a page, in every language.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from alfrd_luigi.extraction.languages import phrases, words
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.type_rules import all_rules

# A heading that counts less is a hint at a type, and not its name.
_IS_A_NAME = 3.5
_ENDINGS = ("s", "es", "e", "en", "n")
_TOTALS = ("final", "due", "closing", "total", "amount")


def type_named(name: str, known: Iterable[str]) -> str | None:
    """The type of ours that a type of theirs is, None if that is not clear."""
    types = set(known)
    for form in _forms(name):
        if form.replace(" ", "_") in types:
            return form.replace(" ", "_")
        weights = {each: weight for each, weight in _headings().get(form, {}).items() if each in types}
        best = [each for each, weight in weights.items() if weight == max(weights.values()) and weight >= _IS_A_NAME]
        if len(best) == 1:
            return best[0]
    return None


def field_named(name: str, fields: Iterable[str]) -> str | None:
    """The one of these fields that a field of theirs is, None if that is not clear."""
    form = _folded(name)
    if form.replace(" ", "_") in (own := set(fields)):
        return form.replace(" ", "_")
    found = own & _labels().get(form, set())
    return found.pop() if len(found) == 1 else None


def is_total(name: str) -> bool:
    """Whether a field of theirs is the total of a document."""
    return _folded(name) in _total_labels()


def _folded(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(name[:200])))


def _forms(name: str) -> Iterator[str]:
    """A name, and what it may be the plural of."""
    folded = _folded(name)
    yield folded
    yield from (folded.removesuffix(ending) for ending in _ENDINGS if folded.endswith(ending))


@cache
def _headings() -> Mapping[str, Mapping[str, float]]:
    """The weights of the headings of each type."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for types in (all_rules(), *words("types")):
        for name, rules in types.items():
            for phrase, weight in rules.get("heading", {}).items():
                found[phrase][name] = max(weight, found[phrase].get(name, 0))
    return found


@cache
def _labels() -> Mapping[str, set[str]]:
    """The fields by the labels that they have on paper."""
    english = tomllib.loads((files("alfrd_luigi.extraction") / "fields.toml").read_text("utf-8"))
    labels: dict[str, set[str]] = defaultdict(set)
    for name, rule in english.items():
        _add(labels, name, rule.get("labels", ()) if isinstance(rule, dict) else ())
    for language in words("fields"):
        for name, own in language.items():
            _add(labels, name, own)
    return labels


def _add(labels: dict[str, set[str]], name: str, own: Any) -> None:
    for label in own if isinstance(own, list | tuple) else ():
        labels[_folded(str(label))].add(name)


@cache
def _total_labels() -> frozenset[str]:
    return frozenset(_folded(phrase) for kind in _TOTALS for phrase in phrases("amounts", kind))

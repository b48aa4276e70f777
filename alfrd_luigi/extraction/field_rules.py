"""The rule of each field in fields.toml, with its labels in all languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from alfrd_luigi.extraction.languages import ENGLISH, by_code, words

Rule = Mapping[str, Any]


@cache
def rules() -> Mapping[str, Rule]:
    """The rules of fields.toml. The labels of other languages come first: they are more telling than "account"."""
    return {
        name: {
            **rule,
            "labels": [*_foreign_labels(name), *rule.get("labels", ())],
            "choices": _choices(name, rule.get("choices", {})),
        }
        for name, rule in _own_rules().items()
    }


@cache
def _own_rules() -> Mapping[str, Rule]:
    return tomllib.loads((files(__package__) / "fields.toml").read_text("utf-8"))


def labels_of_fields(language: str) -> Iterator[str]:
    """The labels of all fields in one language (its code)."""
    if language == ENGLISH:
        return (label for rule in _own_rules().values() for label in rule.get("labels", ()))
    return (
        label for labels in by_code("fields").get(language, {}).values() if isinstance(labels, list) for label in labels
    )


def _foreign_labels(name: str) -> list[str]:
    return [label for language in words("fields") for label in language.get(name, ())]


def _choices(name: str, own: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The phrases of each choice in all languages, the English ones first."""
    foreign = [language.get("choices", {}).get(name, {}) for language in words("fields")]
    return {
        choice: [*phrases, *(phrase for language in foreign for phrase in language.get(choice, ()))]
        for choice, phrases in own.items()
    }

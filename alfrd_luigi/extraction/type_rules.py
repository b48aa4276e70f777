"""The rules for reading the documents of a type: rules.toml in its folder of document_types."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_PRICED_TOTALS = frozenset({"purchase", "statement", "balance"})
_NEEDED_TOTALS = frozenset({"purchase", "statement", "balance", "bill", "pay"})


@cache
def all_rules() -> dict[str, dict[str, Any]]:
    """The rules by type name, in alphabetical order."""
    folders = sorted(files("alfrd_luigi.document_types").iterdir(), key=lambda folder: folder.name)
    rules = ((folder.name, folder / "rules.toml") for folder in folders)
    return {name: tomllib.loads(file.read_text("utf-8")) for name, file in rules if file.is_file()}


def rules_of(document_type: str | None) -> Mapping[str, Any]:
    """The rules of a type; empty for a type that a person added."""
    return all_rules().get(document_type or "", {})


def needs_total(document_type: str | None) -> bool:
    """Whether every document of a type has a total, and so a currency."""
    return rules_of(document_type).get("total") in _NEEDED_TOTALS


def has_price(document_type: str | None) -> bool:
    """Whether the amounts of a type have a currency even without a clear total: it is about a price, or an account."""
    return rules_of(document_type).get("total") in _PRICED_TOTALS


def is_account(document_type: str | None) -> bool:
    """Whether the total of a type's documents is the balance of an account, with the sign that it has for its owner."""
    return rules_of(document_type).get("total") == "balance"

"""What a document of a type is in a ledger: ledger.toml in the folder of the type in document_types."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Kind = Literal["bill", "payment", "income", "none"]
KINDS: tuple[Kind, ...] = ("bill", "payment", "income", "none")

UNSORTED = "Expenses:Unsorted"


class TypeKind(NamedTuple):
    """A bill (to be paid), a payment (paid), an income, or none of these, and why. `account` is proposed for it.

    The document is a transaction if it has one of the fields `needs` (if any), and none of `unless`. With
    `needs_total`, a document without a total is no transaction; otherwise it is one that lacks its total.
    """

    kind: Kind
    account: str
    reason: str
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs_total: bool = False


_OF_A_PERSON = TypeKind("bill", UNSORTED, "A type of your own: what has a total is a bill", needs_total=True)


def kind_of(rules: str) -> TypeKind:
    """What the documents of a type are, by the name that the type had first."""
    return _shipped().get(rules, _OF_A_PERSON)


def is_shipped(rules: str) -> bool:
    """Whether the program says what the documents of a type are."""
    return rules in _shipped()


@cache
def _shipped() -> dict[str, TypeKind]:
    stated = ((folder.name, folder / "ledger.toml") for folder in files("alfrd_luigi.document_types").iterdir())
    return {name: _read(tomllib.loads(file.read_text("utf-8"))) for name, file in stated if file.is_file()}


def _read(stated: dict[str, Any]) -> TypeKind:
    needs, unless = (tuple(stated.get(key, ())) for key in ("needs", "unless"))
    return TypeKind(stated["kind"], stated.get("account", UNSORTED), stated["reason"], needs, unless)

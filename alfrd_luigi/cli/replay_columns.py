"""The columns of the values that a replay would change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from alfrd_luigi.cli.columns import Column, key

if TYPE_CHECKING:
    from alfrd_luigi.prompts.replay import Difference, Replayed


class Replacement(NamedTuple):
    """A value of a document that would be another one, or the problem for which there is no answer.

    `change` is `better` or `worse` if a person knows the value, and only one of the two is right.
    """

    document: UUID
    name: str | None
    found: Difference | None
    change: str | None
    problem: str | None


def replacements(made: Iterable[Replayed]) -> Iterator[Replacement]:
    """The rows of the listing."""
    for each in made:
        if each.problem is not None:
            yield Replacement(each.document, each.name, None, None, each.problem)
        for found in each.differences:
            yield Replacement(each.document, each.name, found, _change(each, found), None)


def _change(each: Replayed, found: Difference) -> str | None:
    known = each.fields.get(found.name)
    if known is None or known["incumbent"] == known["candidate"]:
        return None
    return "better" if known["candidate"] else "worse"


def _value(name: str, part: str) -> Column:
    """A column of a part of the difference. The screen has a dash for a blank value."""

    def value(row: Replacement) -> Any:
        return getattr(row.found, part, None)

    def shown(row: Replacement) -> str | None:
        is_there = row.found is not None and (part != "right" or row.found.is_known)
        return _text(value(row)) if is_there else None

    return Column(name, value, shown, room="wrap")


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


REPLACEMENTS = (
    key(lambda row: row.document, "document"),
    Column("name", lambda row: row.name, room="wrap"),
    Column("value", lambda row: row.found and row.found.name),
    _value("now", "now"),
    _value("with_it", "then"),
    _value("right", "right"),
    Column("change", lambda row: row.change),
    Column("problem", lambda row: row.problem, room="below"),
)

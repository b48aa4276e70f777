"""The names of a document's values as people write them and as commands print them.

A head is `entity`, `date`, `total` or `currency`; a field of the type is `field.` with its name: `field.due_date`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEADS = {"entity": "entity", "document_date": "date", "total_amount": "total", "currency": "currency"}
"""The names of the heads by their names in an answer, which are those of their columns."""


FIELD = "field."
_ANSWER_NAMES = {name: answer_name for answer_name, name in HEADS.items()} | {"type": "document_type"}


def field_name(name: str) -> str:
    """The name of a value that an answer calls `name`. A field that is called like a head is the head."""
    return HEADS.get(name, f"{FIELD}{name}")


def answer_name(name: str) -> str:
    """The name that an answer has for a value."""
    return _ANSWER_NAMES.get(name, name.removeprefix(FIELD))


def value_of(answer: Any, name: str) -> Any:
    """A value of an answer, by the name that commands use; None if the answer omits it, or is none."""
    holder = _member(answer, "structured_data") if name.startswith(FIELD) else answer
    return _member(holder, answer_name(name))


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None

"""The names of a document's values as people write them and as commands print them.

A head is `entity`, `date`, `total` or `currency`; a field of the type is `field.` with its name: `field.due_date`.
"""

from __future__ import annotations

HEADS = {"entity": "entity", "document_date": "date", "total_amount": "total", "currency": "currency"}
"""The names of the heads by their names in an answer, which are those of their columns."""


def field_name(name: str) -> str:
    """The name of a value that an answer calls `name`. A field that is called like a head is the head."""
    return HEADS.get(name, f"field.{name}")

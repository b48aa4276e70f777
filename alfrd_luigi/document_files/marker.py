"""The marker of a page store: a small file or object that identifies the store."""

from __future__ import annotations

import json
from typing import NamedTuple
from uuid import UUID

MARKER = ".alfrd-store"
MOST_BYTES = 1024

_NOBODY = UUID(int=0)
_ABOUT = "The page files of one alfrd archive. Without this file the archive takes its store for not mounted."


class Mark(NamedTuple):
    """`id` is the store's; `registrations` counts the documents ever registered when the marker was written."""

    id: UUID
    registrations: int

    def content(self) -> bytes:
        """The content of the marker file."""
        fields = {"about": _ABOUT, "id": str(self.id), "registrations": self.registrations}
        return json.dumps(fields, indent=2).encode() + b"\n"


def mark_of(content: bytes) -> Mark:
    """The mark in a marker file. A damaged file gives an id that no archive has."""
    try:
        fields = json.loads(content)
        return Mark(UUID(fields["id"]), int(fields["registrations"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Mark(_NOBODY, 0)

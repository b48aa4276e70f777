"""Numbers of things, as people say them."""

from __future__ import annotations


def counted(count: int, noun: str, several: str = "") -> str:
    """The number of things: `1 document`, `2 documents`. `several` is the plural if it has no plain s."""
    return f"{count} {noun if count == 1 else several or f'{noun}s'}"

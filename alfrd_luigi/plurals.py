"""Numbers of things, as people say them."""

from __future__ import annotations


def counted(count: int, noun: str, several: str = "") -> str:
    """The number of things: `1 document`, `2 documents`, `2 entries`. `several` is the plural if it is another one."""
    return f"{count} {noun if count == 1 else several or _plural(noun)}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"

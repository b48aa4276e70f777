"""How far long work has come: it passes what it goes through to whoever shows that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Track(Protocol):
    """Hands on the items, of which there are `total`, one by one; `what` says what becomes of them."""

    def __call__(self, items: Iterable[_Item], what: str, total: int, /) -> Iterable[_Item]:
        """The same items."""
        ...


def untracked(items: Iterable[_Item], *_: object) -> Iterable[_Item]:
    """For work that nobody watches."""
    return items

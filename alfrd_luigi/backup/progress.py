"""Progress of long work: the items pass through a callback that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Track(Protocol):
    """Yields the items, of which there are `total`, one by one. `what` describes the work."""

    def __call__(self, items: Iterable[_Item], what: str, total: int, /) -> Iterable[_Item]:
        """The same items."""
        ...


def untracked(items: Iterable[_Item], *_: object) -> Iterable[_Item]:
    """For work without a progress display."""
    return items

"""Which columns of a table a screen has room for, and how wide each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

GAP = 2
# A flexible column is no narrower than this, before another one is left out.
_LEAST = {"cut": 18, "wrap": 24}
# Without any other way, it becomes as narrow as this.
_NARROWEST = 8


class Need(NamedTuple):
    """What a column needs: its full width, whether it is `cut`, `wrap` or `whole`, and its rank (see Column)."""

    width: int
    room: str
    rank: int

    @property
    def least(self) -> int:
        """The width below which another column is left out."""
        return min(self.width, _LEAST.get(self.room, self.width))


def fitted(needs: Sequence[Need], room: int) -> dict[int, int]:
    """The widths of the columns that fit in the room, by their place among all.

    The columns with the highest rank are left out first, the last one of them before the others. Then the flexible
    columns share what is left.
    """
    places = list(range(len(needs)))
    while _total(needs[place].least for place in places) > room:
        last = max(places, key=lambda place: (needs[place].rank, place), default=None)
        if last is None or not needs[last].rank:
            break
        places.remove(last)
    return _shared({place: needs[place].width for place in places}, needs, room)


def _shared(widths: dict[int, int], needs: Sequence[Need], room: int) -> dict[int, int]:
    """The widths, less what is too much: of the columns with the highest rank first, and then of the widest."""
    flexible = [place for place in widths if needs[place].room != "whole"]
    for _ in range(_total(widths.values()) - room):
        ample = [place for place in flexible if widths[place] > needs[place].least]
        next_one = max(
            ample or flexible, key=lambda place: (needs[place].rank if ample else 0, widths[place]), default=None
        )
        if next_one is None or widths[next_one] <= _NARROWEST:
            break
        widths[next_one] -= 1
    return widths


def _total(widths: Iterable[int]) -> int:
    found = list(widths)
    return sum(found) + GAP * max(len(found) - 1, 0)

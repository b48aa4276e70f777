"""Rows by what they belong to, and a few at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

_Row = TypeVar("_Row")
_Key = TypeVar("_Key")


def grouped(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> defaultdict[_Key, list[_Row]]:
    """The rows by their key, each group in the order of the rows."""
    found: defaultdict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def batches(rows: Sequence[_Row], size: int) -> Iterator[Sequence[_Row]]:
    """The rows in their order, up to `size` at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]

"""What was considered for a value: the candidate that was taken, and the best of those that lost, with the reasons."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from alfrd_luigi.extraction.extracts import Extract

T = TypeVar("T")

MOST_RIVALS = 3
"""A person compares a value with the next few; those after them have nothing to say for them."""


class Rival(NamedTuple):
    """A candidate that was not taken.

    `value` has the form that it has in an answer. `words` are as printed, on `page` (from 1); None for a type, whose
    words stand in many places. `score` is None for a candidate that could not be the value at all, whatever its score.
    `reasons` name what speaks against it, the strongest first.
    """

    value: Any
    words: str
    page: int | None
    score: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Contest(Generic[T]):
    """What was taken, if anything was; its rivals, the best first; and why nothing was taken, or None."""

    found: Extract[T] | None
    rivals: tuple[Rival, ...] = ()
    blank: str | None = None


def best_rivals(ranked: Iterable[tuple[Hashable, Rival]], taken: Hashable) -> tuple[Rival, ...]:
    """The first few of the rivals, which are ranked and keyed by their values: one of each, but none of the taken."""
    known, best = {taken}, []
    for key, rival in ranked:
        if key not in known:
            known.add(key)
            best.append(rival)
        if len(best) == MOST_RIVALS:
            break
    return tuple(best)

"""The rules by which earlier versions decided on prompts, for comparison. Nothing else uses them any more.

Before migration 33, the scores of five documents were compared with those of five others. The predecessor, the document
processor from which this project descends, compared one score with a stored one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from statistics import fmean

from prompt_keys import LEVEL, Tally
from prompt_pairs import score, score_of_document
from prompt_trials import CANDIDATES

_LEAST, _MORE, _CEILING = 5, 0.05, 0.95
_DOCUMENTS = 30


def kept(rng: random.Random, gain: float, noise: float) -> bool:
    """Whether five against five other documents kept a candidate."""
    return next(life(rng, gain, noise))


def life(rng: random.Random, gain: float, noise: float) -> Iterator[bool]:
    """Whether each candidate of a key was kept, until one was. The incumbent has the same five scores in each trial."""
    incumbent = Former(0)
    incumbent.score(rng, noise, _LEAST)
    for _ in range(CANDIDATES):
        candidate = Former(gain)
        candidate.score(rng, noise, _LEAST)
        yield not incumbent.is_good and candidate.beats(incumbent)
        if candidate.beats(incumbent):
            return


def changes(rng: random.Random, noise: float) -> int:
    """How often the predecessor changed a prompt within 30 documents, all of which were read equally well."""
    found, stored = 0, score(rng, score_of_document(rng), noise)
    for _ in range(_DOCUMENTS - 1):
        new = score(rng, score_of_document(rng), noise)
        if new > stored + _MORE:
            found, stored = found + 1, new
    return found


class Former:
    """A version that is better by `gain` than the first one, with its scores."""

    def __init__(self, gain: float) -> None:
        self.gain = gain
        self._scores: list[float] = []

    def score(self, rng: random.Random, noise: float, documents: int = 1) -> None:
        """Score its answers about new documents."""
        self._scores += [score(rng, score_of_document(rng) + self.gain, noise) for _ in range(documents)]

    @property
    def is_scored(self) -> bool:
        return len(self._scores) >= _LEAST

    @property
    def is_good(self) -> bool:
        """Whether it reaches the ceiling, above which nothing challenges it."""
        return fmean(self._scores) >= _CEILING

    def beats(self, incumbent: Former) -> bool:
        """Whether it stays."""
        return fmean(self._scores) > fmean(incumbent._scores) + _MORE


class FormerKey:
    """A key over time: a candidate is active while it is on trial."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._active = Former(0)
        self._candidate: Former | None = None

    def read(self, rng: random.Random, steps: Sequence[int], noise: float) -> None:
        """Read a new document, score the answer, and decide what is due."""
        version = self._candidate or self._active
        version.score(rng, noise)
        if self._candidate is not None:
            self.tally.documents += 1
            self._decide(self._candidate)
        if self._candidate is None and self._active.is_scored and not self._active.is_good:
            self.tally.filing = self.tally.next_level(rng, steps)
            self._candidate = Former(self.tally.filing - LEVEL)

    def _decide(self, candidate: Former) -> None:
        if candidate.is_scored:
            if candidate.beats(self._active):
                self.tally.promote(LEVEL + candidate.gain)
                self._active = candidate
            self.tally.set(self.tally.level)
            self._candidate = None

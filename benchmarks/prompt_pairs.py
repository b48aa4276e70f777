"""Pairs of answers that two versions of a prompt gave, made up, and the judges of them.

A difference is from -1 to 1, and positive if the candidate's answer is better. The owner sees it as it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

FIELDS = 5


class Answers(NamedTuple):
    """How the answers of two versions differ: `differ` makes the difference on one document.

    A judge sees a difference with a normal error of `blur`, and says "even" if what it sees is less than `margin`.
    """

    name: str
    differ: Callable[[random.Random], float]
    blur: float
    margin: float


class Look(NamedTuple):
    """What a judge has before it: how much better the candidate seems, whether it comes first, and what is visible."""

    seen: float
    is_first: bool
    margin: float


def fields(incumbent: float, candidate: float, shared: float) -> Answers:
    """Answers of five fields each, of which these shares are right.

    A field is right if a uniform number is below the share. For a part `shared` of the fields, both versions have the
    same number: what one of them reads there, a better one reads, too.
    """
    name = f"{incumbent:.2f} -> {candidate:.2f}, {shared:.0%} shared"
    return Answers(name, lambda rng: _fields(rng, incumbent, candidate, shared) / FIELDS, 0.1, 0.1)


def _fields(rng: random.Random, incumbent: float, candidate: float, shared: float) -> int:
    ahead, draw = 0, rng.random
    for _ in range(FIELDS):
        number = draw()
        other = number if draw() < shared else draw()
        ahead += (other < candidate) - (number < incumbent)
    return ahead


def wrong_fields(share: float, shared: float, count: int) -> Answers:
    """Answers of two equal versions, of so many fields, on documents where the incumbent has a field wrong."""
    name = f"{count} at {share:.2f}, {shared:.0%} shared"
    return Answers(name, lambda rng: _wrong(rng, share, shared, count) / count, 0.1, 0.1)


def _wrong(rng: random.Random, share: float, shared: float, count: int) -> int:
    while True:
        numbers = [rng.random() for _ in range(count)]
        if max(numbers) >= share:
            others = [number if rng.random() < shared else rng.random() for number in numbers]
            return sum(other < share for other in others) - sum(number < share for number in numbers)


def scores(gain: float, noise: float) -> Answers:
    """Answers that are worth a score each, of .8 on average, with a part of the document and one of the answer itself.

    The owner's scores are in steps of .05.
    """
    return Answers(f"{gain:+.2f}, noise {noise:.2f}", lambda rng: _scores(rng, gain, noise), noise / 2, 0.025)


def _scores(rng: random.Random, gain: float, noise: float) -> float:
    document = score_of_document(rng)
    return round(score(rng, document + gain, noise) - score(rng, document, noise), 2)


def score_of_document(rng: random.Random) -> float:
    """What an answer about a document is worth, without the luck of the answer."""
    return rng.gauss(0.8, 0.07)


def score(rng: random.Random, worth: float, noise: float) -> float:
    """A score, from 0 to 1 in steps of .05."""
    return max(0.0, min(round(20 * rng.gauss(worth, noise)) / 20, 1.0))


# How much better than it looks each judge finds the candidate's answer. The last one does not look.
_SLANTS: Mapping[str, Callable[[Look], float]] = {
    "honest": lambda _: 0.0,
    "lenient": lambda look: -max(-2 * look.margin, min(look.seen, 2 * look.margin)),
    "biased": lambda look: 2 * look.margin,
    "prefers a place": lambda look: 2 * look.margin if look.is_first else -2 * look.margin,
    "always the first": lambda look: 1000.0 if look.is_first else -1000.0,
}
JUDGES = tuple(_SLANTS)


def judge(rng: random.Random, name: str, difference: float, answers: Answers) -> float:
    """What this judge says of a difference: 1 if the candidate is better, -1 if the incumbent is, else 0."""
    look = Look(rng.gauss(difference, answers.blur), rng.random() < 0.5, answers.margin)
    found = look.seen + _SLANTS[name](look)
    return float((found > look.margin) - (found < -look.margin))

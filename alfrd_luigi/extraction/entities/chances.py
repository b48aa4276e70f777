"""The chance that a candidate is the issuer: by its score, and by what the issuers of other papers look like.

impressions.toml holds the weights, which benchmarks/issuers.py fits to documents with known answers.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from alfrd_luigi.extraction.entities.companies import is_same, name_key
from alfrd_luigi.extraction.entities.evidence import Weighed
from alfrd_luigi.extraction.entities.impressions import Impressions

SCORE_UNIT = 10
"""The points of a score that count as much as 1 of the impressions."""
FAIR_SCORE = 45
"""The score with which a name is as likely as none of the candidates, if they look alike."""
_MOST = 6
_FEWEST_POINTS, _MOST_BEHIND, _MOST_LOST = 20, 30, 20
"""What a candidate needs to overtake the one with the best score. The rules know better than its looks below that."""
_NONE = "none"
_SUREST = 0.999


class Considered(NamedTuple):
    """A candidate that may be the issuer, and the position of the first one that has the same name."""

    weighed: Weighed
    same: int


def considered(scored: Sequence[Weighed]) -> list[Considered]:
    """The candidates that can be the issuer, the best score first."""
    ranked = list({_identity(each): each for each in sorted(scored, key=lambda each: -each.score)}.values())
    able = [each for each in ranked if each is ranked[0] or _is_able(each, ranked[0])][:_MOST]
    keys = [name_key(each.candidate.name) for each in able]
    return [
        Considered(each, next(index for index, other in enumerate(keys) if is_same(other, key)))
        for each, key in zip(able, keys, strict=True)
    ]


def likeliest(scored: Sequence[Weighed], impressions: Impressions) -> tuple[Weighed, float]:
    """The candidate with the likeliest name, and the logarithm of the odds that the name is the issuer's."""
    each = considered(scored)
    chances = name_chances(
        [one.same for one in each], [one.weighed.score for one in each],
        [impressions.of(one.weighed.candidate) for one in each], _weights(),
    )  # fmt: skip
    best = max(chances, key=lambda index: chances[index])
    return each[best].weighed, log_odds(chances[best])


def name_chances(
    names: Sequence[int], scores: Sequence[float], looks: Sequence[Mapping[str, float]], weights: Mapping[str, float]
) -> dict[int, float]:
    """The chance of each name, by the position of its first candidate. What is missing to 1 is that of another name."""
    logits = [score / SCORE_UNIT + _liking(look, weights) for score, look in zip(scores, looks, strict=True)]
    none = FAIR_SCORE / SCORE_UNIT + weights[_NONE]
    highest = max(none, *logits)
    parts = [math.exp(logit - highest) for logit in logits]
    whole = sum(parts) + math.exp(none - highest)
    chances = dict.fromkeys(names, 0.0)
    for name, part in zip(names, parts, strict=True):
        chances[name] += part / whole
    return chances


def log_odds(chance: float) -> float:
    """The logarithm of the odds of a chance, which is never quite 0 or 1."""
    bounded = max(1 - _SUREST, min(_SUREST, chance))
    return math.log(bounded / (1 - bounded))


def _liking(look: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in look.items())


def _identity(weighed: Weighed) -> tuple[str, int, object]:
    candidate = weighed.candidate
    return candidate.name, candidate.line.number, candidate.source


def _is_able(weighed: Weighed, best: Weighed) -> bool:
    fair = weighed.score >= max(_FEWEST_POINTS, best.score - _MOST_BEHIND)
    return fair and sum(weighed.losses.values()) < _MOST_LOST


@cache
def _weights() -> Mapping[str, float]:
    return tomllib.loads((files(__package__) / "impressions.toml").read_text("utf-8"))

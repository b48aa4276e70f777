"""The evidence that one version of a prompt is better than another: a symmetric e-process on paired differences.

If two versions are equally good, a difference d between them on one document is as likely as -d. Then each factor
2 / (1 + exp(-2 * rate * d)) has the mean 1 whatever came before, and so has their product. By Ville's inequality such a
product ever reaches 1/p with a probability of at most p. So it may be looked at after each document, and a trial may
end at any time. A factor is exp(x) / cosh(x) with x = rate * d, the test of symmetry of Ramdas, Ruf, Larsson and Koolen
("Admissible anytime-valid sequential inference must rely on nonnegative martingales", 2020). The mean over several
rates has the same bound, and no gain has to be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from math import exp, fsum, log, log1p
from sys import float_info

_RATES = (1.7, 1.7**2, 1.7**3)
# No document weighs more than two fields of five. So a single field, or a preference of the judge, that speaks against
# the many does not decide.
_MOST = 0.4
_LARGEST = log(float_info.max)


def e_values(differences: Iterable[float]) -> list[float]:
    """The evidence for the candidate after each difference, from 0 to the largest float.

    A difference is from -1 to 1, and positive if the candidate is better. Before the first, the evidence is 1. Each
    difference at most doubles it. Raises ValueError for a difference that is not finite or not from -1 to 1.
    """
    return [_mean(sums) for sums in accumulate(map(_logarithms, differences), _sum)]


def e_value(differences: Iterable[float]) -> float:
    """The evidence after all of these differences, in any order; 1 without any. Raises what `e_values` does."""
    return _mean([fsum(column) for column in zip(*map(_logarithms, differences), strict=True)] or [0.0])


@lru_cache(maxsize=1024)
def _logarithms(difference: float) -> Sequence[float]:
    """The logarithm of the factor of a difference, for each rate."""
    if not -1 <= difference <= 1:
        raise ValueError(f"A difference is from -1 to 1, not {difference}.")
    weighed = max(-_MOST, min(difference, _MOST))
    return tuple(log(2) - log1p(exp(-2 * rate * weighed)) for rate in _RATES)


def _sum(first: Sequence[float], second: Sequence[float]) -> Sequence[float]:
    return [one + other for one, other in zip(first, second, strict=True)]


def _mean(logarithms: Sequence[float]) -> float:
    largest = max(logarithms)
    mean = largest + log(fsum(exp(each - largest) for each in logarithms) / len(logarithms))
    return exp(min(mean, _LARGEST))

"""The evidence that one version of a prompt is better than another: a symmetric e-process on paired differences.

If two versions are equally good, a difference d between them on one document is as likely as -d. Then each factor
2 / (1 + exp(-2 * rate * d)) has the mean 1 whatever came before, and so has their product. By Ville's inequality such a
product ever reaches 1/p with a probability of at most p. So it may be looked at after each document, and a trial may
end at any time. A factor is exp(x) / cosh(x) with x = rate * d, the test of symmetry of Ramdas, Ruf, Larsson and Koolen
("Admissible anytime-valid sequential inference must rely on nonnegative martingales", 2020). The mean over several
rates has the same bound, and no gain has to be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import exp, fsum, log, log1p
from sys import float_info

_RATES = (1.5, 3.0, 6.0)
# No document weighs more than two fields of five. So a single field, or a preference of the judge, that speaks against
# the many does not decide.
_MOST = 0.4
_LARGEST = log(float_info.max)


def e_values(differences: Iterable[float]) -> list[float]:
    """The evidence for the candidate after each difference, from 0 to the largest float.

    A difference is from -1 to 1, and positive if the candidate is better. Before the first, the evidence is 1. Each
    difference at most doubles it. Raises ValueError for a difference that is not finite or not from -1 to 1.
    """
    sums, evidence = [0.0] * len(_RATES), []
    for difference in differences:
        sums = [each + factor for each, factor in zip(sums, _logarithms(difference), strict=True)]
        evidence.append(exp(min(_logarithm_of_mean(sums), _LARGEST)))
    return evidence


@lru_cache(maxsize=1024)
def _logarithms(difference: float) -> tuple[float, ...]:
    """The logarithm of the factor of a difference, for each rate."""
    if not -1 <= difference <= 1:
        raise ValueError(f"A difference is from -1 to 1, not {difference}.")
    weighed = max(-_MOST, min(difference, _MOST))
    return tuple(log(2) - log1p(exp(-2 * rate * weighed)) for rate in _RATES)


def _logarithm_of_mean(logarithms: list[float]) -> float:
    largest = max(logarithms)
    return largest + log(fsum(exp(each - largest) for each in logarithms) / len(logarithms))

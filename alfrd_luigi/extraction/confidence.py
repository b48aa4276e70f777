"""The probability that a value found by rules is right, from its signs.

confidence.toml holds the weights of a logistic regression for each value, which benchmarks/calibration.py fits to
documents with known answers.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# The weights are rounded, and no set of documents proves that a rule is never wrong.
_SUREST = 0.99


def probability(name: str, signs: Mapping[str, float]) -> float:
    """The probability for the value `name`. A value without weights of its own has those of `field`.

    The sign `most` is a probability that bounds it, because the value depends on another one.
    """
    weights = _weights().get(name) or _weights()["field"]
    logit = weights["bias"] + sum(weight * signs.get(sign, 0.0) for sign, weight in weights.items() if sign != "bias")
    return min(_SUREST, signs.get("most", 1.0), 1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))))


@cache
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads((files(__package__) / "confidence.toml").read_text("utf-8"))

"""The figures on trials of prompts: lives of keys, gains found, returns, and what earlier rules did."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import exp
from operator import mul
from statistics import fmean, median
from typing import NamedTuple
from unittest.mock import patch

import prompt_rules_before as before
from prompt_pairs import Answers, fields, scores, wrong_fields
from prompt_trials import End, Setup, life, returned, trial

from alfrd_luigi.prompts import rule
from alfrd_luigi.prompts.evidence import e_values
from alfrd_luigi.prompts.rule import MOST_DOCUMENTS

NOISES = (0.03, 0.05, 0.10)
PARTS = (0.5, 0.8)
_JUDGES = ("honest", "lenient", "biased", "prefers a place", "always the first")
# The last: it has been honest about the candidates of other keys, and favours the style of this one.
BY_OWNER: Mapping[str, Setup] = {
    "audits alone": Setup("owner"),
    **{name: Setup("owner", name) for name in _JUDGES},
    "biased here": Setup("owner", "biased", "honest"),
}
ALONE = BY_OWNER["audits alone"]
BY_JUDGE: Mapping[str, Setup] = {name: Setup("judge", name) for name in _JUDGES}


class Found(NamedTuple):
    """Of trials: the share that was successful, the median of the documents until then, and the mean of all audits.

    `by` has the documents of each successful one. The median is infinite if less than half were.
    """

    share: float
    middle: float
    audits: float
    by: list[int]


def _rng(*names: object) -> random.Random:
    return random.Random("/".join(map(str, names)))


def lives(answers: Answers, setup: Setup, count: int) -> tuple[list[int], float]:
    """Of keys with ten candidates in turn: the number of the promoted one, where one was, and documents a candidate."""
    rng, promoted, documents, trials = _rng("life", answers.name, setup), [], 0, 0
    for _ in range(count):
        ends = list(life(rng, answers, setup))
        documents += sum(end.documents for end in ends)
        trials += len(ends)
        if ends[-1].action == "promote":
            promoted.append(len(ends))
    return promoted, documents / trials


def lives_unseen(answers: Answers, count: int) -> tuple[list[int], float]:
    """The same with a judge that is biased here, if it counted without a compared document of the trial itself."""
    with patch.object(rule, "_OWN_PAIRS", 0):
        return lives(answers, BY_OWNER["biased here"], count)


def gain(answers: Answers, setup: Setup, count: int, number: int = 1) -> Found:
    """Trials of a candidate."""
    rng = _rng("gain", answers.name, setup, number)
    return _found([trial(rng, answers, setup, number) for _ in range(count)], "promote")


def back(former: Answers, is_audited: bool, count: int) -> Found:
    """Audits after a promotion. The answers are those of the present version and of the former one."""
    rng = _rng("back", former.name, is_audited)
    return _found([returned(rng, former, is_audited) for _ in range(count)], "return")


def _found(ends: Sequence[End], action: str) -> Found:
    by = [end.documents for end in ends if end.action == action]
    middle = median([end.documents if end.action == action else float("inf") for end in ends])
    return Found(len(by) / len(ends), middle, fmean(end.audits for end in ends), by)


def null_answers() -> Iterator[Answers]:
    """Answers of a candidate that is as good as the incumbent."""
    yield from (scores(0, noise) for noise in NOISES)
    yield fields(0.8, 0.8, 0.5)


def all_answers() -> Iterator[Answers]:
    """Answers of candidates that are as good, and of better ones."""
    yield from (scores(step, noise) for step in (0, 0.05, 0.10) for noise in NOISES)
    yield from (fields(0.8, share, part) for share in (0.8, 0.85, 0.9) for part in PARTS)


def bound_reached(answers: Answers, bound: float, count: int) -> Found:
    """How often audits alone would reach a bound, if a trial were never given up."""
    rng = _rng("bound", answers.name)
    return _reached([e_values(_differences(rng, answers)) for _ in range(count)], bound)


def rate_known(answers: Answers, rate: float, bound: float, count: int) -> Found:
    """The same by a test of one rate, which fits what a person would have to know before: how much better it is."""
    rng = _rng("rate", answers.name)
    return _reached([_products(rate, _differences(rng, answers)) for _ in range(count)], bound)


def _differences(rng: random.Random, answers: Answers) -> list[float]:
    return [answers.differ(rng) for _ in range(MOST_DOCUMENTS)]


def _products(rate: float, differences: Iterable[float]) -> list[float]:
    return [*accumulate((2 / (1 + exp(-2 * rate * each)) for each in differences), mul)]


def _reached(paths: Iterable[Sequence[float]], bound: float) -> Found:
    first = (next((number for number, each in enumerate(path, 1) if each >= bound), None) for path in paths)
    return _found([End("promote" if number else "", number or 0, 0, 0) for number in first], "promote")


class Patience(NamedTuple):
    """A way to give a trial up: at what evidence, and after how many documents if the candidate is not ahead."""

    name: str
    hopeless: float
    patience: int


PATIENCES = (
    Patience("never before 60", 0.0, MOST_DOCUMENTS),
    Patience("evidence of .25", 0.25, MOST_DOCUMENTS),
    Patience("evidence of .1", 0.1, MOST_DOCUMENTS),
    Patience("or not ahead after 20", rule._HOPELESS, rule._PATIENCE),
    Patience("or not ahead after 12", rule._HOPELESS, 12),
)


def given_up(patience: Patience, answers: Answers, count: int) -> Found:
    """Trials by audits alone that are given up in this way."""
    with patch.multiple(rule, _HOPELESS=patience.hopeless, _PATIENCE=patience.patience):
        return gain(answers, ALONE, count)


def volunteered(count: int) -> Iterator[tuple[str, Found]]:
    """An equal candidate, judged by corrections that a person volunteered."""
    for number, share in ((5, 0.80), (5, 0.95), (1, 0.80)):
        for part in PARTS:
            answers = wrong_fields(share, part, number)
            yield answers.name, gain(answers, ALONE, count)


class Earlier(NamedTuple):
    """By noise: how often five documents against five others kept a candidate, by its gain, and one of ten equal ones;
    how often the predecessor changed a prompt in 30 documents, at least once and on average."""

    noise: float
    kept: dict[float, float]
    promoted: list[int]
    changed: float
    changes: float


def earlier(count: int) -> Iterator[Earlier]:
    """What the earlier rules did."""
    for noise in NOISES:
        rng = _rng("earlier", noise)
        kept = {step: fmean(before.kept(rng, step, noise) for _ in range(count)) for step in (-0.05, 0, 0.05, 0.10)}
        lives = [list(before.life(rng, 0, noise)) for _ in range(count)]
        promoted = [len(each) for each in lives if each[-1]]
        changes = [before.changes(rng, noise) for _ in range(count)]
        yield Earlier(noise, kept, promoted, fmean(map(bool, changes)), fmean(changes))

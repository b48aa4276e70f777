"""Trials of made-up versions of a prompt, decided by the product's own rule, from the first pair to the verdict."""

from __future__ import annotations

import random
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from prompt_pairs import Answers, judge

from alfrd_luigi.prompts.rule import JudgeRecord, Mode, Standing, asks_judge, decide, record_of

CANDIDATES = 10
# The share of a trial's documents that are audited while the judge is asked about the others, too.
_AUDITED = 1 / 3
# The audited pairs of other keys, before the first trial.
_PAIRS_BEFORE = 30


class Setup(NamedTuple):
    """Who decides. `judge` is the judge's manner; None for none. `before` is its manner in the pairs of other keys."""

    mode: Mode
    judge: str | None = None
    before: str | None = None


class End(NamedTuple):
    """How a trial ended: its action, and the documents, audits and calls of the judge that it took."""

    action: str
    documents: int
    audits: int
    judged: int


class _Trial:
    def __init__(self, rng: random.Random, answers: Answers, setup: Setup, known: JudgeRecord, number: int) -> None:
        self._rng, self._answers, self._judge = rng, answers, setup.judge
        self._gold: list[float] = []
        self._judged: list[float] = []
        self._documents = 0
        self.standing = Standing("challenge", number, setup.mode, self._gold, self._judged, known)

    def run(self) -> End:
        while (verdict := decide(self.standing)).action == "continue":
            self._compare()
        return End(verdict.action, self._documents, len(self._gold), len(self._judged))

    def _compare(self) -> None:
        """Compare the answers about the next document: one that is audited, unless the judge's word may decide."""
        asked = self._judge is not None and asks_judge(self.standing)
        is_audited = self.standing.mode == "owner" and (not asked or self._rng.random() < _AUDITED)
        difference = self._answers.differ(self._rng)
        self._documents += 1
        if is_audited:
            self._gold.append(difference)
        if self._judge is not None and (asked or is_audited):
            self._judged.append(judge(self._rng, self._judge, difference, self._answers))
        if self._judge is not None and is_audited:
            self._learn(record_of([(difference, self._judged[-1])]))

    def _learn(self, seen: JudgeRecord) -> None:
        self.standing = self.standing._replace(
            judge=together(self.standing.judge, seen), own=together(self.standing.own, seen)
        )


def together(first: JudgeRecord, second: JudgeRecord) -> JudgeRecord:
    """The record on the pairs of both."""
    return JudgeRecord(*map(add, first, second))


def trial(rng: random.Random, answers: Answers, setup: Setup, number: int = 1) -> End:
    """A trial of the `number`-th candidate of a key."""
    return _Trial(rng, answers, setup, _before(rng, answers, setup), number).run()


def life(rng: random.Random, answers: Answers, setup: Setup) -> Iterator[End]:
    """The trials of a key's candidates one after the other, until one is promoted.

    What the judge said in a trial counts in the next ones, unless it had another manner before: then each candidate has
    a style of its own, and the other keys have none of them.
    """
    known = _before(rng, answers, setup)
    for number in range(1, CANDIDATES + 1):
        run = _Trial(rng, answers, setup, known, number)
        end = run.run()
        yield end
        if end.action == "promote":
            return
        known = run.standing.judge if setup.before in (None, setup.judge) else known


def _before(rng: random.Random, answers: Answers, setup: Setup) -> JudgeRecord:
    manner = setup.before or setup.judge
    if manner is None:
        return JudgeRecord()
    differences = [answers.differ(rng) for _ in range(_PAIRS_BEFORE)]
    return record_of((each, judge(rng, manner, each, answers)) for each in differences)


def returned(rng: random.Random, answers: Answers, is_audited: bool) -> End:
    """The audits after a promotion: the former version is the candidate of these answers."""
    gold: list[float] = []
    standing = Standing("return", 1, "owner", gold, is_audited=is_audited)
    while (verdict := decide(standing)).action == "continue":
        gold.append(answers.differ(rng))
    return End(verdict.action, len(gold), len(gold), 0)

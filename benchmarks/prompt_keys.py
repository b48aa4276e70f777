"""Made-up keys of an archive: their documents, the versions of their prompt, and the trials of these."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from prompt_pairs import FIELDS, fields, judge
from prompt_trials import together

from alfrd_luigi.prompts.rule import JudgeRecord, Mode, Standing, Verdict, asks_judge, decide

# The share of fields that the first version reads right, and that the best one does; how far two versions differ, and
# what they share.
LEVEL, BEST, STEP, SHARED = 0.8, 0.9, 0.1, 0.5
_ANSWERS = fields(LEVEL, LEVEL, SHARED)


@dataclass
class Tally:
    """What became of a key: promotions, trials, and the answers of candidates.

    `level` is that of the active version, and `filing` that of the version that files documents now.
    """

    level: float = LEVEL
    filing: float = LEVEL
    better: int = 0
    false: int = 0
    returned: int = 0
    trials: int = 0
    documents: int = 0

    def promote(self, level: float) -> None:
        """A version of this level replaces the active one: one that is not better does so falsely."""
        self.better += level > self.level
        self.false += level <= self.level
        self.set(level)

    def set(self, level: float) -> None:
        """A version of this level is active."""
        self.level = self.filing = level

    def next_level(self, rng: random.Random, steps: Sequence[int]) -> float:
        """The level of the next candidate: one of these steps better or worse than the active version."""
        self.trials += 1
        return min(self.level + STEP * rng.choice(steps), BEST)


class Document:
    """A document of the court, with the luck that all versions share on it."""

    def __init__(self, rng: random.Random) -> None:
        self.luck = [rng.random() for _ in range(FIELDS)]


class Version:
    """A version of a prompt, which reads this share of the fields right."""

    def __init__(self, rng: random.Random, level: float) -> None:
        self.level = level
        self._rng = rng
        self._right: dict[Document, int] = {}

    def right(self, document: Document) -> int:
        """The number of right fields in its answer, which is saved."""
        if document not in self._right:
            self._right[document] = sum(self._luck(luck) < self.level for luck in document.luck)
        return self._right[document]

    def _luck(self, shared: float) -> float:
        return shared if self._rng.random() < sqrt(SHARED) else self._rng.random()


class Trial:
    """A candidate against the active version, and what was compared so far."""

    def __init__(self, standing: Standing, candidate: Version, incumbent: Version, week: int) -> None:
        self.candidate, self.week = candidate, week
        self.seen: set[Document] = set()  # with an audit, or by the judge
        self._incumbent = incumbent
        self._gold: dict[Document, float] = {}
        self._judged: dict[Document, float] = {}
        self._standing = standing._replace(gold=[], judged=[])

    def lacks(self, document: Document) -> bool:
        """Whether this audit is new to the trial."""
        return document not in self._gold

    def audit(self, document: Document) -> float:
        """Compare the answers with the owner's."""
        self.seen.add(document)
        self._gold[document] = self._difference(document)
        self._standing = self._standing._replace(gold=[*self._gold.values()])
        return self._gold[document]

    def ask(self, rng: random.Random, manner: str, document: Document) -> float:
        """Ask the judge about the answers, once."""
        self.seen.add(document)
        if document not in self._judged:
            self._judged[document] = judge(rng, manner, self._difference(document), _ANSWERS)
            self._standing = self._standing._replace(judged=[*self._judged.values()])
        return self._judged[document]

    def learn(self, seen: JudgeRecord) -> None:
        """Add to the record of the judge in this trial."""
        self._standing = self._standing._replace(own=together(self._standing.own, seen))

    def verdict(self, mode: Mode, record: JudgeRecord) -> Verdict:
        """What the rule says."""
        return decide(self._standing._replace(mode=mode, judge=record))

    def wants_judge(self, mode: Mode, record: JudgeRecord) -> bool:
        """Whether the judge's word on another document may decide."""
        return asks_judge(self._standing._replace(mode=mode, judge=record))

    def _difference(self, document: Document) -> float:
        return (self.candidate.right(document) - self._incumbent.right(document)) / FIELDS


class Key:
    """The prompt of a document type: its court, its active version, and its trials."""

    def __init__(self, rng: random.Random) -> None:
        self.court: list[Document] = []
        self.audited: list[Document] = []
        self.active = Version(rng, LEVEL)
        self.challenge: Trial | None = None
        self.back: Trial | None = None
        self.tally = Tally()
        self.drawn = 0  # when an audit was drawn for it
        self._rng = rng
        self._before_promotion = 0

    def trials(self) -> list[Trial]:
        """The open ones."""
        return [each for each in (self.challenge, self.back) if each is not None]

    def propose(self, steps: Sequence[int], week: int) -> None:
        """Put a new candidate on trial if none is."""
        if self.challenge is None:
            candidate = Version(self._rng, self.tally.next_level(self._rng, steps))
            self.challenge = Trial(Standing("challenge", self.tally.trials, "owner"), candidate, self.active, week)

    def audits_for(self, trial: Trial) -> list[Document]:
        """The audits that are new to a trial: all of the court, or those since the promotion."""
        audited = self.audited[self._before_promotion :] if trial is self.back else self.audited
        return [each for each in audited if trial.lacks(each)]

    def follow(self, trial: Trial, verdict: Verdict, week: int) -> bool:
        """Do what the rule says of a trial. Returns whether it is over."""
        if verdict.action == "promote":
            self._promote(trial.candidate, verdict.is_audited, week)
        elif verdict.action == "give_up":
            self.challenge = None
        elif verdict.action == "return":
            self.tally.returned += 1
            self.tally.set(trial.candidate.level)
            self.active, self.challenge, self.back = trial.candidate, None, None
        elif verdict.action == "keep":
            self.back = None
        return verdict.action != "continue"

    def _promote(self, version: Version, is_audited: bool, week: int) -> None:
        self.tally.promote(version.level)
        back = Standing("return", self.tally.trials, "owner", is_audited=is_audited)
        self.back = Trial(back, self.active, version, week)
        self.active, self.challenge = version, None
        self._before_promotion = len(self.audited)

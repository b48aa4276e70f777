"""Made-up archives over weeks: documents arrive, the owner audits a few, and each key tries its candidates in turn.

An archive begins with 500 documents of ten types, and gets five more a week. Two thirds of them are the court. Each
type has a prompt, and a candidate whenever none is on trial.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from math import inf
from statistics import median
from typing import Literal, NamedTuple

from prompt_keys import LEVEL, Document, Key, Tally, Trial
from prompt_rules_before import FormerKey
from prompt_trials import together

from alfrd_luigi.prompts.rule import JudgeRecord, Mode, Setting, mode_of, record_of

WEEKS = 104
AUDITS = 3
# The documents a week that candidates answer for the judge alone: what the budget of trials allows.
_SHADOWS = 20
_DOCUMENTS, _NEW = 500, 5
# Of a score, by the rule of earlier versions.
_NOISE = 0.05
# Of 100 documents, those of each type.
TYPES = (25, 18, 14, 11, 9, 7, 6, 4, 3, 3)


# From the courts of all keys with a trial, of each key in turn, or of the key whose trial is open longest.
Draw = Literal["all", "turns", "oldest"]


class Owner(NamedTuple):
    """An archive's setting, its judge's manner (None: no judge), and how its audits are drawn.

    Without a setting, it has the rule of earlier versions. A candidate is one of `steps` better (1) or worse (-1) than
    the active version.
    """

    setting: Setting | None
    judge: str | None
    draw: Draw
    steps: tuple[int, ...]


class Week(NamedTuple):
    """An archive after a week: the share of fields read right by the prompts that file, and what it took so far.

    `improved` counts keys, `better` and `false` promotions of better versions and of others, `documents` the answers of
    candidates.
    """

    right: float
    improved: int
    better: int
    false: int
    returned: int
    trials: int
    documents: int


def _week(tallies: Sequence[Tally]) -> Week:
    right = sum(each.filing * share for each, share in zip(tallies, TYPES, strict=True)) / sum(TYPES)
    return Week(
        right,
        sum(each.level > LEVEL for each in tallies),
        sum(each.better for each in tallies),
        sum(each.false for each in tallies),
        sum(each.returned for each in tallies),
        sum(each.trials for each in tallies),
        sum(each.documents for each in tallies),
    )


class Archive:
    """An archive in which the weeks pass."""

    def __init__(self, rng: random.Random, owner: Owner, setting: Setting) -> None:
        self._rng, self._owner, self._setting = rng, owner, setting
        self._keys = [Key(rng) for _ in TYPES]
        self._record = JudgeRecord()
        self._week = self._pairs = self._draws = 0
        self._arrive(_DOCUMENTS)

    def weeks(self) -> Iterator[Week]:
        """The archive after each week."""
        for self._week in range(1, WEEKS + 1):
            self._arrive(_NEW)
            for key in self._keys:
                key.propose(self._owner.steps, self._week)
            self._audit()
            for key in self._keys:
                for trial in key.trials():
                    self._hear(key, trial)
            if self._owner.judge is not None:
                self._ask(self._owner.judge)
            yield _week([key.tally for key in self._keys])

    @property
    def _mode(self) -> Mode:
        return mode_of(self._setting, self._pairs)

    def _arrive(self, count: int) -> None:
        for key in self._rng.choices(self._keys, TYPES, k=count):
            if self._rng.random() < 2 / 3:
                key.court.append(Document(self._rng))

    def _audit(self) -> None:
        """Draw this week's audits from the courts of the keys with a trial."""
        for _ in range(AUDITS):
            keys = [key for key in self._keys if key.trials() and len(key.audited) < len(key.court)]
            if keys:
                key = self._drawn(keys)
                audited = set(key.audited)
                key.audited.append(self._rng.choice([each for each in key.court if each not in audited]))
                self._draws += 1
                key.drawn = self._draws

    def _drawn(self, keys: Sequence[Key]) -> Key:
        match self._owner.draw:
            case "all":
                return self._rng.choices(keys, [len(key.court) - len(key.audited) for key in keys])[0]
            case "turns":
                return min(keys, key=lambda key: key.drawn)
            case "oldest":
                return min(keys, key=lambda key: min(trial.week for trial in key.trials()))

    def _hear(self, key: Key, trial: Trial) -> None:
        """Compare what the owner audited."""
        for document in key.audits_for(trial):
            key.tally.documents += document not in trial.seen
            gold = trial.audit(document)
            self._pairs += 1
            if self._owner.judge is not None and trial is key.challenge:
                seen = record_of([(gold, trial.ask(self._rng, self._owner.judge, document))])
                trial.learn(seen)
                self._record = together(self._record, seen)
            if key.follow(trial, trial.verdict(self._mode, self._record), self._week):
                return

    def _ask(self, manner: str) -> None:
        """Spend the week's budget on documents that nobody audited, key by key, the newest first."""
        left, keys = _SHADOWS, [*self._keys]
        while left > 0 and keys:
            keys = [key for key in keys if left > 0 and self._asks_one(key, manner)]
            left -= len(keys)

    def _asks_one(self, key: Key, manner: str) -> bool:
        trial = key.challenge
        if trial is None or not trial.wants_judge(self._mode, self._record):
            return False
        document = next((each for each in reversed(key.court) if each not in trial.seen), None)
        if document is None:
            return False
        key.tally.documents += 1
        trial.ask(self._rng, manner, document)
        key.follow(trial, trial.verdict(self._mode, self._record), self._week)
        return True


def _weeks(seed: str, owner: Owner) -> Iterator[Week]:
    rng = random.Random(seed)
    return _former(rng, owner.steps) if owner.setting is None else Archive(rng, owner, owner.setting).weeks()


def _former(rng: random.Random, steps: Sequence[int]) -> Iterator[Week]:
    """An archive by the rule of earlier versions."""
    keys = [FormerKey() for _ in TYPES]
    for week in range(WEEKS):
        for key in rng.choices(keys, TYPES, k=_NEW if week else _DOCUMENTS):
            key.read(rng, steps, _NOISE)
        yield _week([key.tally for key in keys])


def archives(owner: Owner, count: int) -> list[list[Week]]:
    """Archives with the same owner, week by week."""
    return [list(_weeks(f"{owner}/{number}", owner)) for number in range(count)]


def first_gain(histories: Sequence[Sequence[Week]]) -> float:
    """The median of the weeks until a key is better; infinite if there is none in most archives."""
    return median(next((number for number, each in enumerate(weeks, 1) if each.improved), inf) for weeks in histories)

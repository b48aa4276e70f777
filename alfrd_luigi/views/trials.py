"""Trials of prompts as they are shown: what each has compared, what that is worth as evidence, and what it cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import model_checks, trials
from alfrd_luigi.database.model_checks import Drift
from alfrd_luigi.database.prompts import EVOLVING, Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Cost, Differences, Field, Pair, Trial
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.prompts import rule
from alfrd_luigi.prompts.evidence import e_values
from alfrd_luigi.prompts.rule import Mode
from alfrd_luigi.prompts.standing import NEWEST_PAIRS
from alfrd_luigi.settings import settings

By = Literal["audits", "judge"]
DETAILED = 3
"""The newest trials of a key whose comparisons are on its page."""
_WORST = 3


class Evidence(NamedTuple):
    """The differences that audits or the judge saw, in order, and the evidence for the candidate after each."""

    by: By
    differences: Sequence[float]
    values: Sequence[float]

    @property
    def last(self) -> float:
        """The evidence so far; 1 before the first difference."""
        return self.values[-1] if self.values else 1.0

    @property
    def wins(self) -> int:
        """The documents on which the candidate was better."""
        return sum(difference > 0 for difference in self.differences)

    @property
    def losses(self) -> int:
        """The documents on which the candidate was worse."""
        return sum(difference < 0 for difference in self.differences)

    @property
    def ties(self) -> int:
        """The documents on which both were as good."""
        return len(self.differences) - self.wins - self.losses


class Compared(NamedTuple):
    """A document, what it is called, and the comparison of both answers."""

    name: str | None
    pair: Pair

    @property
    def difference(self) -> float | None:
        """The difference by an audit, otherwise that by the judge."""
        return self.pair.judged if self.pair.gold is None else self.pair.gold

    @property
    def fields(self) -> Mapping[str, Field]:
        """The values that a person knows, and which answer has them."""
        return self.pair.values

    @property
    def right(self) -> tuple[int, int]:
        """The number of values that the active version and the candidate have right."""
        known = self.fields.values()
        return sum(field.incumbent for field in known), sum(field.candidate for field in known)


class Waiting(NamedTuple):
    """The documents or audits that an open trial has, and the most that it takes."""

    what: Literal["documents", "audits"]
    done: int
    most: int


class TrialView(NamedTuple):
    """A trial. `mode` is who decides it, None of one that has ended. `compared` is empty of an older one."""

    row: Trial
    mode: Mode | None
    gold: Evidence
    judged: Evidence
    documents: int
    corrections: int
    cost: Cost
    compared: Sequence[Compared]

    @property
    def threshold(self) -> float:
        """The evidence that decides for the candidate."""
        return rule.return_threshold() if self.row.purpose == "return" else rule.threshold(self.row.number)

    @property
    def most(self) -> int:
        """The most documents of each kind of evidence."""
        return rule.MOST_RETURNED if self.row.purpose == "return" else rule.MOST_DOCUMENTS

    @property
    def shown(self) -> list[Evidence]:
        """The kinds of evidence that there are; that of audits first."""
        return [evidence for evidence in (self.gold, self.judged) if evidence.differences]

    @property
    def decisive(self) -> Evidence:
        """The evidence of who decides; of an ended trial, that of more documents."""
        if self.row.purpose == "return" or self.mode == "owner":
            return self.gold
        return self.judged if self.mode == "judge" else max(self.gold, self.judged, key=lambda each: len(each.values))

    @property
    def waiting(self) -> Waiting | None:
        """What an open trial waits for."""
        if self.row.state != "open":
            return None
        done, is_first = len(self.decisive.differences), self.row.purpose == "return" and self.row.is_audited is False
        if is_first and done < rule.AUDITS_OF_UNAUDITED:
            return Waiting("audits", done, rule.AUDITS_OF_UNAUDITED)
        return Waiting("documents" if self.decisive.by == "judge" else "audits", done, self.most)

    @property
    def worst(self) -> list[Compared]:
        """The documents on which the candidate was worst, at most three."""
        worse = [each for each in self.compared if each.difference is not None and each.difference < 0]
        return sorted(worse, key=lambda each: each.difference or 0)[:_WORST]


class KeyTrials(NamedTuple):
    """The trials of a key, the newest first, and who decides now, with the pairs of the archive that are audited.

    `drifts` are the models that lately were found to have changed, which ended trials; none of a key without trials.
    """

    trials: list[TrialView]
    mode: Mode
    audited_pairs: int
    drifts: Sequence[Drift] = ()

    @property
    def open(self) -> list[TrialView]:
        """The challenge and the return that are open, if any."""
        return [trial for trial in self.trials if trial.row.state == "open"]

    @property
    def newest(self) -> list[TrialView]:
        """The trials that are shown with their comparisons."""
        return self.trials[:DETAILED]

    @property
    def earlier(self) -> list[TrialView]:
        """The others."""
        return self.trials[DETAILED:]

    def is_unaudited(self, active: int) -> bool:
        """Whether the judge alone promoted the active version, and audits have not borne it out since."""
        newest = next((each.row for each in self.trials if _decided(each.row) == active), None)
        return newest is not None and newest.state == "promoted" and newest.is_audited is False


NONE = KeyTrials([], "judge", 0)
"""What a key with one version has."""


def _decided(row: Trial) -> int | None:
    """The version about which an ended trial said whether it is to stay active."""
    return {"promoted": row.candidate_id, "kept": row.incumbent_id, "returned": row.incumbent_id}.get(row.state)


def of_key(session: Session, key: Key, detailed: int | None = DETAILED) -> KeyTrials:
    """The trials of a key. The comparisons of the newest ones are `detailed`; None: of all."""
    rows = trials.of_key(session, key) if key.kind in EVOLVING else []
    known = trials.agreement(session, NEWEST_PAIRS).audited if rows else 0
    mode = rule.mode_of(settings().prompt_evidence, known)
    drifts = model_checks.drifts(session) if rows else []
    return KeyTrials(_views(session, rows, mode, {row.id for row in rows[:detailed]}), mode, known, drifts)


def find(session: Session, key: Key, text: str) -> TrialView:
    """The trial of a key whose id begins so. Raises NotFoundError if there is none or more than one."""
    rows = [row for row in trials.of_key(session, key) if str(row.id).startswith(text.lower())]
    if not rows:
        raise NotFoundError(f"no trial of {key} has the id {text!r}", f"See them with: alfrd prompts show {key}")
    if len(rows) > 1:
        raise NotFoundError(f"several trials of {key} have ids that begin with {text!r}", "Give more of the id")
    mode = rule.mode_of(settings().prompt_evidence, trials.agreement(session, NEWEST_PAIRS).audited)
    (view,) = _views(session, rows, mode, {rows[0].id})
    return view


def _views(session: Session, rows: Sequence[Trial], mode: Mode, detailed: Collection[UUID]) -> list[TrialView]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    shown, costs = trials.differences(session, ids), trials.costs(session, ids)
    names = trials.names(session, list(detailed)) if detailed else {}
    return [
        _view(
            row,
            mode if row.state == "open" else None,
            shown[row.id],
            costs[row.id],
            _compared(names, trials.pairs(session, row.id)) if row.id in detailed else [],
        )
        for row in rows
    ]


def _view(row: Trial, mode: Mode | None, shown: Differences, cost: Cost, compared: list[Compared]) -> TrialView:
    gold, judged = _evidence("audits", shown.gold), _evidence("judge", shown.judged)
    return TrialView(row, mode, gold, judged, shown.documents, shown.corrections, cost, compared)


def _compared(names: Mapping[UUID, str | None], pairs: Sequence[Pair]) -> list[Compared]:
    return [Compared(names[pair.document_id], pair) for pair in pairs]


def _evidence(by: By, differences: Sequence[float]) -> Evidence:
    return Evidence(by, differences, e_values(differences))

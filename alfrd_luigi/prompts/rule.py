"""What a trial of two versions of a prompt comes to, by what it has shown so far: the rule, without any database.

The owner's audits and the judge have evidence of their own (see evidence.py), and half of the error each. The k-th
candidate of a key is promoted if one of them reaches 2k(k+1)/.05. The inverses of these bounds add up to .05 over all
k and both, so an equally good candidate is ever promoted with a probability of at most .05 in the life of a key.
The judge's half of this holds if the judge prefers neither of two equal answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Literal, NamedTuple

from alfrd_luigi.prompts.evidence import e_value

Purpose = Literal["challenge", "return"]
Setting = Literal["auto", "owner", "judge"]
Mode = Literal["owner", "judge"]
Action = Literal["continue", "promote", "give_up", "return", "keep"]

ERROR = 0.05
# The audited pairs of an archive from which on the owner decides, and the judge only with the owner's agreement.
PAIRS_OF_A_KNOWN_JUDGE = 20
# The most documents of a challenge for each kind of evidence, and of a return.
MOST_DOCUMENTS = 60
MOST_RETURNED = 30
# The audits after which a version that no audit promoted has to be as good as the former one.
AUDITS_OF_UNAUDITED = 20

_AGREEMENT = 0.8
# The audited pairs of a trial itself, without which the judge might favour the style of this candidate unseen.
_OWN_PAIRS = 5
# A candidate is given up if it is not ahead after _PATIENCE documents, or if the evidence is at most _HOPELESS after
# _LEAST documents. Less patience saves documents and costs power (docs/prompts.md).
_PATIENCE = 20
_HOPELESS = 0.1
_LEAST = 6
# Differences of shares such as 4/5 - 3/5 are not exact.
_ROUNDING = 1e-9


class JudgeRecord(NamedTuple):
    """How the judge did on pairs that the owner audited, too.

    `agreed` counts the pairs with the same sign. `favour` is the sum of the judge's signs less that of the owner's: it
    is positive if the judge favours candidates.
    """

    pairs: int = 0
    agreed: int = 0
    favour: int = 0


class Standing(NamedTuple):
    """What a trial has shown so far. Differences are from -1 to 1, positive for the candidate, in the order made.

    `number` counts the challenges of the key from 1. `gold` is by audits, and `judged` by the judge. `judge` is the
    record on all audited pairs of the archive, and `own` that on the audited pairs of this trial. Of a return, only
    `gold` counts, and `is_audited` says whether audits decided the promotion that it examines.
    """

    purpose: Purpose
    number: int
    mode: Mode
    gold: Sequence[float] = ()
    judged: Sequence[float] = ()
    judge: JudgeRecord = JudgeRecord()
    own: JudgeRecord = JudgeRecord()
    is_audited: bool = True


class Verdict(NamedTuple):
    """What is to be done, and why. `is_audited` says of a promotion whether audits decided it, not the judge."""

    action: Action
    reason: str = ""
    is_audited: bool = False


def threshold(number: int) -> float:
    """The evidence that promotes the `number`-th candidate of a key, from 1."""
    return 2 * number * (number + 1) / ERROR


def return_threshold() -> float:
    """The evidence that brings a former version back."""
    return 1 / ERROR


def mode_of(setting: Setting, audited_pairs: int) -> Mode:
    """Who decides, by the setting `prompt_evidence` and the audited pairs of the archive."""
    if setting == "auto":
        return "owner" if audited_pairs >= PAIRS_OF_A_KNOWN_JUDGE else "judge"
    return setting


def record_of(pairs: Iterable[tuple[float, float]]) -> JudgeRecord:
    """The record of a judge by pairs of the owner's and the judge's difference."""
    signs = [(_sign(gold), _sign(judged)) for gold, judged in pairs]
    agreed = sum(gold == judged for gold, judged in signs)
    return JudgeRecord(len(signs), agreed, sum(judged - gold for gold, judged in signs))


def is_known(judge: JudgeRecord) -> bool:
    """Whether the judge agrees with the owner often enough, and does not favour candidates."""
    is_tried = judge.pairs >= PAIRS_OF_A_KNOWN_JUDGE
    return is_tried and judge.agreed >= _AGREEMENT * judge.pairs and judge.favour <= 0


def asks_judge(standing: Standing) -> bool:
    """Whether the judge's word on a further document, which nobody has audited, may still decide the trial."""
    may_count = standing.mode == "judge" or is_known(standing.judge)
    return standing.purpose == "challenge" and may_count and len(standing.judged) < MOST_DOCUMENTS


def decide(standing: Standing) -> Verdict:
    """What the trial comes to. Raises ValueError for a difference that is not from -1 to 1."""
    if standing.purpose == "return":
        return _return(standing)
    return _by_owner(standing) if standing.mode == "owner" else _by_judge(standing)


class _Evidence(NamedTuple):
    """The differences that one side has seen, and what they are worth."""

    by: str
    differences: Sequence[float]
    value: float

    def promotes(self, number: int, is_audited: bool = False) -> Verdict | None:
        return Verdict("promote", self.reached(), is_audited) if self.value >= threshold(number) else None

    def reached(self) -> str:
        return f"better by {self.by}: evidence of {self.value:,.0f} on {len(self.differences)} documents"

    def ends(self) -> Verdict | None:
        if len(self.differences) >= MOST_DOCUMENTS:
            return Verdict("give_up", f"not clearly better on {len(self.differences)} documents, by {self.by}")
        return self.is_hopeless()

    def is_hopeless(self) -> Verdict | None:
        count = len(self.differences)
        if count >= _LEAST and self.value <= _HOPELESS:
            return Verdict("give_up", f"behind after {count} documents, by {self.by}")
        if count >= _PATIENCE and not _is_ahead(self.differences):
            return Verdict("give_up", f"not ahead after {count} documents, by {self.by}")
        return None


def _audits(differences: Sequence[float]) -> _Evidence:
    return _Evidence("audits", differences, e_value(differences))


def _judge(differences: Sequence[float]) -> _Evidence:
    return _Evidence("the judge", differences, e_value(differences))


def _by_judge(standing: Standing) -> Verdict:
    """The judge alone decides."""
    judge = _judge(standing.judged)
    return judge.promotes(standing.number) or judge.ends() or Verdict("continue")


def _by_owner(standing: Standing) -> Verdict:
    """The owner decides, or a judge who is known and does not contradict the owner."""
    audits = _audits(standing.gold)
    decided = audits.promotes(standing.number, is_audited=True) or audits.ends()
    if decided is None and is_known(standing.judge):
        decided = _by_known_judge(standing, audits.value)
    return decided or Verdict("continue")


def _by_known_judge(standing: Standing, gold: float) -> Verdict | None:
    judge = _judge(standing.judged)
    is_borne_out = gold >= 1 and standing.own.pairs >= _OWN_PAIRS and standing.own.favour <= 0
    return (judge.promotes(standing.number) if is_borne_out else None) or judge.is_hopeless()


def _return(standing: Standing) -> Verdict:
    """The former version comes back if audits show it better, or do not bear out an unaudited promotion."""
    audits = _audits(standing.gold[:MOST_RETURNED])
    if audits.value >= return_threshold():
        return Verdict("return", audits.reached())
    first = standing.gold[:AUDITS_OF_UNAUDITED]
    if not standing.is_audited and len(first) == AUDITS_OF_UNAUDITED and _is_ahead(first):
        return Verdict("return", f"better by the first {AUDITS_OF_UNAUDITED} audits of an unaudited promotion")
    if len(standing.gold) >= MOST_RETURNED:
        return Verdict("keep", f"not better by {MOST_RETURNED} audits")
    return Verdict("continue")


def _is_ahead(differences: Sequence[float]) -> bool:
    return fsum(differences) > _ROUNDING


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)

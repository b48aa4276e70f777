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

from alfrd_luigi.prompts.evidence import e_values

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


def _by_judge(standing: Standing) -> Verdict:
    """The judge alone decides."""
    if _last(standing.judged) >= threshold(standing.number):
        return Verdict("promote", _reached("the judge", standing.judged))
    return _stopped("the judge", standing.judged) or Verdict("continue")


def _by_owner(standing: Standing) -> Verdict:
    """The owner decides, or a judge who is known and does not contradict the owner."""
    enough, gold = threshold(standing.number), _last(standing.gold)
    if gold >= enough:
        return Verdict("promote", _reached("audits", standing.gold), is_audited=True)
    stopped = _stopped("audits", standing.gold)
    if stopped is None and is_known(standing.judge):
        if gold >= 1 and _has_no_favourite(standing.own) and _last(standing.judged) >= enough:
            return Verdict("promote", _reached("the judge", standing.judged))
        stopped = _hopeless("the judge", standing.judged)
    return stopped or Verdict("continue")


def _has_no_favourite(own: JudgeRecord) -> bool:
    return own.pairs >= _OWN_PAIRS and own.favour <= 0


def _return(standing: Standing) -> Verdict:
    """The former version comes back if audits show it better, or do not bear out an unaudited promotion."""
    gold = standing.gold[:MOST_RETURNED]
    if _last(gold) >= return_threshold():
        return Verdict("return", _reached("audits", gold))
    first = gold[:AUDITS_OF_UNAUDITED]
    if not standing.is_audited and len(first) == AUDITS_OF_UNAUDITED and _is_ahead(first):
        return Verdict("return", f"not as good by the first {AUDITS_OF_UNAUDITED} audits of an unaudited promotion")
    if len(gold) == MOST_RETURNED:
        return Verdict("keep", f"not worse by {MOST_RETURNED} audits")
    return Verdict("continue")


def _stopped(by: str, differences: Sequence[float]) -> Verdict | None:
    if len(differences) >= MOST_DOCUMENTS:
        return Verdict("give_up", f"not clearly better on {len(differences)} documents, by {by}")
    return _hopeless(by, differences)


def _hopeless(by: str, differences: Sequence[float]) -> Verdict | None:
    count = len(differences)
    if count >= _PATIENCE and not _is_ahead(differences):
        return Verdict("give_up", f"not ahead after {count} documents, by {by}")
    if count >= _LEAST and _last(differences) <= _HOPELESS:
        return Verdict("give_up", f"behind after {count} documents, by {by}")
    return None


def _is_ahead(differences: Sequence[float]) -> bool:
    return fsum(differences) > _ROUNDING


def _reached(by: str, differences: Sequence[float]) -> str:
    return f"better by {by}: evidence of {_last(differences):,.0f} on {len(differences)} documents"


def _last(differences: Sequence[float]) -> float:
    return e_values(differences)[-1] if differences else 1.0


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)

"""What a trial has shown so far, from the comparisons that are stored."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.database import events, prompt_answers, trials
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Pair, Trial
from alfrd_luigi.prompts import gold, rule
from alfrd_luigi.prompts.rule import JudgeRecord, Standing
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached

NEWEST_PAIRS = 200
"""The judge is known by so many of its newest pairs."""


def standing(session: Session, trial: Trial) -> Standing:
    """What a trial has shown so far."""
    pairs = [pair for pair in trials.pairs(session, trial.id) if pair.part == "court"]
    record = trials.agreement(session, NEWEST_PAIRS)
    return Standing(
        "return" if trial.purpose == "return" else "challenge",
        trial.number,
        rule.mode_of(settings().prompt_evidence, record.audited),
        [pair.gold for pair in sorted(pairs, key=lambda pair: str(pair.gold_at)) if pair.gold is not None],
        [pair.judged for pair in pairs if pair.judged is not None],
        JudgeRecord(record.pairs, record.agreed, record.favour),
        rule.record_of(_told_apart(pairs)),
        trial.is_audited is not False,
    )


def _told_apart(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """The differences by an audit and by the judge, where the judge saw two answers that differ."""
    return [
        (pair.gold, pair.judged)
        for pair in pairs
        if pair.gold is not None and pair.judged is not None and pair.is_first is not None
    ]


def settle_gold(session: Session, trial: Trial) -> None:
    """Score the pairs whose audits were closed since, and forget the scores of audits that were taken back."""
    for known in trials.audited(session, trial.id):
        said = [prompt_answers.of(session, known.document_id, id) for id in (trial.incumbent_id, trial.candidate_id)]
        fields = gold.compared(trial.kind, known.values, *(each.answer if each else {} for each in said))
        with session.transaction():
            trials.set_gold(session, trial.id, known.document_id, gold.difference(fields), fields)
            told = {"version": trial.candidate, "document": str(known.document_id)}
            events.record(session, trial.run_id, "prompt", str(trial.key), "compared", **told)
            reached(Point.AUDIT_WRITTEN)
        reached(Point.AUDIT_COMMITTED)

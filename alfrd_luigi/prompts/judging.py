"""The judge: one call sees the answers of two versions about a document, in random order, and says which is better.

The judge is asked only where the answers differ in a value that can be right or wrong (see gold.py): the type, or the
entity, date, total, currency and fields of a record. Otherwise they are equal: what else differs (reasoning,
confidence, tags, evidence, the wording of a summary) is taste, for which no call is paid.

The judge sees these values, and the summary of a record. It does not see what an answer says of itself, and nothing
tells it which version gave which answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.assessment.field_names import HEADS
from alfrd_luigi.database import prompts
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Trial
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.prompts import gold, shadow
from alfrd_luigi.services.books import Books

Answer = Mapping[str, Any]

_JUDGE = Key("answer_judge")
_FIELDS = "structured_data"


class Judgement(NamedTuple):
    """What the judge says: 1 if the candidate's answer is better, -1 if the incumbent's is, 0 if neither.

    `is_first` says whether the judge saw the candidate's answer first. It and `reasoning` are None for equal answers,
    about which no judge was asked.
    """

    judged: float
    is_first: bool | None = None
    reasoning: str | None = None


def judge(
    session: Session, trial: Trial, document: UUID, incumbent_answer: Answer, candidate_answer: Answer, books: Books
) -> Judgement:
    """Compare the raw answers of a trial's versions about a document.

    A step that is repeated after a kill asks the same question, and gets the saved answer. Raises the errors of `ask`.
    """
    if gold.are_equal(trial.kind, incumbent_answer, candidate_answer):
        return Judgement(0.0)
    is_first = shows_candidate_first(trial.seed, document)
    shown = [candidate_answer, incumbent_answer] if is_first else [incumbent_answer, candidate_answer]
    wording = prompts.wording(session, trial.incumbent_id)._replace(text="")  # the judge judges answers
    prompt, asked = prompts.active(session, _JUDGE).text, shadow.asked(session, document, wording, {})
    question = questions.judge_answers(prompt, asked, *_told(trial.kind, *shown))
    said = ask(engines.selected(), question, books).answer
    return Judgement(_sign(said["better"], is_first=is_first), is_first, said["reasoning"])


def shows_candidate_first(seed: str, document: UUID) -> bool:
    """Whether the judge of a trial sees the candidate's answer about a document first: half of the time, by a hash."""
    return bool(sha256(f"{seed}{document}".encode()).digest()[0] & 1)


def _told(kind: str, one: Answer, other: Answer) -> Iterator[dict[str, Any]]:
    """What the judge is told of each answer."""
    for values, answer in zip(_aligned(kind, one, other), (one, other), strict=True):
        yield {**values, "summary": answer["summary"]} if "summary" in answer else values


def _aligned(kind: str, one: Answer, other: Answer) -> list[dict[str, Any]]:
    """The values that can be right or wrong, in one order. What only one of the answers has is null in the other."""
    heads = ("document_type",) if kind == "classifier" else tuple(HEADS)
    fields = sorted({*one.get(_FIELDS, {}), *other.get(_FIELDS, {})})
    return [_values(answer, heads, fields) for answer in (one, other)]


def _values(answer: Answer, heads: Iterable[str], fields: Sequence[str]) -> dict[str, Any]:
    own = answer.get(_FIELDS, {})
    values = {name: answer.get(name) for name in heads}
    return {**values, _FIELDS: {name: own.get(name) for name in fields}} if fields else values


def _sign(better: str, *, is_first: bool) -> float:
    if better == "even":
        return 0.0
    return 1.0 if (better == "first") == is_first else -1.0

"""What went wrong with a version of a prompt in the clinic: the documents that a model may see to propose a better one.

A miss is a raw answer that has another value than a person says is right, by a correction or by an audit. Misses are
grouped by their cause: the type that was taken for another one, or the value that was wrong, left blank or invented. A
cause has no words of a document. If the scores of the version are low, answers with a low score of which no person
spoke are one more cause, the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import proposals
from alfrd_luigi.database.prompts import ActivePrompt
from alfrd_luigi.database.proposals import Studied
from alfrd_luigi.database.session import Session
from alfrd_luigi.prompts import gold
from alfrd_luigi.settings import settings

LOW_SCORE = "low scores"


class Wrong(NamedTuple):
    """The value of an answer, and the right one."""

    answered: Any
    right: Any


class Miss(NamedTuple):
    """An answer about a document, its wrong values by name, and the scorer's remark."""

    document: UUID
    answer: Mapping[str, Any]
    words: Mapping[str, Any]
    wrong: Mapping[str, Wrong]
    remark: str | None


class Cause(NamedTuple):
    """A cause in words, and the misses that have it, those of which a person spoke last first."""

    name: str
    misses: list[Miss]


def is_weak(active: ActivePrompt) -> bool:
    """Whether the version has enough scored results, and a mean below the ceiling."""
    return active.scored >= settings().min_documents_for_scoring and active.score < settings().prompt_score_ceiling


def causes(session: Session, active: ActivePrompt) -> list[Cause]:
    """The causes of misses, the most frequent first, then low scores."""
    found: dict[str, list[Miss]] = {}
    for studied in proposals.clinic(session, active.id, settings().prompt_score_ceiling):
        miss = _miss(active.kind, studied)
        for name in _names(miss):
            found.setdefault(name, []).append(miss)
    low = found.pop(LOW_SCORE, [])
    by_person = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return [Cause(*each) for each in (*by_person, *([(LOW_SCORE, low)] if low and is_weak(active) else []))]


def _miss(kind: str, studied: Studied) -> Miss:
    answered = gold.values(kind, studied.answer)
    wrong = {
        name: Wrong(answered.get(name), right)
        for name, right in studied.words.items()
        if not gold.is_right(name, right, answered.get(name))
    }
    return Miss(studied.document_id, studied.answer, studied.words, wrong, studied.remark)


def _names(miss: Miss) -> Iterator[str]:
    """The causes of a miss. An answer of which a person spoke has none if all that they said is in it."""
    if not miss.words:
        yield LOW_SCORE
    for name, (answered, right) in miss.wrong.items():
        if name == "type":
            yield f"{right} taken for {answered}"
        elif answered is None:
            yield f"{name} left blank"
        else:
            yield f"{name} invented" if right is None else f"{name} wrong"

"""A model for the stand-in whose answers are as good as its prompt says, and a judge who knows what is right.

A prompt with `[[wrong: total_amount, 0.4]]` gets the total wrong in so many of its answers, by a hash of it. The
other answers, and those to any other prompt, are those of the offline engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from alfrd_luigi.language.engines import engine
from alfrd_luigi.language.port import Question
from alfrd_luigi.standin.faults import Said

_MARK = re.compile(r"\[\[wrong: (\w+), ([\d.]+)\]\]")
_WRONG: Mapping[str, Any] = {"total_amount": 0.01, "document_date": "1999-01-01", "entity": "Nobody & Sons"}
_BITS = 2**32


def wrong(share: float, *names: str) -> str:
    """The marks of a prompt that gets these values wrong."""
    return " ".join(f"[[wrong: {name}, {share}]]" for name in names or _WRONG)


def right(question: Question) -> Any:
    """What a perfect model says."""
    return engine("offline").answer(question).content


def graded(question: Question) -> Any:
    """What a model says with this prompt."""
    answer = right(question)
    for name, share in _MARK.findall(question.prompt):
        if _lot(name, *question.pages) < float(share):
            answer = {**answer, name: _WRONG[name]}
    return answer


def judge(question: Question) -> Any:
    """A judge who prefers the answer with more right values."""
    facts, knows = question.facts, record(question.pages)
    scores = [sum(facts[name].get(key) == value for key, value in knows.items()) for name in ("first", "second")]
    better = "even" if scores[0] == scores[1] else "first" if scores[0] > scores[1] else "second"
    return {"better": better, "reasoning": f"Right are {scores[0]} and {scores[1]} values."}


def answers(**others: Said) -> dict[str, Callable[[Question], Any]]:
    """The answers of the stand-in, by operation."""
    return {"summarize": graded, "judge_answers": judge, **others}


def record(pages: Sequence[str]) -> dict[str, Any]:
    """The values of a receipt that a model may get wrong, by their names in an answer."""
    found = right(Question("summarize", "", tuple(pages), {"document_type": "receipt", "fields_schema": {}}))
    return {name: found[name] for name in _WRONG}


def _lot(*texts: str) -> float:
    return int(sha256("\0".join(texts).encode()).hexdigest()[:8], 16) / _BITS

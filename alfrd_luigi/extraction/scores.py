"""Scores an answer by checks that need no understanding of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alfrd_luigi.extraction.classification import CORRESPONDENCE, OTHER, profiles, rank
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.type_rules import needs_total

# No scanned document has an earlier or later date. Today is no bound, so that a score depends only on the document.
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 1, 1)

Check = tuple[str, bool]


def score_classification(pages: Sequence[str], answer: Mapping[str, Any]) -> dict[str, Any]:
    """The score of a type: its share of the total probability of this type and its strongest rival."""
    probabilities = _by_type(rank(pages).probabilities, answer["document_type"])
    own = probabilities.pop(answer["document_type"], 0.0)
    rival = max(probabilities, key=lambda name: probabilities[name])
    score = own / (own + probabilities[rival])
    reasoning = f"The words of {answer['document_type']} against those of its strongest rival, {rival}."
    return _score(score, reasoning)


def score_summary(
    pages: Sequence[str], document_type: str, fields_schema: Mapping[str, Any], answer: Mapping[str, Any]
) -> dict[str, Any]:
    """The share of checks that an answer passes: required values are present, and their evidence is in the text."""
    checks = [*_heads(document_type, answer), *_required(fields_schema, answer), *_evidence(pages, answer)]
    failed = [name for name, passed in checks if not passed]
    reasoning = f"Failed checks: {', '.join(failed)}." if failed else "Every check passed."
    return _score((len(checks) - len(failed)) / len(checks), reasoning)


def _score(score: float, reasoning: str) -> dict[str, Any]:
    return {"score": round(score, 3), "reasoning": reasoning, "suggested_prompt": None}


def _by_type(probabilities: Mapping[str, float], answered: str) -> dict[str, float]:
    """The probabilities by type. That of correspondence is added to the answered type, if letters can have it."""
    types = dict(probabilities)
    form = types.pop(CORRESPONDENCE)
    topical = {profile.name for profile in profiles() if profile.topical} | {OTHER}
    heir = answered if answered in topical else OTHER
    types[heir] = types.get(heir, 0.0) + form
    return types


def _heads(document_type: str, answer: Mapping[str, Any]) -> Iterator[Check]:
    yield "entity is known", bool(answer["entity"])
    yield "date is known and plausible", _is_plausible(answer["document_date"])
    if needs_total(document_type):
        yield "total is known", answer["total_amount"] is not None
        yield "currency is known", answer["currency"] is not None
    yield "summary is there", bool(answer["summary"].strip())


def _required(fields_schema: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Check]:
    for name in fields_schema.get("required", ()):
        yield f"{name} is known", answer["structured_data"].get(name) is not None


def _evidence(pages: Sequence[str], answer: Mapping[str, Any]) -> Iterator[Check]:
    """Whether the evidence of each value is in the text, ignoring spacing and case."""
    text = _compact("".join(pages))
    for name in _known(answer):
        words = answer["evidence"].get(name)
        yield f"{name} stands in the text", bool(words) and _compact(words) in text


def _known(answer: Mapping[str, Any]) -> Iterator[str]:
    heads = ("entity", "document_date", "total_amount")
    yield from (name for name in heads if answer[name] is not None)
    yield from (name for name, value in answer["structured_data"].items() if value is not None)


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")


def _is_plausible(day: str | None) -> bool:
    return day is not None and _EARLIEST <= date.fromisoformat(day) <= _LATEST

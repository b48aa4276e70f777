"""The use of the memory for a value, as the answer of the stage records it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.assessment.field_names import answer_name

MEMORY = "memory"
"""The member of an answer that holds the uses."""
DEMOTED = 2
"""The papers that show that a memory is wrong, after which it proposes nothing until it is learnt again."""
Outcome = Literal["taken", "agreed", "lost"]


class Use(NamedTuple):
    """What the memory proposed for a value.

    `issuer` is known by marks of the kinds `by`; `lesson` is the document from which the value, or its place, was
    learnt. `instead` is what the engine had found, with its evidence and confidence. The `outcome` is taken, agreed if
    both say the same, or lost if the page says otherwise. `evidence` is the kind of
    evidence for a value: one of `reading`, a constant value, the same form, or that of the issuer (name or marks).
    """

    issuer: UUID
    lesson: UUID | None
    field: str
    proposed: Any
    instead: Any
    outcome: Outcome
    by: list[str]
    evidence: str | None = None
    words: str | None = None
    instead_words: str | None = None
    instead_confidence: float | None = None

    def stored(self) -> dict[str, Any]:
        """The use in JSON's types."""
        return {**self._asdict(), "issuer": str(self.issuer), "lesson": self.lesson and str(self.lesson)}


def taken(answer: Mapping[str, Any]) -> set[str]:
    """The values of an answer that the memory gave."""
    return {use["field"] for use in answer.get(MEMORY) or () if use["outcome"] == "taken"}


def own_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as the engine gave it, without what the memory changed. The prompt is judged by this."""
    own = {name: value for name, value in answer.items() if name != MEMORY}
    for use in answer.get(MEMORY) or ():
        if use["outcome"] == "taken":
            own = _without(own, use)
    return own


def _without(answer: dict[str, Any], use: Mapping[str, Any]) -> dict[str, Any]:
    field, instead = use["field"], use["instead"]
    if field == "tag":
        return {**answer, "tags": [tag for tag in answer["tags"] if tag != use["proposed"]]}
    if field == "type":
        return {
            **answer,
            "document_type": instead,
            "confidence": use["instead_confidence"],
            "reasoning": use["instead_words"],
        }
    return with_value(answer, field, instead, use["instead_words"], use["instead_confidence"])


def with_value(
    answer: Mapping[str, Any], field: str, value: Any, words: str | None, confidence: float | None
) -> dict[str, Any]:
    """The record with another value for a field, its evidence and its confidence."""
    name = answer_name(field)
    evidence = {key: each for key, each in answer["evidence"].items() if key != name}
    confidences = {key: each for key, each in (answer.get("confidences") or {}).items() if key != field}
    if words is not None:
        evidence[name] = words
    if confidence is not None:
        confidences[field] = confidence
    changed = (
        {"structured_data": {**answer["structured_data"], name: value}} if field.startswith("field.") else {name: value}
    )
    return {**answer, **changed, "evidence": evidence, "confidences": confidences}

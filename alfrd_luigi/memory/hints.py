"""What a model is told of the memory: the issuer, where its values stand, and papers that a person corrected.

It is told as hints, which are not in the key of a question. A memory grows with each word of a person, and no answer is
to be paid again for that: the memory is applied to a saved answer as well (see `recall`). The hints have a bounded
length, and the language package marks them as data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from alfrd_luigi.database import corrections, documents, issuers
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines
from alfrd_luigi.language.engines import offline
from alfrd_luigi.language.text_limit import CHARACTERS_PER_TOKEN
from alfrd_luigi.memory.recall import Recall

EXAMPLES = 3
MOST_CHARACTERS = 2000 * CHARACTERS_PER_TOKEN
_EXCERPT = 1200
_NOT_TOLD = ("summary", "title", "note", "paid")


def classification_hints(session: Session, document: UUID) -> dict[str, Any]:
    """What is known of the issuer of a document, for `classify`: name, type, tags and examples. Empty if nothing is."""
    recall = Recall(session, document) if _is_told(session) else None
    if recall is None or recall.issuer is None:
        return {}
    types = [lesson.value for lesson in recall.lessons if lesson.field == "type" and lesson.value is not None]
    tags = issuers.tags(session, recall.issuer.id, document)
    known = {"issuer": recall.issuer.name, "types": list(dict.fromkeys(types)), "tags": tags}
    return _bounded(known, _examples(session, document, recall.issuer.id, None))


def summary_hints(session: Session, document: UUID, document_type: str) -> dict[str, Any]:
    """What is known for `summarize`: the issuer and where its values stand, and examples of it or of the type."""
    if not _is_told(session):
        return {}
    recall = Recall(session, document)
    known = {}
    if recall.issuer is not None:
        known = {"issuer": recall.issuer.name, "labels": _labels(recall)}
    issuer = recall.issuer.id if recall.issuer else None
    return _bounded(known, _examples(session, document, issuer, document_type))


def _is_told(session: Session) -> bool:
    """Whether there is anything to tell, and a model to be told. The rules read no hints."""
    return engines.selected().name != offline.NAME and issuers.is_known(session)


def _labels(recall: Recall) -> dict[str, str]:
    """The printed label of each learnt value, by its name."""
    places = ((lesson.field, place) for lesson in reversed(recall.lessons) for place in lesson.places[:1])
    return {field: place["printed"] for field, place in places if place["printed"]}


def _examples(
    session: Session, document: UUID, issuer: UUID | None, document_type: str | None
) -> Iterator[dict[str, Any]]:
    for id in issuers.examples(session, issuer, document_type, EXAMPLES, document):
        values = corrections.values(session, id)
        right = {name: value for name, value in values.items() if name not in _NOT_TOLD and value is not None}
        yield {"text": "\n".join(documents.page_texts(session, id))[:_EXCERPT], "values": right}


def _bounded(known: Mapping[str, Any], examples: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The hints with as many examples as have room."""
    kept: list[dict[str, Any]] = []
    for example in examples:
        if _length({**known, "examples": [*kept, example]}) <= MOST_CHARACTERS:
            kept.append(example)
    hints = {**known, **({"examples": kept} if kept else {})}
    return hints if _length(hints) <= MOST_CHARACTERS else {}


def _length(hints: Mapping[str, Any]) -> int:
    return len(json.dumps(hints, ensure_ascii=False, default=str))

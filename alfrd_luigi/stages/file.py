"""The stage `file`: finds the series of a document, if it has one, and creates the file that collects the series."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, files, locks, series
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.series import KnownSeries, Series
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.stages.stage import Result, Stage, language_stage

# A question has room for this many; those with the newest documents come first.
_KNOWN_SERIES = 100
_TAG_LENGTH = 64


def _question(session: Session, id: UUID, prompt: str) -> Question:
    document = documents.facts(session, id)._asdict()
    known = [each._asdict() for each in series.known(session, _KNOWN_SERIES)]
    return questions.file(prompt, document, known)


def _store(session: Session, id: UUID, result: Result) -> None:
    answer: dict[str, Any] | None = result.answer["series"]
    if answer is None or not normalise_entity(answer["entity"]):
        documents.set_filed(session, id, None)
        return
    row = _find_or_create(session, KnownSeries(**answer))
    tag = f"series:{row.id}:{row.entity_key.replace(' ', '-')}"[:_TAG_LENGTH]
    documents.tag(session, id, [tag], "file")
    files.create(session, row.id, [tag], row.title)
    documents.set_filed(session, id, row.id)
    series.take_common_name(session, row.id)
    files.mark_outdated(session, row.id)


def _find_or_create(session: Session, found: KnownSeries) -> Series:
    # Several documents of a new series may be filed at once, each with its own spelling of the entity. The lock lets
    # one of them create the series, and the others find it.
    locks.hold_to_end(session, LockClass.SERIES, 0)
    for known in series.of_type(session, found.series_type):
        if same_entity(found.entity, known.entity):
            return known
    return series.find_or_create(session, found, normalise_entity(found.entity))


STAGE: Stage = language_stage("file", _question, _store)

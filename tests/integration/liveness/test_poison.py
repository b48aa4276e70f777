"""Documents and files that always fail are settled too, with the reason recorded."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from alfrd_luigi.database import documents, files, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.errors import TransientError
from alfrd_luigi.language import engines
from alfrd_luigi.language.port import Answer, Question
from alfrd_luigi.stages import file, lifecycle, score_classification, score_summary
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.file_summary import FileSummary
from alfrd_luigi.stages.graph import SCORINGS
from support.archives import Archive
from support.document_rows import RUN, filed, run_of_the_test, summarized
from support.drawn_engines import Model, Script

Say = Callable[[], dict[str, Any]]


class Answering(Model):
    """A language engine that answers everything alike."""

    def __init__(self, say: Say) -> None:
        super().__init__(Script())
        self._say = say

    def answer(self, question: Question) -> Answer:
        return Answer(self._say())


@pytest.fixture
def answering(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Callable[[Say], None]:
    """Lets every answer be what this says."""
    archive.configure(max_attempts=100, retry_seconds=86_400)
    return lambda say: monkeypatch.setattr(engines, "selected", lambda: Answering(say))


def busy() -> dict[str, Any]:
    raise TransientError("the service is busy")


def test_a_name_too_long_for_an_index_is_cut(answering: Callable[[Say], None]) -> None:
    entity = random.Random(1).randbytes(5000).hex()
    series = {"entity": entity, "series_type": "bill", "title": "Bills", "frequency": None}
    answering(lambda: {"series": series})
    session = database().session()
    id = summarized(session)
    for stage in SCORINGS:
        stage_results.fail(session, id, stage, run_of_the_test(session), 0.1, "failed", "busy", Failures(1))
    lifecycle.run(DocumentStage(file.STAGE, id, RUN))
    state = documents.state(session, id)
    assert (state.status, state.error_stage) == ("filed", None)


def test_no_document_is_filed_before_its_scorings_have_ended(answering: Callable[[Say], None]) -> None:
    answering(lambda: {"series": None})
    session = database().session()
    id = summarized(session)
    lifecycle.run(DocumentStage(file.STAGE, id, RUN))
    assert documents.state(session, id).status == "summarized"
    for stage in (score_classification.STAGE, score_summary.STAGE, file.STAGE):  # the scorings fail
        lifecycle.run(DocumentStage(stage, id, RUN))
    assert documents.state(session, id).status == "filed"


def test_a_file_fails_after_as_many_attempts_as_a_setting_allows(
    answering: Callable[[Say], None], archive: Archive
) -> None:
    answering(busy)
    session = database().session()
    filed(session)
    (id,) = files.due(session, RUN)
    for _ in range(99):
        lifecycle.run(FileSummary(id, RUN))
    assert files.state(session, id).is_deferred
    lifecycle.run(FileSummary(id, RUN))
    assert files.state(session, id).status == "failed"


def test_attempts_of_a_file_are_those_since_its_last_change(answering: Callable[[Say], None], archive: Archive) -> None:
    archive.configure(max_attempts=2)
    session = database().session()
    series_id = documents.series_of(session, filed(session))
    assert series_id is not None
    (id,) = files.due(session, RUN)

    def busy_while_a_member_changes() -> dict[str, Any]:
        files.mark_outdated(session, series_id)
        return busy()

    answering(busy)
    lifecycle.run(FileSummary(id, RUN))
    answering(busy_while_a_member_changes)
    lifecycle.run(FileSummary(id, RUN))
    assert files.state(session, id).status == "pending"
    answering(busy)
    lifecycle.run(FileSummary(id, RUN))
    assert files.state(session, id).status == "failed"

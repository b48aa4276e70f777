"""A document whose stage fails is settled. No document stops a run."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from alfrd_luigi.database import documents, runs, series
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.series import KnownSeries
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import TransientError
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.stage import Result, Stage
from support.archives import Archive
from support.document_rows import classified

RUN = "20240101T000000-too-much"


@pytest.fixture
def document(archive: Archive) -> UUID:
    archive.configure(max_attempts=2, retry_seconds=0)
    runs.hold(database(), RUN)
    id = uuid4()
    documents.insert(database().session(), id, datetime(2024, 3, 6, tzinfo=UTC), "test", "0" * 64)
    return id


def state(id: UUID) -> dict[str, Any]:
    return documents.state(database().session(), id)._asdict()


def test_more_than_the_database_takes_fails_the_document_and_not_the_run(document: UUID) -> None:
    def work(session: Session, id: UUID, books: Books) -> Result:
        return Result({"entity": "A"}, "test")

    def store(session: Session, id: UUID, result: Result) -> None:
        # A key of an index has at most 2,704 bytes.
        series.find_or_create(session, KnownSeries("A", "receipts", "A", None), random.Random(1).randbytes(4000).hex())

    id = classified(database().session())
    lifecycle.run(DocumentStage(Stage("summarize", work, store), id, RUN))
    assert state(id)["status"] == "failed"
    assert state(id)["error_message"] == "the result is too large for the database"


def test_a_child_that_was_killed_puts_the_document_off_until_its_attempts_are_spent(document: UUID) -> None:
    def work(session: Session, id: UUID, books: Books) -> Result:
        raise TransientError("scan.pdf was not decoded: the process that opened it was killed")

    stage = Stage("ocr", work, lambda session, id, result: None)
    lifecycle.run(DocumentStage(stage, document, RUN))
    assert (state(document)["status"], state(document)["error_stage"]) == ("pending", "ocr")
    lifecycle.run(DocumentStage(stage, document, RUN))
    assert state(document)["status"] == "failed"
    assert "was killed" in state(document)["error_message"]

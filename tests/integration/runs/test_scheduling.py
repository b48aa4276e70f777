"""The queries during the scheduling of a document's tasks."""

from __future__ import annotations

from uuid import UUID

import luigi
import pytest

import tasks
from alfrd_luigi.database import documents, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.worker import ThreadedWorker
from support.archives import Archive
from support.pipeline import OFFLINE_STAGES, take_in, work_on
from targets import progress_cache

RUN = "20240401T000000-this"


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The documents that the database is asked about, in order."""
    asked: list[UUID] = []
    progress = stage_results.progress

    def counted(session: Session, id: UUID) -> stage_results.Progress:
        asked.append(id)
        return progress(session, id)

    monkeypatch.setattr(stage_results, "progress", counted)
    return asked


def _claimed(archive: Archive) -> UUID:
    (document,) = take_in(archive, RUN, receipt="Receipt 12 of 3 March 2024, total 12.00 USD")
    assert documents.claim_one(database().session(), RUN, document)
    return document


def _scheduled(task: luigi.Task) -> set[str]:
    with ThreadedWorker(worker_processes=1) as worker:
        assert worker.add(task)
        return {added.task_family for added in worker._scheduled_tasks.values()}


def test_a_document_is_looked_up_once_for_all_its_stages(archive: Archive, looks: list[UUID]) -> None:
    document = _claimed(archive)
    families = _scheduled(tasks.FileDocument(doc_id=str(document), document_type="receipt", run_id=RUN, settle=True))
    assert {"OcrDocument", "FileDocument"} < families
    assert sorted(getattr(tasks, family).stage for family in families) == sorted(OFFLINE_STAGES)
    # Once for the task itself: a person who names it is told when there is nothing to do.
    assert looks == [document] * 2


def test_what_ends_meanwhile_is_seen_by_the_next_look(archive: Archive) -> None:
    document = _claimed(archive)
    session = database().session()
    with progress_cache.once():
        before = progress_cache.progress(session, document)
        work_on([document], RUN)
        assert progress_cache.progress(session, document) == before
    assert before.ended == []
    assert not before.is_settled("ocr", RUN)
    assert len(progress_cache.progress(session, document).ended) == len(OFFLINE_STAGES)

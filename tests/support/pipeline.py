"""A processed archive: real documents, registered and processed by every stage in this process."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import files, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.stages import lifecycle, load
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.file_summary import FileSummary
from alfrd_luigi.stages.graph import READING, STAGES
from support.archives import Archive

OFFLINE_STAGES = [stage for stage in STAGES if stage != READING]
"""The stages that a document comes to without a language model."""

BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill

Account number: 4471-220
Statement date: 2024-0{month}-05
Electricity used: 31{month} kWh

Amount due: $12{month}.50
Due date: 2024-0{month}-25
"""


def take_in(archive: Archive, run: str, **papers: str) -> list[UUID]:
    """Put texts in the inbox as files of these names, and register them. Returns the ids in the order of the names."""
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in papers.items():
        (archive.inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    runs.hold(database(), run)
    return scan_inbox(run).registered


def work_on(documents: list[UUID], run: str) -> None:
    """Process the documents by every stage, summarise their files, and end the run."""
    session = database().session()
    runs.hold(database(), run)
    for id in documents:
        for stage in STAGES:
            lifecycle.run(DocumentStage(load(stage), id, run))
    for id in files.due(session, run):
        lifecycle.run(FileSummary(id, run))
    runs.set_finished(session, run)
    runs.release(run)


def worked(archive: Archive, run: str = "20240401T000000-past") -> list[UUID]:
    """Two bills of one series that a finished run has filed."""
    documents = take_in(archive, run, **{f"bill-{month}": BILL.format(month=month) for month in (3, 4)})
    work_on(documents, run)
    return documents

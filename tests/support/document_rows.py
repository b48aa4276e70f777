"""Documents inserted directly into the database, in the state that a test needs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from alfrd_luigi.database import document_details, documents, files, prompts, runs, series, stage_results
from alfrd_luigi.database import tags as tag_rows
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session

RUN = "20240101T000000-test"

_SUMMARY: dict[str, Any] = {
    "entity": "Northwind Water",
    "document_date": date(2024, 3, 5),
    "total_amount": "41.20",
    "currency": "USD",
    "summary": "Northwind Water bills 41.20 USD for March.",
    "structured_data": {"account_number": "77-1", "usage": [{"unit": "gal", "amount": 900}]},
    "evidence": {"entity": "NORTHWIND WATER"},
    "confidences": {"entity": 0.93, "date": 0.6},
    "uncertain": ["date"],
    "places": {"entity": {"page": 1, "boxes": []}},
}


def ids(session: Session) -> list[UUID]:
    """The id of every document, in the order of registration."""
    return [row.id for row in reversed(document_details.documents(session))]


def run_of_the_test(session: Session) -> str:
    """A run that is over, for rows that refer to one."""
    if runs.end(session, RUN) is None:
        runs.hold(database(), RUN)
        runs.release(RUN)
    return RUN


def registered(
    session: Session,
    name: str = "bill.txt",
    id: UUID | None = None,
    tags: tuple[str, ...] = (),
    content: bytes | None = None,
) -> UUID:
    """A registered document. Its file has this content, or a unique one."""
    id = id or uuid4()
    digest = sha256(id.bytes if content is None else content).hexdigest()
    documents.insert(session, id, datetime(2024, 3, 6, tzinfo=UTC), "test", digest)
    stored = documents.File(id, 1, f"2024/03/{id}/001.txt", digest, 10, name, "text/plain", 1)
    documents.insert_file(session, stored)
    tag_rows.arrive(session, id, tags)
    return id


def classified(
    session: Session, text: str = "NORTHWIND WATER\nTotal 41.20", document_type: str = "utility_bill", **names: Any
) -> UUID:
    """A document with a text and a type."""
    id = registered(session, **names)
    documents.set_text(session, id, text)
    _completed(session, id, "ocr", "local", {})
    answer = {"document_type": document_type, "confidence": 0.9, "reasoning": "It says water."}
    _completed(session, id, "classify", "offline", answer)
    documents.derive(session, id)
    tag_rows.derive(session, [id])
    return id


def summarized(session: Session, text: str = "NORTHWIND WATER\nTotal 41.20", **found: Any) -> UUID:
    """A document with everything except a series. `found` replaces values of its summary."""
    names = {name: found.pop(name) for name in ("name", "id", "tags") if name in found}
    document_type = found.pop("document_type", "utility_bill")
    id = classified(session, text, document_type, **names)
    prompt = prompts.active(session, Key("summarizer", document_type)).id
    _completed(session, id, "summarize", "offline", {**_SUMMARY, **found}, prompt)
    documents.derive(session, id)
    return id


def filed(session: Session, **found: Any) -> UUID:
    """A document in the series of its entity, with the series' file."""
    id = summarized(session, **found)
    entity = found.get("entity", _SUMMARY["entity"])
    known = series.KnownSeries(entity, "utility", f"{entity} bills", "monthly")
    row = series.find_or_create(session, known, entity.lower())
    files.create(session, row.id, [f"series:{row.id}"], row.title)
    _completed(session, id, "file", "offline", {})
    documents.set_filed(session, id, row.id, {"how": "new", "account": "", "near": []})
    return id


def failed(session: Session, message: str = "the PDF is encrypted", hint: str = "Remove its password") -> UUID:
    """A document that failed at its first stage."""
    id = registered(session, "locked.pdf")
    documents.set_failed(session, id, "ocr", message, hint)
    stage_results.fail(session, id, "ocr", run_of_the_test(session), 0.1, "failed", message, Failures(1))
    return id


def deferred(session: Session) -> UUID:
    """A document that is deferred for an hour."""
    id = registered(session, "slow.pdf")
    documents.set_deferred(session, id, "ocr", "the service is busy", "", 3600)
    stage_results.fail(
        session, id, "ocr", run_of_the_test(session), 0.1, "deferred", "the service is busy", Failures(1)
    )
    return id


def _completed(
    session: Session, id: UUID, stage: str, engine: str, answer: dict[str, Any], prompt_id: int | None = None
) -> None:
    made = stage_results.StageResult(engine, None, prompt_id, json.loads(json.dumps(answer, default=str)))
    run = run_of_the_test(session)
    assert documents.claim_one(session, run, id)
    with session.transaction():
        assert stage_results.complete(session, id, stage, run, 0.25, made, None)
    documents.release(session, id)

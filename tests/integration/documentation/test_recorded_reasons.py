"""The sessions in docs/why.md are what the commands print, of documents in each state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import document_details, documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, PermanentError, ServiceError
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services.books import Books, CallRequest, Reply
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.stage import Result, Stage
from support import recording
from support.archives import Archive
from support.pipeline import work_on

_DOCS = Path(__file__).parents[3] / "docs"
_FIRST, _SECOND, _THIRD = (f"20240501T060000-000{number}" for number in (1, 2, 3))
_LIVING, _DEAD = "20240501T070000-0004", "20240501T070000-0005"


@pytest.fixture
def states(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive with a document in each state."""
    for name, value in {"COLUMNS": "80", "ALFRD_PERSON": "anna", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    archive.configure(settle_seconds=0, person="anna", call_attempts=1)
    recording.put(_DOCS / "why", archive.inbox)
    runs.hold(database(), _FIRST)
    scan_inbox(_FIRST)
    session, named = database().session(), _by_name(database().session())
    work_on([named[name] for name in ("march", "april", "market", "light")], _FIRST)
    set_values(session, named["light"], {"entity": "Northwind Light"}, "anna")
    work_on([named["light"], named["july"]], _SECOND)
    timeout = ServiceError("textract gave no answer in time", "timeout")
    _work(_THIRD, named["rent"], lambda id, books: _ask(id, books, timeout))
    _work(_THIRD, named["school"], lambda *_: _refuse())
    archive.configure(max_cost_per_day="0.002")  # one page of 0.0015
    with pytest.raises(BudgetError):
        _work(_THIRD, named["phone"], lambda id, books: _ask(id, books, timeout))
    runs.set_finished(session, _THIRD)
    runs.release(_THIRD)
    for run, name in ((_LIVING, "water"), (_DEAD, "gas")):
        runs.hold(database(), run)
        assert documents.claim_one(session, run, named[name])
    runs.release(_DEAD)
    yield archive
    runs.release(_LIVING)


def _by_name(session: Session) -> dict[str, UUID]:
    rows = document_details.documents(session)
    return {row.source_files[0]["name"].removesuffix(".txt"): row.id for row in rows}


def _ask(id: UUID, books: Books, error: ServiceError) -> None:
    """Ask a service about a page; it fails."""

    def send() -> Reply:
        raise error

    books.answer(CallRequest(TEXTRACT, "read_page", None, id.hex * 2, Usage(pages=1)), send)


def _refuse() -> None:
    raise PermanentError("it has no text: its pages are blank, or OCR found nothing on them", "Scan it again")


def _work(run: str, id: UUID, work: Callable[[UUID, Books], None]) -> None:
    """Run the first stage of a document, whose work raises an error."""

    def failing(_session: Session, id: UUID, books: Books) -> Result:
        work(id, books)
        raise AssertionError

    runs.hold(database(), run)
    assert documents.claim_one(database().session(), run, id)
    lifecycle.run(DocumentStage(Stage("ocr", failing, lambda *_: None), id, run))


def test_the_page_shows_what_the_commands_print(states: Archive) -> None:
    shown, printed = recording.compared(_DOCS / "why.md")
    assert shown == printed

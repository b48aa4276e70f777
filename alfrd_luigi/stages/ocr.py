"""The stage `ocr`: reads the text of each page from the page files of a document."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import UUID

from alfrd_luigi import current_work
from alfrd_luigi.database import documents, outages
from alfrd_luigi.database.documents import Page
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.port import S3
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.ocr import engines
from alfrd_luigi.ocr.composition import composed
from alfrd_luigi.ocr.port import PageText, Word
from alfrd_luigi.ocr.reading import read_document
from alfrd_luigi.ocr.wrappers import BookedEngine
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages import embedded_invoice
from alfrd_luigi.stages.stage import Result, Stage


def _work(session: Session, id: UUID, books: Books) -> Result:
    engine = engines.with_fallback(BookedEngine(engines.selected(), books))
    store = OwnedPageStore(page_store(), session)
    with ExitStack() as opened:
        stored = documents.files(session, id)
        current_work.expect_pages(sum(file.pages for file in stored))
        files = [
            (opened.enter_context(store.fetch(file.key, file.sha256)), file.media_type, file.name) for file in stored
        ]
        pages = [_row(page) for page in read_document([file[:2] for file in files], engine)]
        embedded = embedded_invoice.record(files)
    answer = {"pages": len(pages), "words": sum(len(page.words) for page in pages)}
    return Result(answer, engine.name, effects={"pages": pages, "embedded": embedded})


def _row(page: PageText) -> Page:
    words = [_word(word) for word in page.words]
    return Page(_storable(page.text), words, page.confidence, page.source, page.unread, page.turn)


def _word(word: Word) -> list[Any]:
    left, top, right, bottom = word.box
    edges = round(left, 4), round(top, 4), round(right, 4), round(bottom, 4)
    return [_storable(word.text), *edges, round(word.confidence, 3)]


def _storable(text: str) -> str:
    """The text composed (NFC): the same word is then the same text wherever it comes from.

    PostgreSQL's text cannot contain U+0000, nor UTF-8 a lone surrogate. A broken font in a PDF may yield both.
    """
    return composed(text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8"))


def _store(session: Session, id: UUID, result: Result) -> None:
    pages = result.effects["pages"]
    documents.set_text(session, id, "\f".join(page.text for page in pages))
    for number, page in enumerate(pages, start=1):
        documents.insert_page(session, id, number, page)
    if result.effects["embedded"]:
        documents.set_embedded(session, id, result.effects["embedded"])
    if not page_store().is_mounted:  # the pages were read from S3
        outages.end(session, S3)


STAGE: Stage = Stage("ocr", _work, _store)

"""The stage `extract_series`: a filed document is read by the prompt of its series, which has fields of its own.

Both readings are kept: that of the type in the row of `summarize`, that of the series here, which is preferred. Where
the series has no prompt, or the answer does not fit its fields, the reading of the type stays, and the row says why.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, files, locks, series, stage_results
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.series_prompts import SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.extraction.accounts import account_of, account_of_key
from alfrd_luigi.language import engines
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.prompts import series_design
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages import duplicates, embedded_invoice, summarize
from alfrd_luigi.stages.graph import READING, series_read
from alfrd_luigi.stages.stage import Result, Stage

METHOD = "method"
"""The member of the answer that says which reading counts: of the "series", or of the "type"."""
_NONE = "none"


def read(session: Session, id: UUID, prompt: SeriesPrompt, books: Books) -> Result:
    """The reading of a document by the prompt of its series, or why there is none."""
    engine = engines.selected()
    try:
        made = summarize.asked_of_series(session, id, prompt, books)
    except PermanentError as error:
        return _of_type(error.message, engine.name, engine.model, prompt.id)
    if not _is_of_series(session, id, made.answer["structured_data"]):
        return _of_type("its account is not that of the series", engine.name, engine.model, prompt.id)
    return made._replace(answer={METHOD: "series", **summarize.assess(session, id, made)})


def read_with(session: Session, id: UUID, prompt: SeriesPrompt, books: Books) -> Result:
    """The reading of a document by this version of the prompt; none of a document that is exact as it is."""
    return _exact(session, id) or read(session, id, prompt, books)


def _exact(session: Session, id: UUID) -> Result | None:
    by_type = stage_results.result(session, id, "summarize")
    is_exact = by_type is not None and by_type.engine == embedded_invoice.ENGINE
    return _of_type("it holds an electronic invoice, which is exact") if is_exact else None


def _is_of_series(session: Session, id: UUID, fields: dict[str, Any]) -> bool:
    """Whether the account that was read is not another one than that of the series, by which the document was filed."""
    series_id = documents.series_of(session, id)
    account = account_of_key(series.get(session, series_id).account if series_id is not None else "")
    return account.fits(account_of(fields)) is not False


def _of_type(reason: str, engine: str = _NONE, model: str | None = None, prompt_id: int | None = None) -> Result:
    return Result({METHOD: "type", "reason": reason}, engine, model, prompt_id)


def _work(session: Session, id: UUID, books: Books) -> Result:
    series_id = documents.series_of(session, id)
    if series_id is None or not series_read():
        return _of_type("series do not read documents")
    if (exact := _exact(session, id)) is not None:
        return exact
    prompt = series_design.prompt_of(session, series_id, books)
    return read(session, id, prompt, books) if prompt is not None else _of_type("the series has no prompt")


def _store(session: Session, id: UUID, result: Result) -> None:
    if result.answer[METHOD] == "series":
        derive(session, id)
        for series_id in documents.series_among(session, [id]):
            files.mark_outdated(session, series_id)
    documents.set_read(session, id)


def derive(session: Session, id: UUID) -> None:
    """Set the values of a document to what its series read, and what depends on them but for the file of its series."""
    before = duplicates.read(session, id)
    documents.derive(session, id)
    learn(session, id)
    after = duplicates.read(session, id)
    if after.facts != before.facts:
        locks.hold_to_end(session, LockClass.SERIES, 0)
        duplicates.link(session, after)


STAGE = Stage(READING, _work, _store)

"""Calls to services and the answers they brought: the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Row, Session

By = Literal["day", "stage", "type", "document"]


def open(session: Session, call: Mapping[str, Any], attempt: int, reserved: Decimal | None) -> Row:
    """Enter an attempt before it is made, unless it is the first one and the question has a saved answer that serves.

    `call` has run, document, file, stage, service, operation, model and key. A row with the id of the entry; with the
    id None it `is_saved`, with the answer, or else the run no longer has the document or file.
    """
    return session.one("calls.open", attempt=attempt, reserved=reserved, **call) or {}


def settle(
    session: Session, id: int, outcome: str, seconds: float, cost: Decimal | None, used: Mapping[str, int]
) -> None:
    """Enter how an attempt ended; `used` has pages, input_tokens and output_tokens, cost None is not known."""
    session.run("calls.settle", id=id, outcome=outcome, seconds=seconds, cost=cost, **used)


def is_held(session: Session, id: int) -> bool:
    """Whether the run of an attempt still has the document or file that it is made for."""
    return bool(session.value("calls.is_held", id=id))


def answered(session: Session, id: int, ended: Mapping[str, Any], used: Mapping[str, int], answer: Any) -> None:
    """Enter that an attempt brought a valid answer, and keep that if the run still has the document or file.

    `ended` has seconds and cost, and of the question key, service and operation; `used` is as for `settle`.
    """
    session.run("calls.answered", id=id, answer=Json(answer), **ended, **used)


def withdraw(session: Session, id: int) -> None:
    """Strike out an attempt that was never sent."""
    session.run("calls.withdraw", id=id)


def saved_answer(session: Session, key: str, subject: UUID | None, stage: str) -> Row | None:
    """A row with the answer to this question that serves this stage of a document or file, or None."""
    return session.one("calls.saved_answer", key=key, subject=subject, stage=stage)


def ask_anew(session: Session, subject: UUID, stages: Sequence[str]) -> None:
    """Let no answer saved until now serve these stages."""
    for stage in stages:
        session.run("calls.ask_anew", subject=subject, stage=stage)


def spending(session: Session, run: str, longest: float) -> Row:
    """run_spent, run_open, day_spent and day_open in USD; a call lasts at most `longest` seconds."""
    return session.one("calls.spending", run=run, longest=longest) or {}


def stage_means(session: Session, service: str, model: str | None) -> dict[str, Decimal]:
    """USD that each stage of a document has cost of late."""
    return {row["stage"]: row["usd"] for row in session.all("calls.stage_means", service=service, model=model)}


def cost(session: Session, by: By, since: date | None) -> list[Row]:
    """Spend by day, stage, type or document: what, name, calls, pages, input_tokens, output_tokens, usd, at_most_usd,
    in_vain, unpriced."""
    return session.all("calls.cost", by=by, since=since)


def of(session: Session, document: UUID) -> list[Row]:
    """The calls made for a document, in order."""
    return session.all("calls.of", document=document)

"""Calls to services and the answers they brought: the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session

By = Literal["day", "stage", "type", "document"]
# Pages, input tokens and output tokens.
Used = tuple[int, int, int]


class Call(NamedTuple):
    """A call that a run makes for a stage of a document, or for a file; `key` is that of the question."""

    run: str
    stage: str
    document: UUID | None
    file: UUID | None
    service: str
    operation: str
    model: str | None
    key: str


class Opened(NamedTuple):
    """The entry of an attempt, by its `id`. With the id None the question has a saved answer, or else, unless it
    `is_saved`, the run no longer has the document or file."""

    id: int | None
    answer: Any
    is_saved: bool


class SavedAnswer(NamedTuple):
    """An answer, as JSON has it: it may be None."""

    answer: Any


class Spending(NamedTuple):
    """USD that the run, and all runs of this day (UTC), have spent, and that their calls under way have reserved."""

    run_spent: Decimal
    run_open: Decimal
    day_spent: Decimal
    day_open: Decimal


class StageMean(NamedTuple):
    """USD that a stage of a document costs."""

    stage: str
    usd: Decimal


class Cost(NamedTuple):
    """What the calls of a day, stage, type or document (`what`, whose `name` only a document has) have cost.

    `usd` was billed, `at_most_usd` adds what may have been billed for calls without an answer; calls `in_vain` brought
    no valid answer, for `unpriced` ones the list has no price.
    """

    what: str
    name: str | None
    calls: int
    pages: int
    input_tokens: int
    output_tokens: int
    usd: Decimal
    at_most_usd: Decimal
    in_vain: int
    unpriced: int


def open(session: Session, call: Call, attempt: int, reserved: Decimal | None) -> Opened:
    """Enter an attempt before it is made, unless it is the first one and a saved answer serves."""
    return session.only("calls.open", Opened, attempt=attempt, reserved=reserved, **call._asdict())


def settle(session: Session, id: int, outcome: str, seconds: float, cost: Decimal | None, used: Used) -> None:
    """Enter how an attempt ended; cost None is not known."""
    session.run("calls.settle", id=id, outcome=outcome, seconds=seconds, cost=cost, **_columns(used))


def is_held(session: Session, id: int) -> bool:
    """Whether the run of an attempt still has the document or file that it is made for."""
    return bool(session.value("calls.is_held", id=id))


def answered(
    session: Session,
    id: int,
    seconds: float,
    cost: Decimal | None,
    used: Used,
    answer: Any,
    *,
    key: str,
    service: str,
    operation: str,
) -> None:
    """Enter that an attempt brought a valid answer, and keep that if the run still has the document or file."""
    question = {"key": key, "service": service, "operation": operation}
    ended = {"seconds": seconds, "cost": cost, **_columns(used)}
    session.run("calls.answered", id=id, answer=Json(answer), **question, **ended)


def _columns(used: Used) -> dict[str, int]:
    return dict(zip(("pages", "input_tokens", "output_tokens"), used, strict=True))


def withdraw(session: Session, id: int) -> None:
    """Strike out an attempt that was never sent."""
    session.run("calls.withdraw", id=id)


def saved_answer(session: Session, key: str, subject: UUID | None, stage: str) -> SavedAnswer | None:
    """The answer to this question that serves this stage of a document or file, if there is one."""
    return session.one("calls.saved_answer", SavedAnswer, key=key, subject=subject, stage=stage)


def ask_anew(session: Session, subject: UUID, stages: Sequence[str]) -> None:
    """Let no answer saved until now serve these stages."""
    for stage in stages:
        session.run("calls.ask_anew", subject=subject, stage=stage)


def spending(session: Session, run: str, longest: float) -> Spending:
    """What the run and the day have cost; a call lasts at most `longest` seconds."""
    return session.only("calls.spending", Spending, run=run, longest=longest)


def stage_means(session: Session, service: str, model: str | None) -> dict[str, Decimal]:
    """USD that each stage of a document has cost of late."""
    return dict(session.all("calls.stage_means", StageMean, service=service, model=model))


def cost(session: Session, by: By, since: date | None) -> list[Cost]:
    """What calls since that day (UTC) have cost: by day in their order, or the greatest cost first."""
    return session.all("calls.cost", Cost, by=by, since=since)

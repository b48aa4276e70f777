"""The books: calls to services, and their saved answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session

By = Literal["day", "stage", "type", "document", "tier"]
# Pages, input tokens and output tokens.
Used = tuple[int, int, int]


class Call(NamedTuple):
    """A call of a run for a stage of a document, a file, or a trial or proposal of a prompt.

    `key` is the key of the question.
    """

    run: str
    stage: str
    document: UUID | None
    file: UUID | None
    trial: UUID | None
    proposal: UUID | None
    service: str
    operation: str
    model: str | None
    key: str


class Opened(NamedTuple):
    """The `id` of an attempt's row; None if a saved answer exists (`is_saved`) or the run lost its document or file."""

    id: int | None
    answer: Any
    is_saved: bool


class SavedAnswer(NamedTuple):
    """An answer as a JSON value, which may be None."""

    answer: Any


class Spending(NamedTuple):
    """USD that the run, and all runs of this day (UTC), have spent, and that their calls in progress reserve."""

    run_spent: Decimal
    run_open: Decimal
    day_spent: Decimal
    day_open: Decimal


class TrialSpending(NamedTuple):
    """USD that trials and proposals spent, that their calls in progress reserve, and that all other calls cost."""

    spent: Decimal
    open: Decimal
    others: Decimal


class StageMean(NamedTuple):
    """The cost of a stage of a document in USD."""

    stage: str
    usd: Decimal


class Cost(NamedTuple):
    """The cost of the calls of a day, stage, type, document or tier (`what`; only a document has a `name`).

    `usd` was billed. `at_most_usd` adds what may have been billed for calls without an answer. Calls `in_vain` brought
    no valid answer. `unpriced` calls have no price in the list. The tier flex served `flex` of them.
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
    flex: int


def open(session: Session, call: Call, attempt: int, reserved: Decimal | None) -> Opened:
    """Record an attempt before it is made, unless it is the first one and the question has a saved answer."""
    return session.only("calls.open", Opened, attempt=attempt, reserved=reserved, **call._asdict())


def close(
    session: Session, id: int, outcome: str, seconds: float, cost: Decimal | None, used: Used, tier: str | None = None
) -> None:
    """Record the outcome of an attempt. The cost None means unknown. `tier` is the one that served it."""
    session.run("calls.close", id=id, outcome=outcome, seconds=seconds, cost=cost, tier=tier, **_columns(used))


def is_held(session: Session, id: int) -> bool:
    """Whether the run of an attempt still holds the document or file."""
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
    tier: str | None = None,
) -> None:
    """Record a valid answer of an attempt, and save the answer if the run still holds the document or file."""
    question = {"key": key, "service": service, "operation": operation}
    ended = {"seconds": seconds, "cost": cost, "tier": tier, **_columns(used)}
    session.run("calls.answered", id=id, answer=Json(answer), **question, **ended)


def _columns(used: Used) -> dict[str, int]:
    return dict(zip(("pages", "input_tokens", "output_tokens"), used, strict=True))


def withdraw(session: Session, id: int) -> None:
    """Delete the row of an attempt that was never sent."""
    session.run("calls.withdraw", id=id)


def saved_answer(session: Session, key: str, subject: UUID | None, stage: str) -> SavedAnswer | None:
    """The saved answer to this question that applies to this stage of a document or file, if there is one."""
    return session.one("calls.saved_answer", SavedAnswer, key=key, subject=subject, stage=stage)


def ask_anew(session: Session, subject: UUID, stages: Sequence[str]) -> None:
    """Make all saved answers inapplicable to these stages."""
    for stage in stages:
        session.run("calls.ask_anew", subject=subject, stage=stage)


def spending(session: Session, run: str, longest: float) -> Spending:
    """The cost of the run and of the day. A call lasts at most `longest` seconds."""
    return session.only("calls.spending", Spending, run=run, longest=longest)


def trial_spending(session: Session, longest: float, *, by_day: bool) -> TrialSpending:
    """The cost of trials and of other calls, on this day (UTC) or in the last 30 days. A call lasts at most `longest`
    seconds.
    """
    return session.only("calls.trial_spending", TrialSpending, longest=longest, by_day=by_day)


def stage_means(session: Session, service: str, model: str | None) -> dict[str, Decimal]:
    """The average recent cost in USD of each stage of a document."""
    return dict(session.all("calls.stage_means", StageMean, service=service, model=model))


def cost(session: Session, by: By, since: date | None, document_type: str | None = None) -> list[Cost]:
    """The cost of calls since that day (UTC): the days in order, or other groups with the greatest cost first.

    With a type, only that of its documents.
    """
    return session.all("calls.cost", Cost, by=by, since=since, document_type=document_type)

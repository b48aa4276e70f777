"""Why a document is not done: who has it, what it waits for, and when it is tried again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import explanations, holders, locks, outages, types
from alfrd_luigi.database.explanations import Hold
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.services import budget
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.graph import GRAPH, SCORINGS

State = Literal["failed", "deferred", "held", "frozen", "abandoned", "due"]
_FREE = ("abandoned", "due")
# The command that helps in each state.
_COMMANDS: Mapping[State, str] = {
    "failed": "alfrd retry {id}",
    "deferred": "alfrd retry {id}",
    "held": "alfrd status",
    "frozen": "alfrd doctor",
    "abandoned": "alfrd process",
    "due": "alfrd process",
}


class Holder(NamedTuple):
    """The run that has the document. `seen_at` is its last sign of life."""

    run: str
    host: str
    pid: int
    since: datetime
    seen_at: datetime


class Money(NamedTuple):
    """A limit of spending (`run` or `day`, UTC) and what is spent of it, in US dollars."""

    name: str
    limit: Decimal
    spent: Decimal


class Stopped(NamedTuple):
    """Why the last run took no more work: budget, held, frozen, machine, service or settings, with its message."""

    run: str
    by: str
    message: str
    hint: str


class Holdup(NamedTuple):
    """Why a document is not filed, or, once filed, not read by its series.

    - `failed`: nothing tries it again but a person.
    - `deferred`: it is tried again at `next_at`, by the first run after that.
    - `held`: the living run of `holder` has it. `frozen`: that run gives no sign of life.
    - `abandoned`: the run of `holder` died. `due`: nobody has it. The next run takes either.

    `stage` is the stage that failed or comes next. `attempts` of `most_attempts` failed, and `waits` more times a
    service did not answer. `outages` are the services that answer nobody, `locked_by` the processes that summarise
    documents of its type, `stopped` and `money` what kept the last run from taking it.
    """

    state: State
    stage: str
    reason: str | None
    hint: str
    next_at: datetime | None
    attempts: int
    most_attempts: int
    waits: int
    holder: Holder | None
    outages: list[outages.Outage]
    locked_by: list[str]
    stopped: Stopped | None
    money: list[Money]
    command: str


def holdup(session: Session, id: UUID) -> Holdup | None:
    """Why a document is not filed, or not read by its series; None for one that is done."""
    hold = explanations.hold(session, id)
    if hold.status == "filed" and not hold.awaits_series:
        return None
    state, stage = _state(session, hold), hold.error_stage or _next_stage(hold.status)
    stopped = _stopped(state, hold)
    return Holdup(
        state,
        stage,
        hold.error_message,
        hold.error_hint,
        hold.next_attempt_at if hold.is_deferred else None,
        hold.attempts,
        settings().max_attempts,
        hold.waits,
        _holder(hold),
        outages.current(session) if state in _FREE or (state == "deferred" and hold.waits) else [],
        list(_locked_by(session, hold, stage)) if state == "held" else [],
        stopped,
        list(_money(session, stopped)),
        _COMMANDS[state].format(id=str(id)[:8]),
    )


def _state(session: Session, hold: Hold) -> State:
    if hold.status == "failed":
        return "failed"
    if hold.run is None:
        return "deferred" if hold.is_deferred else "due"
    if not hold.is_alive:
        return "abandoned"
    is_frozen = any(each.run == hold.run and not each.lives for each in holders.at_work(session))
    return "frozen" if is_frozen else "held"


def _next_stage(status: str) -> str:
    """The stage of the main path that finds this status."""
    return next((name for name, each in GRAPH.items() if name not in SCORINGS and status in each.finds), str(status))


def _holder(hold: Hold) -> Holder | None:
    if hold.run is None or hold.host is None or hold.pid is None or hold.started_at is None or hold.seen_at is None:
        return None
    return Holder(hold.run, hold.host, hold.pid, hold.started_at, hold.seen_at)


def _locked_by(session: Session, hold: Hold, stage: str) -> Iterator[str]:
    """The other processes that hold the lock of the document's type, if the document comes to need it."""
    if stage != "summarize" or hold.document_type is None:
        return
    number = types.get(session, hold.document_type).number
    if not locks.is_free(session, LockClass.SUMMARIZER, number):
        yield from (each.line for each in holders.of(session, LockClass.SUMMARIZER) if each.run != hold.run)


def _stopped(state: State, hold: Hold) -> Stopped | None:
    """What kept the last run from taking the document, if no run has it."""
    if state not in _FREE or hold.last_run is None or hold.stopped_by is None or hold.stop_message is None:
        return None
    return Stopped(hold.last_run, hold.stopped_by, hold.stop_message, hold.stop_hint)


def _money(session: Session, stopped: Stopped | None) -> Iterator[Money]:
    if stopped is not None and stopped.by == "budget":
        for purse in budget.purses(session, stopped.run):
            yield Money(purse.name, purse.limit, purse.spent)

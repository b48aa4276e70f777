"""The one way to a service that is paid: an answer saved before serves again; every attempt is reserved, made, settled.

An attempt stands in `calls` before it is made, so no crash can hide it; a valid answer is saved, in the transaction
that settles its attempt, before anybody uses it. The database may be away when an answer arrives: it is kept in hand
and saved when the database is back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random,
    wait_random_exponential,
)

from alfrd_luigi.database import calls
from alfrd_luigi.database.session import Database, Row
from alfrd_luigi.errors import AlfrdError, DatabaseAwayError, InvalidAnswerError, ServiceError, StoppingError
from alfrd_luigi.services import budget, prices, slots
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached

_LONGEST_PAUSE = 20.0
# What was paid for is held in hand so long while the database is away: restarts, with recovery, take seconds.
_PATIENCE = 60.0
# After these nobody can know whether the service did the work and charges for it.
_UNKNOWN_COST = {"timeout", "connection"}


class Subject(NamedTuple):
    """On whose account: a stage of a document, or the summary of a file, in a run."""

    run: str
    stage: str
    document: UUID | None = None
    file: UUID | None = None


class Inquiry(NamedTuple):
    """What is asked of which service; `key` is a SHA-256 (hex) of all that makes it this question, `most` what the
    answer can use at most."""

    service: str
    operation: str
    model: str | None
    key: str
    most: Usage


class Reply(NamedTuple):
    """What one attempt brought, not checked yet: something that JSON can hold, and what it used."""

    content: Any
    usage: Usage = Usage()


class _Brought(NamedTuple):
    """A valid reply, the entry of the attempt that brought it, and how long that took."""

    entry: int
    reply: Reply
    seconds: float


class Books:
    """Asks services on the account of one subject; `when_answered` is told when that needs no service any longer."""

    def __init__(self, database: Database, subject: Subject, when_answered: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._subject = subject
        self._when_answered = when_answered

    def answer(
        self,
        inquiry: Inquiry,
        send: Callable[[], Reply],
        check: Callable[[Any], None] | None = None,
        *,
        is_last: bool = False,
    ) -> Any:
        """The saved answer to this question, or that of as many attempts as it takes.

        `check` raises InvalidAnswerError for an answer that must not be used; it is not saved. Raises that, what `send`
        raises when the attempts are used up, BudgetError before an attempt that money is not left for, and
        StoppingError before the first one in a process that was asked to stop. `is_last` says that the subject has no
        other question, once this one is answered.
        """
        if budget.is_limited() and (saved := self._saved(inquiry)) is not None:
            return saved["answer"]  # without a look at the money that is left
        opened = self._open(inquiry, 1)
        if opened["id"] is None:
            return opened["answer"]
        brought = self._asked(inquiry, opened["id"], send, check)
        # Not earlier: what the service is not at work on holds no slot, and saving takes time as well.
        if is_last:
            self._when_answered()
        self._save(inquiry, brought)
        reached(Point.ANSWER_SAVED, self._subject.stage)
        return brought.reply.content

    def _saved(self, inquiry: Inquiry) -> Row | None:
        subject = self._subject.document or self._subject.file
        return calls.saved_answer(self._database.session(), inquiry.key, subject, self._subject.stage)

    def _asked(
        self, inquiry: Inquiry, first: int, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        """Attempts with a slot in hand; a service that is busy keeps it busy, in the pauses between them as well.

        `first` is the entry of the first one.
        """
        try:
            with slots.held(self._database.session(), inquiry.service, for_file=self._subject.file is not None):
                return self._brought(inquiry, first, send, check)
        except StoppingError:
            self._settle(first, "unreached", 0, None, Usage())
            raise

    def _brought(
        self, inquiry: Inquiry, first: int, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        for attempt in _attempts():
            with attempt:
                number = attempt.retry_state.attempt_number
                return self._attempt(first if number == 1 else self._open(inquiry, number)["id"], inquiry, send, check)
        raise AssertionError("tenacity makes at least one attempt, and raises what the last one raised")

    def _attempt(
        self, entry: int, inquiry: Inquiry, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        started = time.perf_counter()
        try:
            reply = send()
        except AlfrdError as error:
            self._settle_failure(entry, error, time.perf_counter() - started)
            raise
        seconds = time.perf_counter() - started
        reached(Point.CALL_ANSWERED, self._subject.stage)
        try:
            if check is not None:
                check(reply.content)
        except InvalidAnswerError:
            cost = prices.cost(inquiry.service, inquiry.model, reply.usage)
            self._settle(entry, "invalid", seconds, cost, reply.usage)
            raise
        return _Brought(entry, reply, seconds)

    def _open(self, inquiry: Inquiry, number: int) -> Row:
        """The entry of the attempt of this number; or, in place of the first one, the answer that is saved."""
        worst = prices.cost(inquiry.service, inquiry.model, inquiry.most)
        session = self._database.session()
        with budget.granted(session, self._subject.run, inquiry.service, inquiry.model, worst):
            asked = {"service": inquiry.service, "operation": inquiry.operation, "model": inquiry.model}
            opened = calls.open(session, {**self._subject._asdict(), **asked, "key": inquiry.key}, number, worst)
        if opened["id"] is not None:
            reached(Point.CALL_RESERVED, self._subject.stage)
        return opened

    def _save(self, inquiry: Inquiry, brought: _Brought) -> None:
        reply = brought.reply
        ended = {
            "seconds": brought.seconds,
            "cost": prices.cost(inquiry.service, inquiry.model, reply.usage),
            "key": inquiry.key,
            "service": inquiry.service,
            "operation": inquiry.operation,
        }
        for attempt in _until_the_database_is_back():
            with attempt:
                reached(Point.ANSWER_ACCEPTED, self._subject.stage)
                calls.answered(self._database.session(), brought.entry, ended, reply.usage._asdict(), reply.content)

    def _settle(self, entry: int, outcome: str, seconds: float, cost: Decimal | None, used: Usage) -> None:
        for attempt in _until_the_database_is_back():
            with attempt:
                if outcome == "unreached":
                    calls.withdraw(self._database.session(), entry)
                else:
                    calls.settle(self._database.session(), entry, outcome, seconds, cost, used._asdict())

    def _settle_failure(self, entry: int, error: AlfrdError, seconds: float) -> None:
        reached(Point.CALL_FAILED, self._subject.stage)
        outcome = error.outcome if isinstance(error, ServiceError) else "refused"
        self._settle(entry, outcome, seconds, None if outcome in _UNKNOWN_COST else Decimal(0), Usage())


def _attempts() -> Retrying:
    """Attempts while a service fails for now, with pauses that grow and are random, lest many callers come back at once
    ("full jitter")."""
    return Retrying(
        retry=retry_if_exception_type(ServiceError),
        stop=stop_after_attempt(settings().call_attempts),
        wait=wait_random_exponential(multiplier=settings().backoff_seconds, max=_LONGEST_PAUSE),
        reraise=True,
    )


def _until_the_database_is_back() -> Retrying:
    """Entries repeated while the database is away or full: each of them may be made twice."""
    return Retrying(
        retry=retry_if_exception_type(DatabaseAwayError),
        stop=stop_after_delay(_PATIENCE),
        wait=wait_random(0.05, 0.5),
        reraise=True,
    )

"""The one way to a service that is paid: an answer saved before serves again; every attempt is reserved, made, settled.

An attempt stands in `calls` before it is made, so no crash can hide it; a valid answer is saved, in the transaction
that settles its attempt, before anybody uses it. The database may be away when an answer arrives: it is kept in hand
and saved when the database is back.

A process that was stopped for long (SIGSTOP, a suspended machine) may have lost its document to another run. So an
attempt is entered, and an answer saved, only while the run still has the document: its id in the row is the fencing
token. What is entered is sent at once, or the claim is looked at again.
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
    retry_if_not_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random,
    wait_random_exponential,
)

from alfrd_luigi.database import calls
from alfrd_luigi.database.session import Database
from alfrd_luigi.errors import AlfrdError, BusyError, DatabaseAwayError, InvalidAnswerError, QuotaError, ServiceError
from alfrd_luigi.services import budget, prices, slots
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached

_LONGEST_PAUSE = 20.0
# What was paid for is held in hand so long while the database is away: restarts, with recovery, take seconds.
_PATIENCE = 60.0
# How long a claim is taken for granted. From its entry to its sending a call takes some milliseconds; another run would
# have to take the document over in that time.
_TRUSTED_SECONDS = 0.25
# After these nobody can know whether the service did the work and charges for it.
_UNKNOWN_COST = {"timeout", "connection"}


class Subject(NamedTuple):
    """On whose account: a stage of a document, or the summary of a file, in a run."""

    run: str
    stage: str
    document: UUID | None = None
    file: UUID | None = None

    @property
    def id(self) -> UUID:
        """The document or file."""
        found = self.document or self.file
        if found is None:
            raise ValueError("a call is made for a document or for a file")
        return found

    @property
    def name(self) -> str:
        """The document or file, in words."""
        return f"{'document' if self.document else 'file'} {self.id}"


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
    """A valid reply, the entry of the attempt that brought it (None: it was saved before), and how long that took."""

    entry: int | None
    reply: Reply
    seconds: float


class _MoneyReservedError(Exception):
    """The attempt of this number has to wait until calls under way are settled."""

    def __init__(self, attempt: int) -> None:
        self.attempt = attempt


class Books:
    """Asks services on the account of one subject."""

    def __init__(self, database: Database, subject: Subject) -> None:
        self._database = database
        self._subject = subject

    def answer(self, inquiry: Inquiry, send: Callable[[], Reply], check: Callable[[Any], None] | None = None) -> Any:
        """The saved answer to this question, or that of as many attempts as it takes.

        `check` raises InvalidAnswerError for an answer that must not be used; it is not saved. Raises that, what `send`
        raises when the attempts are used up, BudgetError before an attempt that money is not left for, BusyError before
        one for what another run has taken over, and StoppingError in place of a slot once the process was asked to
        stop.
        """
        saved = self._saved(inquiry)
        if saved is not None:
            return saved.answer
        brought = self._asked(inquiry, send, check)
        if brought.entry is not None:
            self._save(inquiry, brought.entry, brought)
            reached(Point.ANSWER_SAVED, self._subject.stage)
        return brought.reply.content

    def _saved(self, inquiry: Inquiry) -> calls.SavedAnswer | None:
        return calls.saved_answer(self._database.session(), inquiry.key, self._subject.id, self._subject.stage)

    def _asked(self, inquiry: Inquiry, send: Callable[[], Reply], check: Callable[[Any], None] | None) -> _Brought:
        """Attempts with a slot in hand, also in the pauses between them; the slot is given back to wait for money."""
        first = 1
        while True:
            try:
                run, is_file = self._subject.run, self._subject.file is not None
                with slots.held(self._database.session(), inquiry.service, run, for_file=is_file):
                    return self._brought(inquiry, first, send, check)
            except _MoneyReservedError as waiting:
                first = waiting.attempt
            budget.pause()

    def _brought(
        self, inquiry: Inquiry, first: int, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        """What the attempts from this number on bring; or the answer that somebody has saved meanwhile."""
        for attempt in _attempts(settings().call_attempts - first + 1):
            with attempt:
                began = _now()
                opened = self._open(inquiry, first + attempt.retry_state.attempt_number - 1)
                if opened.id is None:
                    return _Brought(None, Reply(opened.answer), 0)
                self._check_claim(opened.id, began)
                return self._attempt(opened.id, inquiry, send, check)
        raise AssertionError("tenacity makes at least one attempt, and raises what the last one raised")

    def _check_claim(self, entry: int, looked_at: float) -> None:
        """Raise BusyError, and strike the entry out, if the run lost its claim since the process last looked."""
        while _now() - looked_at > _TRUSTED_SECONDS:
            looked_at = _now()
            for attempt in _until_the_database_is_back():
                with attempt:
                    self._look_at_claim(entry)

    def _look_at_claim(self, entry: int) -> None:
        session = self._database.session()
        if not calls.is_held(session, entry):
            calls.withdraw(session, entry)
            raise self._taken_over()

    def _taken_over(self) -> BusyError:
        return BusyError(f"another run has taken over {self._subject.name}", "That run goes on with it")

    def _attempt(
        self, entry: int, inquiry: Inquiry, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        started = time.perf_counter()
        try:
            reply = send()
        except AlfrdError as error:
            if isinstance(error, ServiceError):
                error.service = inquiry.service
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

    def _open(self, inquiry: Inquiry, attempt: int) -> calls.Opened:
        """The entry of this attempt; or, in place of the first one, the answer that is saved.

        Raises BusyError when another run has the document or file, _MoneyReservedError when calls under way may leave
        the money that is missing now.
        """
        worst = prices.cost(inquiry.service, inquiry.model, inquiry.most)
        session = self._database.session()
        call = calls.Call(*self._subject, inquiry.service, inquiry.operation, inquiry.model, inquiry.key)
        with budget.granted(session, self._subject.run, inquiry.service, inquiry.model, worst) as is_granted:
            if not is_granted:
                raise _MoneyReservedError(attempt)
            opened = calls.open(session, call, attempt, worst)
        if opened.id is None and not opened.is_saved:
            raise self._taken_over()
        if opened.id is not None:
            reached(Point.CALL_RESERVED, self._subject.stage)
        return opened

    def _save(self, inquiry: Inquiry, entry: int, brought: _Brought) -> None:
        reply = brought.reply
        cost = prices.cost(inquiry.service, inquiry.model, reply.usage)
        for attempt in _until_the_database_is_back():
            with attempt:
                reached(Point.ANSWER_ACCEPTED, self._subject.stage)
                calls.answered(
                    self._database.session(),
                    entry,
                    brought.seconds,
                    cost,
                    reply.usage,
                    reply.content,
                    key=inquiry.key,
                    service=inquiry.service,
                    operation=inquiry.operation,
                )

    def _settle(self, entry: int, outcome: str, seconds: float, cost: Decimal | None, used: Usage) -> None:
        for attempt in _until_the_database_is_back():
            with attempt:
                if outcome == "unreached":
                    calls.withdraw(self._database.session(), entry)
                else:
                    calls.settle(self._database.session(), entry, outcome, seconds, cost, used)

    def _settle_failure(self, entry: int, error: AlfrdError, seconds: float) -> None:
        reached(Point.CALL_FAILED, self._subject.stage)
        outcome = error.outcome if isinstance(error, ServiceError) else "refused"
        self._settle(entry, outcome, seconds, None if outcome in _UNKNOWN_COST else Decimal(0), Usage())


def _now() -> float:
    """Seconds by a clock that goes on while the machine is suspended, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _attempts(most: int) -> Retrying:
    """So many attempts while a service fails for now, with random pauses that grow ("full jitter")."""
    return Retrying(
        retry=retry_if_exception_type(ServiceError) & retry_if_not_exception_type(QuotaError),
        stop=stop_after_attempt(most),
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

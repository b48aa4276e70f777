"""The only way to a paid service. A saved answer is used again; otherwise an attempt is reserved, made and closed.

An attempt is recorded in `calls` before it is made, so no crash can hide it. A valid answer is saved, in the
transaction that closes its attempt, before it is used. If the database is unavailable when an answer arrives, the
answer is kept in memory and saved when the database is back.

A process that was stopped for long (SIGSTOP, a suspended machine) may have lost its document to another run. Therefore
an attempt is recorded, and an answer saved, only while the run still holds the document: the run id in its row is the
fencing token. A recorded attempt is sent at once; if it is delayed, the claim is checked again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import calls
from alfrd_luigi.database.session import Database
from alfrd_luigi.errors import AlfrdError, BusyError, InvalidAnswerError, ServiceError
from alfrd_luigi.services import budget, prices, slots
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.repetition import attempts, until_the_database_is_back
from alfrd_luigi.services.tiers import Tier
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached

# How long a claim is assumed to hold after a check. A call is sent some milliseconds after it was recorded. Within this
# time, another run would have to take over the document.
_TRUSTED_SECONDS = 0.25
# After these outcomes, nobody knows whether the service did the work and charges for it.
_UNKNOWN_COST = {"timeout", "connection"}


class Subject(NamedTuple):
    """The subject of a call: a stage of a document, a file summary, or a trial or proposal of a prompt, in a run.

    The call of a trial names the document that it is about, which the run need not hold.
    """

    run: str
    stage: str
    document: UUID | None = None
    file: UUID | None = None
    trial: UUID | None = None
    proposal: UUID | None = None

    @property
    def id(self) -> UUID:
        """The id of the proposal, trial, document or file."""
        return self._named[1]

    @property
    def name(self) -> str:
        """The proposal, trial, document or file, for messages."""
        kind, id = self._named
        return f"{kind} {id}"

    @property
    def _named(self) -> tuple[str, UUID]:
        for kind in ("proposal", "trial", "document", "file"):
            id: UUID | None = getattr(self, kind)
            if id is not None:
                return kind, id
        raise ValueError("a call is made for a document, a file, or a trial or proposal of a prompt")


class CallRequest(NamedTuple):
    """A question to a service. `key` is a SHA-256 (hex) of everything that identifies the question; `most` is the
    maximum usage of the call.
    """

    service: PaidService
    operation: str
    model: str | None
    key: str
    most: Usage


class Reply(NamedTuple):
    """The unchecked result of one attempt: a JSON value and its usage, or why there is no value that may be used.

    `tier` is the one that served it; None for a service without tiers.
    """

    content: Any
    usage: Usage = Usage()
    flaw: InvalidAnswerError | None = None
    tier: Tier | None = None


class _Brought(NamedTuple):
    """A valid reply, the row of its attempt (None: the answer was saved before), and the seconds that it took."""

    attempt_id: int | None
    reply: Reply
    seconds: float


class _MoneyReservedError(Exception):
    """This attempt has to wait until calls in progress are closed."""

    def __init__(self, attempt: int) -> None:
        self.attempt = attempt


class Books:
    """Makes the calls of one subject."""

    def __init__(self, database: Database, subject: Subject) -> None:
        self._database = database
        self._subject = subject

    def about(self, document: UUID) -> Books:
        """The books of the same subject for calls about a document, which a trial names with each call."""
        return Books(self._database, self._subject._replace(document=document))

    @property
    def is_for_trial(self) -> bool:
        """Whether the calls are for a trial of a prompt, or for a proposal, which has the same budget."""
        return self._subject.trial is not None or self._subject.proposal is not None

    def answer(
        self, request: CallRequest, send: Callable[[], Reply], check: Callable[[Any], None] | None = None
    ) -> Any:
        """The answer to this question: the saved one, or that of as many attempts as necessary.

        `check` raises InvalidAnswerError for an answer that must not be used; such an answer is not saved. Raises:

        - InvalidAnswerError from `check`
        - the errors of `send` when all attempts have failed
        - BudgetError before an attempt that the budget does not allow, TrialBudgetError for a trial
        - BusyError before an attempt for a subject that another run has taken over
        - StoppingError while waiting for a slot, when the process was asked to stop
        """
        saved = self._saved(request)
        if saved is not None:
            return saved.answer
        brought = self._asked(request, send, check)
        if brought.attempt_id is not None:
            self._save(request, brought.attempt_id, brought)
            reached(Point.ANSWER_SAVED, self._subject.stage)
        return brought.reply.content

    def _saved(self, request: CallRequest) -> calls.SavedAnswer | None:
        return calls.saved_answer(self._database.session(), request.key, self._subject.id, self._subject.stage)

    def _asked(self, request: CallRequest, send: Callable[[], Reply], check: Callable[[Any], None] | None) -> _Brought:
        """Make attempts with a slot held, also between them. The slot is released to wait for budget."""
        first = 1
        while True:
            try:
                run, is_file = self._subject.run, self._subject.file is not None
                with slots.held(self._database.session(), request.service, run, for_file=is_file):
                    return self._brought(request, first, send, check)
            except _MoneyReservedError as waiting:
                first = waiting.attempt
            budget.pause()

    def _brought(
        self, request: CallRequest, first: int, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        """The result of the attempts from number `first` on, or an answer that another process has saved in between."""
        for attempt in attempts(settings().call_attempts - first + 1):
            with attempt:
                began = _now()
                opened = self._open(request, first + attempt.retry_state.attempt_number - 1)
                if opened.id is None:
                    return _Brought(None, Reply(opened.answer), 0)
                self._check_claim(opened.id, began)
                return self._attempt(opened.id, request, send, check)
        raise AssertionError("tenacity makes at least one attempt, and raises what the last one raised")

    def _check_claim(self, attempt_id: int, looked_at: float) -> None:
        """Raise BusyError, and delete the attempt's row, if the run lost its claim since the last check."""
        while _now() - looked_at > _TRUSTED_SECONDS:
            looked_at = _now()
            for attempt in until_the_database_is_back():
                with attempt:
                    self._look_at_claim(attempt_id)

    def _look_at_claim(self, attempt_id: int) -> None:
        session = self._database.session()
        if not calls.is_held(session, attempt_id):
            calls.withdraw(session, attempt_id)
            raise self._taken_over()

    def _taken_over(self) -> BusyError:
        return BusyError(f"another run has taken over {self._subject.name}", "That run goes on with it")

    def _attempt(
        self, attempt_id: int, request: CallRequest, send: Callable[[], Reply], check: Callable[[Any], None] | None
    ) -> _Brought:
        started = time.perf_counter()
        try:
            reply = send()
        except AlfrdError as error:
            if isinstance(error, ServiceError):
                error.service = request.service.name
            self._close_failed(attempt_id, error, time.perf_counter() - started)
            raise
        seconds = time.perf_counter() - started
        reached(Point.CALL_ANSWERED, self._subject.stage)
        try:
            if reply.flaw is not None:
                raise reply.flaw
            if check is not None:
                check(reply.content)
        except InvalidAnswerError:
            self._close(attempt_id, "invalid", seconds, _cost(request, reply), reply)
            raise
        return _Brought(attempt_id, reply, seconds)

    def _open(self, request: CallRequest, attempt: int) -> calls.Opened:
        """The row of this attempt. For the first attempt, the saved answer if there is one.

        Raises BusyError if another run holds the document or file. Raises _MoneyReservedError if calls in progress may
        release the missing money.
        """
        worst = prices.worst(request.service.name, request.model, request.most)
        session = self._database.session()
        call = calls.Call(*self._subject, request.service.name, request.operation, request.model, request.key)
        asked = (self._subject.run, request.service.name, request.model, worst)
        with budget.granted(session, *asked, is_for_trial=self.is_for_trial) as is_granted:
            if not is_granted:
                raise _MoneyReservedError(attempt)
            opened = calls.open(session, call, attempt, worst)
        if opened.id is None and not opened.is_saved:
            raise self._taken_over()
        if opened.id is not None:
            reached(Point.CALL_RESERVED, self._subject.stage)
        return opened

    def _save(self, request: CallRequest, attempt_id: int, brought: _Brought) -> None:
        reply = brought.reply
        for attempt in until_the_database_is_back():
            with attempt:
                reached(Point.ANSWER_ACCEPTED, self._subject.stage)
                calls.answered(
                    self._database.session(),
                    attempt_id,
                    brought.seconds,
                    _cost(request, reply),
                    reply.usage,
                    reply.content,
                    key=request.key,
                    service=request.service.name,
                    operation=request.operation,
                    tier=reply.tier,
                )

    def _close(self, attempt_id: int, outcome: str, seconds: float, cost: Decimal | None, reply: Reply) -> None:
        for attempt in until_the_database_is_back():
            with attempt:
                if outcome == "unreached":
                    calls.withdraw(self._database.session(), attempt_id)
                else:
                    calls.close(self._database.session(), attempt_id, outcome, seconds, cost, reply.usage, reply.tier)

    def _close_failed(self, attempt_id: int, error: AlfrdError, seconds: float) -> None:
        reached(Point.CALL_FAILED, self._subject.stage)
        outcome = error.outcome if isinstance(error, ServiceError) else "refused"
        self._close(attempt_id, outcome, seconds, None if outcome in _UNKNOWN_COST else Decimal(0), Reply(None))


def _cost(request: CallRequest, reply: Reply) -> Decimal | None:
    return prices.cost(request.service.name, request.model, reply.usage, reply.tier)


def _now() -> float:
    """Seconds of a clock that continues while the machine is suspended, if there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

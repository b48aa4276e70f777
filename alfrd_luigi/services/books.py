"""The one way to a service that is paid: an answer saved before serves again; every attempt is reserved, made, settled.

An attempt stands in `calls` before it is made, so no crash can hide it; a valid answer is saved, in the transaction
that settles its attempt, before anybody uses it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from alfrd_luigi.database import calls
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, InvalidAnswerError, ServiceError
from alfrd_luigi.services import budget, prices, slots
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings

_LONGEST_PAUSE = 20.0
# After these nobody can know whether the service did the work and charges for it.
_UNKNOWN_COST = {"timeout", "connection"}


@dataclass(frozen=True)
class Subject:
    """On whose account: a stage of a document, or the summary of a file, in a run."""

    run: str
    stage: str
    document: UUID | None = None
    file: UUID | None = None


@dataclass(frozen=True)
class Inquiry:
    """What is asked of which service; `key` is a SHA-256 (hex) of all that makes it this question, `most` what the
    answer can use at most."""

    service: str
    operation: str
    model: str | None
    key: str
    most: Usage


@dataclass(frozen=True)
class Reply:
    """What one attempt brought, not checked yet: something that JSON can hold, and what it used."""

    content: Any
    usage: Usage = field(default_factory=Usage)


class Books:
    """Asks services on the account of one subject."""

    def __init__(self, session: Session, subject: Subject) -> None:
        self._session = session
        self._subject = subject

    def answer(self, inquiry: Inquiry, send: Callable[[], Reply], check: Callable[[Any], None] | None = None) -> Any:
        """The saved answer to this question, or that of as many attempts as it takes.

        `check` raises InvalidAnswerError for an answer that must not be used; it is not saved. Raises that, what `send`
        raises when the attempts are used up, and BudgetError before an attempt that money is not left for.
        """
        subject = self._subject.document or self._subject.file
        saved = calls.saved_answer(self._session, inquiry.key, subject, self._subject.stage)
        if saved is not None:
            return saved["answer"]
        # A service that is busy keeps its slot busy: the pauses between attempts are within it.
        with slots.held(self._session, inquiry.service, for_file=self._subject.file is not None):
            for attempt in _attempts():
                with attempt:
                    return self._attempt(inquiry, send, check, attempt.retry_state.attempt_number)
        raise AssertionError("tenacity makes at least one attempt, and raises what the last one raised")

    def _attempt(
        self, inquiry: Inquiry, send: Callable[[], Reply], check: Callable[[Any], None] | None, number: int
    ) -> Any:
        entry = self._reserve(inquiry, number)
        started = time.perf_counter()
        try:
            reply = send()
        except AlfrdError as error:
            self._settle_failure(entry, error, time.perf_counter() - started)
            raise
        seconds = time.perf_counter() - started
        try:
            if check is not None:
                check(reply.content)
        except InvalidAnswerError:
            self._settle(entry, "invalid", seconds, inquiry, reply.usage)
            raise
        with self._session.transaction():
            self._settle(entry, "answered", seconds, inquiry, reply.usage)
            calls.save_answer(self._session, inquiry.key, inquiry.service, inquiry.operation, reply.content)
        return reply.content

    def _reserve(self, inquiry: Inquiry, number: int) -> int:
        worst = prices.cost(inquiry.service, inquiry.model, inquiry.most)
        with budget.granted(self._session, self._subject.run, inquiry.service, inquiry.model, worst):
            asked = {"service": inquiry.service, "operation": inquiry.operation, "model": inquiry.model}
            return calls.open(self._session, {**asdict(self._subject), **asked, "key": inquiry.key}, number, worst)

    def _settle(self, entry: int, outcome: str, seconds: float, inquiry: Inquiry, used: Usage) -> None:
        cost = prices.cost(inquiry.service, inquiry.model, used)
        calls.settle(self._session, entry, outcome, seconds, cost, asdict(used))

    def _settle_failure(self, entry: int, error: AlfrdError, seconds: float) -> None:
        outcome = error.outcome if isinstance(error, ServiceError) else "refused"
        if outcome == "unreached":
            calls.withdraw(self._session, entry)
            return
        cost = None if outcome in _UNKNOWN_COST else Decimal(0)
        calls.settle(self._session, entry, outcome, seconds, cost, asdict(Usage()))


def _attempts() -> Retrying:
    """Attempts while a service fails for now, with pauses that grow and are random, lest many callers come back at once
    ("full jitter")."""
    return Retrying(
        retry=retry_if_exception_type(ServiceError),
        stop=stop_after_attempt(settings().call_attempts),
        wait=wait_random_exponential(multiplier=settings().backoff_seconds, max=_LONGEST_PAUSE),
        reraise=True,
    )

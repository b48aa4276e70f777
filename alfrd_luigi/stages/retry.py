"""Decides what happens to a document or file after a failure. The decision depends on the cause:

document    counts an attempt: it is retried later, and fails after max_attempts, or at once if a retry cannot help
program     it fails at once, with a reason that names the program
service     it is deferred without limit and no attempt is counted, unless the service fails for this document alone
settings, machine, budget    it is left unchanged, and the run takes no more work
database, a run asked to stop, a document that another run holds    it is left unchanged
"""

from __future__ import annotations

import logging
import random
from typing import Literal, NamedTuple

from alfrd_luigi.database import failures
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, Fault, InternalError, PermanentError, ServiceError
from alfrd_luigi.secrecy import log_unforeseen
from alfrd_luigi.services.books import Subject
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import outage
from alfrd_luigi.stages.graph import SCORINGS

logger = logging.getLogger(__name__)

_LEFT = frozenset({Fault.SETTINGS, Fault.MACHINE, Fault.DATABASE, Fault.NOBODY})
# The longest time, in seconds, between two attempts of a document.
_LONGEST_PAUSE = 86_400.0
# Seconds between two attempts during an outage. Without a minimum, a run would repeat them without end.
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 3_600.0
# Documents that failed together are not retried together.
_JITTER = (0.8, 1.2)
# Outcomes of a call that no document can cause.
_NEVER_BLAMED = frozenset({"throttled", "unreached"})


class Retry(NamedTuple):
    """A later run retries after `seconds`. `failures` includes this one."""

    seconds: float
    failures: Failures
    outcome: Literal["deferred", "failed"] = "deferred"


class Fail(NamedTuple):
    """No run retries, unless a person asks for it."""

    failures: Failures
    outcome: Literal["deferred", "failed"] = "failed"


def known(error: Exception, what: str) -> AlfrdError:
    """The error as an AlfrdError. An unexpected one is logged with `what`, the work that raised it."""
    if isinstance(error, AlfrdError):
        return error
    log_unforeseen(logger, what, error)
    return InternalError(type(error).__name__)


def is_left(error: AlfrdError) -> bool:
    """Whether the document or file is left unchanged, because neither it nor a service caused the error."""
    return error.fault in _LEFT


def decide(session: Session, subject: Subject, error: AlfrdError, before: Failures) -> Retry | Fail:
    """Decide for a document or file that is not left unchanged, and record an outage; inside a transaction."""
    if subject.stage in SCORINGS:  # a scoring is tried once, and no other stage depends on its success
        return Fail(Failures(before.attempts + 1))
    if not _is_its_own(session, subject, error, before):
        outage.met(session, subject.run, error)
        waits = before.waits + 1
        return Retry(max(_pause(waits, _LONGEST_WAIT), _SHORTEST_WAIT), Failures(before.attempts, waits))
    after = Failures(before.attempts + 1, is_blamed=True)
    is_final = isinstance(error, PermanentError) or error.fault is Fault.PROGRAM
    if is_final or after.attempts >= settings().max_attempts:
        return Fail(after)
    return Retry(_pause(after.attempts, _LONGEST_PAUSE), after)


def _is_its_own(session: Session, subject: Subject, error: AlfrdError, before: Failures) -> bool:
    """Whether the document or file caused the failure, and not an outage of a service."""
    if not isinstance(error, ServiceError):
        return True
    if error.outcome in _NEVER_BLAMED:
        return False
    return failures.are_its_own(session, subject.run, subject.stage, subject.id, before)


def _pause(times: int, longest: float) -> float:
    """The pause in seconds after failure number `times`, from 1. Each pause is about twice the one before."""
    return min(settings().retry_seconds * 2.0 ** min(times - 1, 32), longest) * random.uniform(*_JITTER)

"""What becomes of a document or a file after a failure: the one decision, by whose fault it was.

document    an attempt is spent: it is tried again later, or fails after max_attempts; at once if nothing can help
program     it fails at once, with a reason that says so
service     it waits, however long: no attempt is spent, unless the service fails for it alone
settings, machine, money    it is left as it is, and the run takes up no more
database, a run asked to stop, a document that another run has    it is left as it is
"""

from __future__ import annotations

import logging
import random
from typing import NamedTuple

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
# Seconds, at most, between two attempts of a document.
_LONGEST_PAUSE = 86_400.0
# Seconds between two looks whether a service answers again; a wait of none would go on for ever within a run.
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 3_600.0
# Those who failed together do not come back together.
_JITTER = (0.8, 1.2)
# Outcomes of a call for which no document can be at fault.
_NEVER_BLAMED = frozenset({"throttled", "unreached"})


class Retry(NamedTuple):
    """A later run tries again, after so many seconds; the failures as they then stand."""

    seconds: float
    failures: Failures


class Fail(NamedTuple):
    """No run tries again, unless a person asks for it."""

    failures: Failures


def known(error: Exception, what: str) -> AlfrdError:
    """The error as one of ours; one that nobody foresaw is logged, as met by `what`."""
    if isinstance(error, AlfrdError):
        return error
    log_unforeseen(logger, what, error)
    return InternalError(type(error).__name__)


def is_left(error: AlfrdError) -> bool:
    """Whether the document or file is left as it is, since neither it nor a service is at fault."""
    return error.fault in _LEFT


def decide(session: Session, subject: Subject, error: AlfrdError, before: Failures) -> Retry | Fail:
    """What becomes of a document or file that is not left as it is; an outage is recorded. In a transaction."""
    if subject.stage in SCORINGS:  # it is tried once, and stops nothing
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
    """Whether the failure is the document's or file's own, and not that of a service which answers nobody."""
    if not isinstance(error, ServiceError):
        return True
    if error.outcome in _NEVER_BLAMED:
        return False
    return failures.are_its_own(session, subject.run, subject.stage, subject.id, before)


def _pause(times: int, longest: float) -> float:
    """Seconds after so many failures, from 1: each pause is about twice the one before."""
    return min(settings().retry_seconds * 2.0 ** min(times - 1, 32), longest) * random.uniform(*_JITTER)

"""What the books repeat after a failure: the attempts of a call, and a statement."""

from __future__ import annotations

from tenacity import (
    Retrying,
    retry_if_exception_type,
    retry_if_not_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random,
    wait_random_exponential,
)

from alfrd_luigi.errors import DatabaseAwayError, QuotaError, ServiceError
from alfrd_luigi.services.back_off import LONGEST_PAUSE
from alfrd_luigi.settings import settings

# A paid answer is kept in memory this long while the database is unavailable: a restart with recovery takes seconds.
_PATIENCE = 60.0


def attempts(most: int) -> Retrying:
    """Up to `most` attempts while a service fails temporarily, with random, growing pauses ("full jitter")."""
    return Retrying(
        retry=retry_if_exception_type(ServiceError) & retry_if_not_exception_type(QuotaError),
        stop=stop_after_attempt(most),
        wait=wait_random_exponential(multiplier=settings().backoff_seconds, max=LONGEST_PAUSE),
        reraise=True,
    )


def until_the_database_is_back() -> Retrying:
    """Repeats a statement while the database is unavailable or full. Each statement may therefore run twice."""
    return Retrying(
        retry=retry_if_exception_type(DatabaseAwayError),
        stop=stop_after_delay(_PATIENCE),
        wait=wait_random(0.05, 0.5),
        reraise=True,
    )

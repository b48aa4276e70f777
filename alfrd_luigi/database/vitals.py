"""What tells whether the archive is well, in one query."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Vitals(NamedTuple):
    """The state of the archive `at` a moment.

    The last run `ended_at`, with its outcome, and a run last `succeeded_at`. Documents and summaries `failed`. The
    services in `outages` do not answer, the first one since `outage_since`. A run is at work since `at_work_since`.
    """

    at: datetime
    ended_at: datetime | None
    outcome: str | None
    succeeded_at: datetime | None
    failed: int
    files_failed: int
    outages: str | None
    outage_since: datetime | None
    is_budget_spent: bool
    at_work_since: datetime | None


def now(session: Session, but_for: str = "") -> Vitals:
    """The present state, as if a run were not at work."""
    return session.only("vitals.now", Vitals, but_for=but_for)
